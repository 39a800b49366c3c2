"""Running a NumPy program by itself, and holding what an example's own prints against the worked steps.

A program gets an interpreter that sees nothing of this project, a folder of its own and next to no environment, and is
ended with all it started when its time, memory or output runs out.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from ..errors import ContentError, Disagreement, Fault
from ..proof.rounding import ROUNDINGS, rounding_bounds, trained_bounds
from ..steps.solution import Solution
from .numbers import plain, printed_values
from .written import program, promised

Execute = Callable[[str], subprocess.CompletedProcess[str]]
DECIMALS = 9
RELATIVE = 1e-9
PATIENCE = 60  # seconds
MEMORY = 2 * 1024**3  # bytes
OUTPUT = 1024**2  # bytes
KEPT = ("SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # what arithmetic needs to be right on some machines
_START = f"""
import sys
try:
    import resource
    for name, most in (("AS", {MEMORY}), ("CPU", {PATIENCE}), ("FSIZE", {OUTPUT})):
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
except (ImportError, ValueError, OSError):  # a system without limits keeps the time alone
    pass
exec(compile(sys.stdin.read(), "<program>", "exec"), {{"__name__": "__main__"}})
"""


def execute(source: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program by itself, away from this project; raises TimeoutExpired where it does not end."""
    command = [sys.executable, "-I", "-X", "utf8", "-W", "ignore", "-c", _START]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        said, troubled = Path(place) / "said", Path(place) / "troubled"
        own = Path(place) / "own"
        own.mkdir()
        with said.open("wb") as output, troubled.open("wb") as errors:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=errors,
                cwd=own,
                env=environment,
                start_new_session=True,
            )
            try:
                with contextlib.suppress(BrokenPipeError):
                    process.communicate(source.encode(), timeout=PATIENCE)
                process.wait(PATIENCE)
            finally:
                _end(process)
        texts = (path.read_bytes()[:OUTPUT].decode(errors="replace") for path in (said, troubled))
        return subprocess.CompletedProcess(command, process.returncode, *texts)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


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
    if done.returncode < 0 or "File too large" in done.stderr:
        limits = f"{PATIENCE} seconds, {MEMORY // 1024**3} GB of memory, {OUTPUT // 1024**2} MB of output"
        return f"one ended at its limits: {limits}"
    return (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]


def run(solution: Solution, running: Execute | None = None) -> tuple[str, str]:
    """Return the program, its numbers marked, and what it really printed when it was run by itself, or by `running`.

    Raises Disagreement where the program fails, prints another number than the steps, or anything that is no number.
    """
    source, bounds = program(solution), rounding_bounds(solution)
    done = (running or execute)(plain(source))
    file = solution.example.file
    if done.returncode:
        raise Disagreement(file, f"the program stopped: {_last_words(done)}")
    printed = [_read(line, solution) for line in done.stdout.splitlines()]
    for id, number in printed:
        if math.isinf(bounds.get(id, 0.0)) and math.isfinite(number):
            continue  # it hangs on what no double holds
        true = float(solution.numbers[id].value)
        allowed = 0.500001 * 10**-DECIMALS + max(RELATIVE * abs(true), ROUNDINGS * bounds.get(id, 0.0))
        if not abs(number - true) <= allowed and not _is_magnified(solution, id, abs(number - true)):
            raise Disagreement(file, f"{id}: the program prints {number!r}, the step gives {true!r}")
    if [id for id, _ in printed] != promised(source):
        raise Disagreement(file, "the program does not print all that it says it prints")
    return source, done.stdout


def _is_magnified(solution: Solution, id: str, gap: float) -> bool:
    """Return whether training magnifies rounding so much that doubles may be that far off after so many rounds."""
    number = solution.numbers[id]
    if (number.quantity.round or 0) <= 1:
        return False
    bound = ROUNDINGS * trained_bounds(solution).get(id, math.inf)
    return gap <= bound or bound >= abs(float(number.value))  # a larger one lets anything pass


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
