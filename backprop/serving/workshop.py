"""Building again and again while somebody writes: pages at once, from memory; sheets and search index after them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import explained
from ..examples import load
from ..reading.history import head
from .kept import Kept
from .making import Digests
from .site import drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build came to: files by path, or what is wrong with the content, one line a fault."""

    files: dict[str, bytes]
    trouble: str = ""


@dataclass(slots=True, kw_only=True)
class Workshop:
    """Keeps in memory whatever has not changed; what it leaves for later is done by a build of its own beside it."""

    content: Path
    kept: Kept
    base_url: str | None = None
    with_sheets: bool = True
    run_programs: bool = False
    later: tuple[str, ...] = ()  # the arguments of the build that does what is left
    source: str = field(default_factory=lambda: Digests().of_source())  # of the program that runs, whatever is saved
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def build(self) -> Built:
        """Build all pages; a fault of the content is returned, not raised."""
        try:
            self.kept.program = self.kept.digests.of_program(self.source)
            self.kept.history = head(self.content)
            site, library = load(self.content, self.base_url, self.kept.examples, run_programs=self.run_programs)
            files = dict(drawn(self.kept, site, library, self.content, with_sheets=self.with_sheets))
            self.kept.forget()
            return Built(files=files)
        except Exception as error:  # whatever it is, it is shown until it is mended
            return Built(files={}, trouble=explained(error))

    def do_the_rest(self) -> None:
        """Start the build that writes the site, its sheets and its search index; one that is running is ended."""
        self.end()
        command = [sys.executable, "-m", "backprop", "build", *self.later]
        self._running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))

    def end(self) -> None:
        """End the build that runs beside this one; the site stays as it was before."""
        while self._running:
            process = self._running.pop()
            process.kill()
            process.wait()
