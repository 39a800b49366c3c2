"""Running an example's NumPy program and holding what it prints against the worked steps."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

from .errors import ContentError, Disagreement, Fault
from .marks import plain, printed_values
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

    Raises Disagreement where the program fails or prints another number than the steps.
    """
    source = program(solution)
    done = execute(plain(source))
    if done.returncode:
        raise Disagreement(f"{solution.example.slug}: the program stopped: {_last_words(done)}")
    for id, number in printed_values(done.stdout).items():
        true = float(solution.numbers[id].value)
        if abs(float(number) - true) > 0.500001 * 10**-DECIMALS + RELATIVE * abs(true):
            raise Disagreement(f"{solution.example.slug}: {id}: the program prints {number}, the step gives {true!r}")
    return source, done.stdout
