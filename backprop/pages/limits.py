"""How much a build takes before it says no, for those who read what it refuses: the limits, from where they hold."""

from __future__ import annotations

from decimal import Decimal

from ..audit.source import arithmetic, printed
from ..program import run as program
from ..prose import references
from ..prose import text as prose
from ..reading import example, fields, files, matrices, site
from ..steps import numerals, solving, trace


def _power(value: Decimal) -> str:
    """Write a power of ten as one."""
    return numerals.shown(value, 1).partition(" × ")[2] or f"{value:,.0f}"


def limits() -> tuple[tuple[str, str], ...]:
    """Return every stated limit: what it is of, and how much."""
    return (
        ("size of a file", f"{files.MOST_BYTES:,} bytes"),
        ("characters of one text of prose", f"{prose.LONGEST:,}"),
        ("turns of loops in prose, all together", f"{references.MOST_TURNS:,}"),
        ("characters of a text in a reference", f"{references.LONGEST_TEXT:,}"),
        ("digits of a number in example.toml", f"{fields.MOST_DIGITS}"),
        (
            "size of a number in example.toml, where it is not 0",
            f"from {_power(fields.SMALLEST)} to {_power(fields.LARGEST)}",
        ),
        ("neurons of a layer", f"{matrices.MOST_NEURONS:,}"),
        ("weights into a layer", f"{matrices.MOST_WEIGHTS:,}"),
        ("steps of a network, over all samples", f"{trace.MOST_STEPS:,}"),
        ("rounds", f"{example.MOST_ROUNDS:,}"),
        ("characters of a folder's or page's name", f"{site.LONGEST_NAME}"),
        ("steps times rounds", f"{solving.MOST_WORK:,}"),
        ("digits that are tried before a number is given up", f"{solving.LADDER[-1]}"),
        ("characters of a printed number", f"{printed.LONGEST}"),
        ("characters of a printed line of arithmetic", f"{arithmetic.LONGEST:,}"),
        ("operations inside one another in such a line", f"{arithmetic.DEEPEST}"),
        ("time of a program", f"{program.PATIENCE} seconds"),
        ("memory of a program", f"{program.MEMORY // 1024**3} GB"),
        ("output of a program", f"{program.OUTPUT // 1024**2} MB"),
    )
