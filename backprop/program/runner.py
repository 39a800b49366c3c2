"""One interpreter, NumPy loaded, that runs the programs of many examples one after the other.

Each gets a fresh namespace, its output is captured, and it is ended with the interpreter when its time runs out. It is
for the programs written here from an example's trees; what somebody else wrote is run by itself, by `run.execute`.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import subprocess
import sys
import threading
from types import TracebackType

from .run import KEPT, MEMORY, PATIENCE

_LOOP = f"""
import contextlib, io, json, sys, traceback, warnings
import numpy
warnings.simplefilter("ignore")
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
except (ImportError, ValueError, OSError):  # a system without limits keeps the time alone
    pass
answers = sys.stdout
for line in sys.stdin:
    said, status, trouble = io.StringIO(), 0, ""
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(json.loads(line), "<program>", "exec"), {{"__name__": "__main__"}})
    except BaseException:
        status, trouble = 1, traceback.format_exc()
    answers.write(json.dumps([status, said.getvalue(), trouble]) + "\\n")
    answers.flush()
"""


class Runner:
    """Runs programs in one interpreter, which is started for the first and ended with the `with` block."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the interpreter, if one was started."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def execute(self, source: str) -> subprocess.CompletedProcess[str]:
        """Run a program; raises TimeoutExpired where it does not end in time."""
        process = self._process = self._process or _started()
        assert process.stdin is not None and process.stdout is not None, "it was started with both"
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        try:
            with contextlib.suppress(OSError):
                process.stdin.write(json.dumps(source) + "\n")
                process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            late.cancel()
        if not answer:
            self.close()
            raise subprocess.TimeoutExpired("the program", PATIENCE)
        return subprocess.CompletedProcess([], *json.loads(answer))


@functools.cache
def shared() -> Runner:
    """Return the runner of this process; its interpreter ends with it."""
    made = Runner()
    atexit.register(made.close)
    return made


def _started() -> subprocess.Popen[str]:
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _LOOP],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        env=environment, start_new_session=True,
    )  # fmt: skip
