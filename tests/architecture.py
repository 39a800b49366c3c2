"""The drawing of the rooms, made from the imports: `python tests/architecture.py` writes docs/architecture.md anew."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

from test_floors import ARROWS, NAMES, PACKAGE, ROOMS, heights  # noqa: E402 - found by the line above

DRAWING = PACKAGE.parent / "docs" / "architecture.md"
TEXT = """# The rooms of `backprop/`

A room imports only from rooms below it; what is drawn here is read off the imports, without the arrows
that others imply, and a test says when it is stale
(`python tests/architecture.py` draws it again).

```mermaid
flowchart TD
{nodes}
{arrows}
```

| floor | room | what is in it | modules |
|---|---|---|---|
{rows}
"""


def words(room: str) -> str:
    """Return what a room says of itself."""
    path = PACKAGE / room / "__init__.py" if (PACKAGE / room).is_dir() else PACKAGE / f"{room}.py"
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def drawing() -> str:
    """Return the page: the rooms floor by floor, and who imports whom; arrows that follow from others are left out."""
    floors = heights(ARROWS, set(ROOMS))
    direct = {
        (a, b) for a, b in ARROWS if not any((a, c) in ARROWS and reaches(c, b) for c in ROOMS if c not in {a, b})
    }
    modules = {room: sum(name[0] == room for name in NAMES) for room in ROOMS}
    order = sorted(ROOMS, key=lambda room: (-floors[room], ROOMS.index(room)))
    return TEXT.format(
        nodes="\n".join(f"  {room.strip('_')}[{room}]" for room in order),
        arrows="\n".join(f"  {a.strip('_')} --> {b.strip('_')}" for a, b in sorted(direct)),
        rows="\n".join(f"| {floors[room]} | `{room}` | {words(room)} | {modules[room]} |" for room in order),
    )


def reaches(start: str, end: str) -> bool:
    return (start, end) in ARROWS or any(reaches(b, end) for a, b in ARROWS if a == start)


if __name__ == "__main__":
    DRAWING.write_text(drawing(), encoding="utf-8")
