"""Building again and again while somebody writes: whatever has not changed is kept from the last time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import explained
from ..examples import Worked, load, work
from ..network.spec import Style
from ..pages import pages
from ..pages.frame import TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build came to: files by path, or what is wrong with the content, one line a fault."""

    files: dict[str, bytes]
    trouble: str = ""


def _digest(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            found.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


@dataclass(slots=True)
class Workshop:
    """Keeps examples by what their files say, and sheets by that and by what the templates say."""

    content: Path
    base_url: str | None = None
    run_programs: bool = False
    report: Callable[[str], None] = lambda text: None
    _worked: dict[tuple[str, Style], Worked] = field(default_factory=dict)
    _sheets: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)

    def build(self) -> Built:
        """Build everything; a fault of the content is returned, not raised."""
        try:
            site, worked = load(self.content, self.base_url, self._work)
            return Built(files=dict(pages(site, worked, self.content, self._kept)))
        except Exception as error:  # whatever it is, it is shown until it is mended
            return Built(files={}, trouble=explained(error))

    def _work(self, folder: Path, style: Style) -> Worked:
        key = _digest(path for path in folder.iterdir() if path.name != "lesson.md"), style
        if key not in self._worked:
            self.report(f"computing {folder.name}")
            self._worked[key] = work(folder, style, run_programs=self.run_programs)
        return self._worked[key]

    def _kept(self, example: Worked, make: Callable[[], Iterable[tuple[str, bytes]]]) -> list[tuple[str, bytes]]:
        """Return an example's sheets as they were, where neither it nor what they are made with has changed."""
        own = [path for path in example.folder.iterdir() if path.suffix == ".toml"]
        key = _digest([*own, *TEMPLATES.glob("*.typ"), self.content / "site.toml"])
        if key not in self._sheets:
            self._sheets[key] = list(make())
        return self._sheets[key]
