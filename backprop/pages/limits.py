"""How much a build takes before it says no, for those who read what it refuses: the limits, from where they hold."""

from __future__ import annotations

from decimal import Decimal

from ..audit.source import arithmetic, notation, printed
from ..examples import MOST_AUDITED
from ..formula import opened
from ..program import run as program
from ..prose import references
from ..prose import text as prose
from ..reading import example, fields, files, matrices, site
from ..steps import numerals, solving, trace, training
from ..words.en import pages as words


def _power(value: Decimal) -> str:
    """Write a power of ten as one."""
    return numerals.shown(value, 1).partition(" × ")[2] or f"{value:,.0f}"


def limits() -> tuple[tuple[str, str], ...]:
    """Return every stated limit: what it is of, and how much."""
    found = (
        ("file", words.byte_count(f"{files.MOST_BYTES:,}")),
        ("prose", f"{prose.LONGEST:,}"),
        ("turns", f"{references.MOST_TURNS:,}"),
        ("reference", f"{references.LONGEST_TEXT:,}"),
        ("digits", f"{fields.MOST_DIGITS}"),
        (
            "size",
            words.span(_power(fields.SMALLEST), _power(fields.LARGEST)),
        ),
        ("neurons", f"{matrices.MOST_NEURONS:,}"),
        ("weights", f"{matrices.MOST_WEIGHTS:,}"),
        ("steps", f"{trace.MOST_STEPS:,}"),
        ("open", f"{opened.MOST_OPEN:,}"),
        ("audited", f"{MOST_AUDITED:,}"),
        ("rounds", f"{example.MOST_ROUNDS:,}"),
        ("name", f"{site.LONGEST_NAME}"),
        ("work", f"{solving.MOST_WORK:,}"),
        ("tried", f"{training.LADDER[-1]}"),
        ("trained", words.finest(training.LADDER[1], f"{training.MOST_FINE:,}")),
        ("printed", f"{printed.LONGEST}"),
        ("line", f"{arithmetic.LONGEST:,}"),
        ("deep", f"{notation.DEEPEST}"),
        ("parts", f"{arithmetic.MOST_PARTS:,}"),
        ("time", f"{program.PATIENCE} seconds"),
        ("memory", f"{program.MEMORY // 1024**3} GB"),
        ("output", f"{program.OUTPUT // 1024**2} MB"),
    )
    return tuple((words.LIMIT_NAMES[id], most) for id, most in found)
