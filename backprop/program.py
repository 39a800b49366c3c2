"""Running an example's NumPy program and holding what it prints against the worked steps."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

from .errors import ContentError, Disagreement, Fault
from .marks import plain, printed_values
from .rounding import ROUNDINGS, rounding_bounds
from .solution import Solution
from .views.code import program

DECIMALS = 9
RELATIVE = 1e-9
PATIENCE = 120  # seconds


def execute(source: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program by itself, away from this project, with nothing but its own text."""
    return subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-W", "ignore", "-"],
        input=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )


def printed_by(source: str, where: str) -> dict[str, Decimal]:
    """Return what an author's program prints as `id = value` lines; raises ContentError where it fails."""
    try:
        done = execute(source)
        trouble = _last_words(done) if done.returncode else ""
    except subprocess.TimeoutExpired:
        trouble = f"no end after {PATIENCE} seconds"
    if trouble:
        raise ContentError([Fault(where=where, wanted="a program that runs to its end", got=trouble)])
    return printed_values(done.stdout)


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]


def run(solution: Solution) -> tuple[str, str]:
    """Return the program, its numbers marked, and what it really printed.

    Raises Disagreement where the program fails, prints another number than the steps, or anything that is no number.
    """
    source, bounds = program(solution), rounding_bounds(solution)
    done = execute(plain(source))
    file = solution.example.file
    if done.returncode:
        raise Disagreement(file, f"the program stopped: {_last_words(done)}")
    for line in done.stdout.splitlines():
        id, number = _read(line, solution)
        true = float(solution.numbers[id].value)
        allowed = 0.500001 * 10**-DECIMALS + max(RELATIVE * abs(true), ROUNDINGS * bounds.get(id, 0.0))
        if not abs(number - true) <= allowed:
            raise Disagreement(file, f"{id}: the program prints {number!r}, the step gives {true!r}")
    return source, done.stdout


def _read(line: str, solution: Solution) -> tuple[str, float]:
    """Return what a printed line says; raises Disagreement where it is no number of the example."""
    id, _, text = line.partition(" = ")
    try:
        number = float(text)
    except ValueError:
        number = None
    if number is None or id not in solution.numbers:
        raise Disagreement(solution.example.file, f'the program prints "{line}", which is no number of a step')
    return id, number
