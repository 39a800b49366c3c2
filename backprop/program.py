"""Running an example's NumPy program and holding what it prints against the worked steps."""

from __future__ import annotations

import subprocess
import sys

from .errors import Disagreement
from .marks import plain, printed_values
from .solution import Solution
from .views.code import program

DECIMALS = 9
RELATIVE = 1e-9
PATIENCE = 120  # seconds


def run(solution: Solution) -> tuple[str, str]:
    """Return the program, its numbers marked, and what it really printed.

    Raises Disagreement where the program fails or prints another number than the steps.
    """
    source = program(solution)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-"],
        input=plain(source),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise Disagreement(f"{solution.example.slug}: the program stopped: {done.stderr.strip().splitlines()[-1]}")
    for id, number in printed_values(done.stdout).items():
        true = float(solution.numbers[id].value)
        if abs(float(number) - true) > 0.500001 * 10**-DECIMALS + RELATIVE * abs(true):
            raise Disagreement(f"{solution.example.slug}: {id}: the program prints {number}, the step gives {true!r}")
    return source, done.stdout
