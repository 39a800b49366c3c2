"""Hands for what is dear: examples computed and sheets set, here one by one, or in spawned processes at once."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any

from ..examples import Task, Worked
from ..pages.handouts import sheets
from ..reading.site import Site

WORTH = 4  # jobs for which it is worth while to spawn processes


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a job came to, or what went wrong, and how many seconds it took."""

    value: Any = None
    error: Exception | None = None
    seconds: float = 0.0

    def raised(self) -> Any:
        """Return what the job came to; raises what went wrong."""
        if self.error is not None:
            raise self.error
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The job of setting an example's sheets."""

    worked: Callable[[], Worked]
    site: Site

    def __call__(self) -> tuple[tuple[str, bytes], ...]:
        return tuple(sheets(self.site, self.worked()))


Job = Task | Sheets


def _done(job: Job) -> Done:
    start = time.perf_counter()
    try:
        value = job()
    except Exception as error:  # whatever it is, it is raised where the job was asked for
        return Done(error=error)
    return Done(value=value, seconds=time.perf_counter() - start)


def _ends_with_its_parent() -> None:
    """Let this process end when the one that started it does, however that ends."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "hands are started by somebody"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Let what is started meanwhile not hear a Ctrl-C from its first moment on: it is the parent's to tell."""
    if threading.current_thread() is not threading.main_thread():  # where no signal can be set
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Crew:
    """Does jobs, a few here, many in so many processes; they are spawned, since Typst does not outlive a fork."""

    def __init__(self, processes: int = 1):
        self.processes = processes
        self._spawned: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._spawned is not None:
            self._spawned.shutdown(cancel_futures=True)

    def hand(self, jobs: Sequence[Job]) -> list[Callable[[], Done]]:
        """Return for each job what waits until it is done; here it is done when it is waited for."""
        bound = multiprocessing.current_process().daemon  # such a one may start no others
        if self.processes < 2 or bound or (self._spawned is None and len(jobs) < WORTH):
            return [partial(_done, job) for job in jobs]
        if self._spawned is None:
            spawning = multiprocessing.get_context("spawn")
            self._spawned = ProcessPoolExecutor(self.processes, mp_context=spawning, initializer=_ends_with_its_parent)
        with _unheard():
            return [self._spawned.submit(_done, job).result for job in jobs]
