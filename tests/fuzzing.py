"""Hostile content through every reader, the command line and small whole builds: `make fuzz`.

Cases run in worker processes, each in a folder of its own, under limits of time and memory, so that a hang is counted
and not suffered. `python tests/fuzzing.py --seed 1 --only 77` runs one case again.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import faulthandler
import itertools
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cases import Case, golden, make  # noqa: E402 - found by the line above
from hostile import Node  # noqa: E402
from judging import Fault, golden_worked, judge, put, raised, run  # noqa: E402

GIGABYTE = 1 << 30
READY, STARTING = "ready", 120  # what a process says when it can begin, and the seconds it has until then
STACK = "stack.txt"  # where a process says, when it is stopped, what it was about
Asked = Case | tuple[int, int]  # a case, or its seed and number


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time and of the clock, and bytes, that a case may take."""

    seconds: float = 10
    clock: float = 20
    memory: int = GIGABYTE


LIMITS = Limits()


@dataclass
class Verdict:
    """The faults of a case, the exit code it ended with, and the seconds of processor time and the bytes it took."""

    faults: list[Fault] = field(default_factory=list)
    code: int | None = None
    seconds: float = 0.0
    memory: int = 0


# --- one case


def attempt(case: Case, limits: Limits = LIMITS) -> Verdict:
    """Run a case in a fresh folder and judge it."""
    verdict, home = Verdict(), Path.cwd()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        folder.mkdir()
        os.chdir(folder)
        try:
            for name, what in case.files.items():
                put(name, what)
            before, spent = peak(), processor()
            verdict.faults, verdict.code = answered(case)
            verdict.seconds, verdict.memory = processor() - spent, peak() - before
        finally:
            os.chdir(home)
    if verdict.seconds > limits.seconds:
        verdict.faults.append(Fault("slow", f"{case.kind}: too slow", f"{verdict.seconds:.1f} s"))
    if verdict.memory > limits.memory and not any(fault.kind == "memory" for fault in verdict.faults):
        verdict.faults.append(Fault("memory", f"{case.kind}: too much memory", f"{verdict.memory >> 20} MB"))
    return verdict


def answered(case: Case) -> tuple[list[Fault], int | None]:
    """Return the faults of a case, each once, and its exit code."""
    try:
        answer = run(case)
        faults = {fault.signature: fault for fault in judge(case, answer)}
        return [*faults.values()], answer.code
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a panic of a compiled library is no Exception
        return [raised(error)], None


def processor() -> float:
    """Return the seconds of processor time of this process and its children."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def status(name: str) -> int:
    """Return a number of bytes from what the system says of this process, 0 where it says nothing."""
    path = Path("/proc/self/status")
    found = re.search(rf"{name}:\s*(\d+) kB", path.read_text()) if path.exists() else None
    return int(found[1]) * 1024 if found else 0


def peak() -> int:
    """Return the most bytes this process has held since this was last asked."""
    found = status("VmHWM")
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return found


# --- workers


def work(pipe, place: Path, limits: Limits, prepare: Callable[[], None] | None) -> None:
    """Attempt the cases that come through a pipe, in a place and under limits, until there are no more."""
    os.setsid()
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)
    warnings.simplefilter("ignore")
    import_module("build")  # with all that a case may need, so that only what it holds itself is measured
    golden_worked()
    if prepare:
        prepare()
    held = status("VmSize")
    if held:
        resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory * 3 // 2, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with (place / STACK).open("w") as file, contextlib.suppress(EOFError, BrokenPipeError):
        faulthandler.register(signal.SIGPROF, file=file, all_threads=False, chain=True)
        pipe.send(READY)
        while (case := pipe.recv()) is not None:
            signal.setitimer(signal.ITIMER_PROF, limits.seconds)
            verdict = attempt(case, limits)
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(verdict)


class Worker:
    """One process, and what it is busy with."""

    def __init__(self, limits: Limits = LIMITS, prepare: Callable[[], None] | None = None) -> None:
        self.limits, self.prepare = limits, prepare
        self.start()

    def start(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="fuzz-"))
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        arguments = (theirs, self.place, self.limits, self.prepare)
        self.process = context.Process(target=work, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.ready = False

    def give(self, asked: Asked) -> None:
        self.asked, self.case = asked, asked if isinstance(asked, Case) else make(*asked)
        self.wait()
        self.deadline = time.monotonic() + self.limits.clock
        with contextlib.suppress(BrokenPipeError):
            self.pipe.send(self.case)

    def wait(self) -> None:
        """Wait until the process has imported what it needs."""
        if not self.ready:
            if not self.pipe.poll(STARTING) or self.pipe.recv() != READY:
                raise RuntimeError("a worker did not start")
            self.ready = True

    def take(self) -> Verdict:
        """Return what came of the case; a process that died or hangs is replaced, and that is its verdict."""
        with contextlib.suppress(EOFError, ConnectionResetError):
            if self.pipe.poll(max(0.0, self.deadline - time.monotonic())):
                return self.pipe.recv()
        return self.buried()

    def buried(self) -> Verdict:
        """End a process that does not answer, start another, and say where it was."""
        with contextlib.suppress(OSError):
            os.kill(self.process.pid, signal.SIGPROF)
        self.process.join(2)
        hung, where = self.process.exitcode in (None, -signal.SIGPROF), self.where()
        self.end()
        code = self.process.exitcode
        self.start()
        if hung:
            return Verdict([Fault("hang", f"{self.case.kind}: no end at {where}", where)], seconds=self.limits.seconds)
        return Verdict([Fault("died", f"{self.case.kind}: the process died ({code})", where)])

    def where(self) -> str:
        """Return where in our code a process was when it was stopped."""
        stack = (self.place / STACK).read_text(errors="replace")
        frames = re.findall(r'File "([^"]+)", line (\d+) in (\S+)', stack)
        ours = [frame for frame in frames if frame[0].startswith((str(ROOT / "backprop"), str(ROOT / "build.py")))]
        return next((f"{Path(file).name}:{line} {name}" for file, line, name in ours or frames), "a place unknown")

    def end(self) -> None:
        """End the process and whatever it started."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()
        shutil.rmtree(self.place, ignore_errors=True)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.send(None)
        self.process.join(2)
        self.end()


def tried(asked: Iterable[Asked], workers: list[Worker]) -> Iterator[tuple[Asked, Verdict]]:
    """Yield a verdict for everything that is asked, as it comes."""
    left = iter(asked)
    busy = []
    for worker, first in zip(workers, itertools.islice(left, len(workers)), strict=False):
        worker.give(first)
        busy.append(worker)
    while busy:
        soonest = min(worker.deadline for worker in busy) - time.monotonic()
        ready = wait([worker.pipe for worker in busy], max(0.0, soonest))
        for worker in [w for w in busy if w.pipe in ready or w.deadline <= time.monotonic()]:
            yield worker.asked, worker.take()
            following = next(left, None)
            if following is None:
                busy.remove(worker)
            else:
                worker.give(following)


@contextlib.contextmanager
def crew(jobs: int, limits: Limits = LIMITS, prepare: Callable[[], None] | None = None) -> Iterator[list[Worker]]:
    """Have some workers for a while."""
    workers = [Worker(limits, prepare) for _ in range(jobs)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


# --- the smallest case


def smaller(case: Case) -> Iterator[Case]:
    """Yield cases with less in them: a file fewer, fewer lines, fewer signs."""
    for name in case.files:
        yield replace(case, files={other: what for other, what in case.files.items() if other != name})
    for name, what in case.files.items():
        if isinstance(what, bytes) and what != golden().get(name):
            for text in shorter(what):
                yield replace(case, files={**case.files, name: text})


def shorter(text: bytes) -> Iterator[bytes]:
    """Yield a text without some of its lines, then without some of its signs."""
    for parts in (text.splitlines(keepends=True), [text[i : i + 1] for i in range(len(text))]):
        step = len(parts) // 2
        while step and len(parts) < 6000:
            for start in range(0, len(parts), step):
                yield b"".join(parts[:start] + parts[start + step :])
            step //= 2


def shrunk(case: Case, signature: str, worker: Worker, seconds: float) -> Case:
    """Return the smallest case found in some seconds that has the same fault."""
    end = time.monotonic() + seconds
    candidates = smaller(case)
    while (other := next(candidates, None)) is not None and time.monotonic() < end:
        worker.give(other)
        if any(fault.signature == signature for fault in worker.take().faults):
            case, candidates = other, smaller(other)
    return case


# --- the report


@dataclass
class Kind:
    """One fault, and all that was asked and has it."""

    fault: Fault
    asked: list[Asked] = field(default_factory=list)


@dataclass
class Report:
    """What came of all cases: faults by signature, codes by number, the seconds and the bytes of the worst."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    codes: collections.Counter = field(default_factory=collections.Counter)
    faulty: int = 0
    seconds: float = 0.0
    slowest: tuple[float, Asked | None] = (0.0, None)
    memory: int = 0

    def add(self, asked: Asked, verdict: Verdict) -> None:
        for fault in verdict.faults:
            self.kinds.setdefault(fault.signature, Kind(fault)).asked.append(asked)
        self.faulty += bool(verdict.faults)
        self.codes[verdict.code] += 1
        self.seconds += verdict.seconds
        self.slowest = max(self.slowest, (verdict.seconds, asked), key=lambda pair: pair[0])
        self.memory = max(self.memory, verdict.memory)

    @property
    def frequent(self) -> list[Kind]:
        """The faults, the most frequent first."""
        return sorted(self.kinds.values(), key=lambda kind: -len(kind.asked))

    def summary(self) -> str:
        codes = ", ".join(f"{'none' if code is None else code}: {n}" for code, n in sorted(self.codes.items(), key=str))
        return (
            f"{self.codes.total()} cases, {self.faulty} with faults of {len(self.kinds)} kinds; exits {codes}; "
            f"{self.seconds:.0f} s of processor time, the slowest {self.slowest[0]:.1f} s {self.slowest[1]}, "
            f"at most {self.memory >> 20} MB"
        )


def gathered(asked: Iterable[Asked], workers: list[Worker], say: Callable[[str], None] = lambda line: None) -> Report:
    """Try all that is asked, saying a line a fault."""
    report = Report()
    for what, verdict in tried(asked, workers):
        report.add(what, verdict)
        for fault in verdict.faults:
            say(f"{what}: {fault.kind}: {fault.signature}")
    return report


def explained(kind: Kind, folder: Path, worker: Worker, seconds: float = 20) -> str:
    """Return a fault with the smallest case that has it, which is also written into a folder."""
    first = kind.asked[0]
    case = first if isinstance(first, Case) else make(*first)
    if kind.fault.kind != "hang":
        case = shrunk(case, kind.fault.signature, worker, seconds)
    write(case, folder)
    plain = golden()
    files = [f"  {name!r}: {spelt(what)}" for name, what in case.files.items() if what != plain.get(name)]
    again = "" if isinstance(first, Case) else f"; again: tests/fuzzing.py --seed {first[0]} --only {first[1]}"
    lines = [
        f"{kind.fault.kind}: {kind.fault.signature}",
        f"  {len(kind.asked)} case(s){again}",
        f"  {case.kind} {' '.join(map(ascii, case.arguments))} in {folder}",
        *files,
        *(f"  | {line}" for line in kind.fault.told.splitlines()[-8:]),
    ]
    return "\n".join(lines)


def write(case: Case, folder: Path) -> None:
    """Write the files of a case into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Path.cwd()
    os.chdir(folder)
    try:
        for name, what in case.files.items():
            put(name, what)
    finally:
        os.chdir(home)


def spelt(what: bytes | Node) -> str:
    """Return what a file holds as one line, not too long."""
    if isinstance(what, Node):
        return f"a {what.kind} {what.target}".rstrip()
    text = ascii(what.decode("utf-8", "surrogateescape"))
    return text if len(text) < 1500 else f"{text[:800]} … {text[-400:]}"


def options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try hostile content: a line a fault, then the smallest case of each.")
    parser.add_argument("--cases", type=int, default=20_000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="from which they follow")
    parser.add_argument("--only", type=int, help="run the case of this number alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--keep", type=Path, help="the folder into which the smallest cases are written")
    parser.add_argument("--shrink", type=float, default=20, help="seconds to spend on making one case small")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    chosen = options(arguments)
    numbers = range(chosen.cases) if chosen.only is None else [chosen.only]
    keep = (chosen.keep or Path(tempfile.gettempdir()) / f"fuzz-{chosen.seed}").absolute()
    with crew(chosen.jobs) as workers:
        report = gathered(((chosen.seed, number) for number in numbers), workers, lambda line: print(line, flush=True))
        for index, kind in enumerate(report.frequent, 1):
            print(f"\n{index}. {explained(kind, keep / str(index), workers[0], chosen.shrink)}", flush=True)
    print(report.summary())
    return 1 if report.kinds else 0


if __name__ == "__main__":
    sys.exit(main())
