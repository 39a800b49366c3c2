"""The house keeps its floors: imports point down, inside a room there is no circle, and the witnesses never meet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

# Top to bottom; a room imports only from rooms that stand below it here.
ROOMS = (
    "__main__", "serving", "pages", "lesson", "examples", "audit", "drawing", "program", "proof", "formula", "reading",
    "prose", "words", "steps", "arrays", "network", "errors",
)  # fmt: skip
PACKAGE = ROOT / "backprop"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
MOST_ROOMS, MOST_FLOORS, MOST_ARROWS, MOST_FLAT = 18, 10, 80, 5
LONG = 200  # lines of a module


def name_of(path: Path) -> tuple[str, ...]:
    """Return a module's dotted name below the package, in parts."""
    return path.relative_to(PACKAGE).with_suffix("").parts


NAMES = {name_of(path): path for path in MODULES}


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the modules of the package that a module imports, wherever in its text."""
    here = name_of(path)[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("backprop") for alias in node.names), (
                f"{path} imports by its full name"
            )
        if not isinstance(node, ast.ImportFrom):
            continue
        assert not (node.module or "").startswith("backprop"), f"{path} imports by its full name"
        if node.level:
            base = (*here[: len(here) - node.level + 1], *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                yield (*base, alias.name) if (*base, alias.name) in NAMES else base


IMPORTS = {name: {found for found in imported(path) if found in NAMES} for name, path in NAMES.items()}
ARROWS = {(name[0], found[0]) for name, all in IMPORTS.items() for found in all if name[0] != found[0]}


def test_every_room_is_in_the_list_and_the_list_has_no_other():
    assert {name[0] for name in NAMES} == set(ROOMS)


@pytest.mark.parametrize("name", NAMES, ids=".".join)
def test_a_module_imports_only_from_rooms_below_its_own(name):
    above = [found for found in IMPORTS[name] if ROOMS.index(found[0]) < ROOMS.index(name[0])]
    assert not above, f"{'.'.join(name)} imports {above}"


def heights(arrows: set[tuple], names: set) -> dict:
    """Return how many floors each name stands above the ground; fails where imports go round in a circle."""
    found: dict = {}

    def height(name, way: tuple = ()) -> int:
        assert name not in way, f"a circle: {way}"
        if name not in found:
            found[name] = 1 + max((height(b, (*way, name)) for a, b in arrows if a == name), default=0)
        return found[name]

    for name in names:
        height(name)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_inside_a_room_there_is_no_circle(room):
    inside = {name for name in NAMES if name[0] == room}
    heights({(name, found) for name in inside for found in IMPORTS[name] if found[0] == room}, inside)


def test_the_house_is_seen_at_a_glance():
    assert len(ROOMS) <= MOST_ROOMS and len(ARROWS) <= MOST_ARROWS
    assert max(heights(ARROWS, set(ROOMS)).values()) <= MOST_FLOORS
    assert len(list(PACKAGE.glob("*.py"))) <= MOST_FLAT


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=lambda path: path.name)
def test_a_room_says_what_is_in_it(folder):
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert words and words.count("\n") == 0 and words.endswith(".")


def reach(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return all that a module imports, directly or through others."""
    seen, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo += IMPORTS[current]
    return seen - {name}


def test_the_two_witnesses_share_no_formula():
    for name in NAMES:
        met = {found[0] for found in reach(name)}
        assert name[0] != "arrays" or "steps" not in met, name
        assert name[0] != "steps" or "arrays" not in met, name
    assert ("arrays", "steps") not in ARROWS and ("steps", "arrays") not in ARROWS


def test_only_loaders_and_writers_touch_the_disk():
    allowed = {"reading", "pages", "serving", ("program", "run")}
    touching = set()
    for name, path in NAMES.items():
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        calls = names & {"read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "rename", "unlink"}
        assert not calls or name[0] in allowed or name in allowed, f"{'.'.join(name)} calls {calls}"
        touching |= {name, name[0]} if calls else set()
    assert allowed <= touching  # none is allowed that needs it no more


def test_the_drawing_of_the_rooms_is_what_the_imports_say():
    import architecture

    assert architecture.DRAWING.read_text("utf-8") == architecture.drawing(), "run python tests/architecture.py"


def glued(path: Path) -> list[str]:
    """Return the texts of a module that spell an id, or cut one, by hand."""
    kinds = r"(?:net|out|E|dE_dout|dout_dnet|delta|path|grad|change|new|T|leak)_"
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        texts: list[str] = []
        if isinstance(node, ast.JoinedStr):
            first = node.values[0]
            whole = len(node.values) == 2 and isinstance(first, ast.Constant) and re.fullmatch(kinds, first.value)
            texts = [first.value] if whole else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts = [node.value] if re.fullmatch(rf"@[sr](\d|\(|$).*|@rate.*|{kinds}", node.value) else []
        found += [f"{path.name}:{node.lineno}: {text}" for text in texts]
    return found


def test_an_id_is_spelt_in_one_place():
    programs = {"written.py", "spelling.py", "formulas.py"}  # their names of arrays only look like ids
    doors = {"quantity.py", "stating.py"}  # where ids are made, and where those of claims are read
    modules = [path for path in PACKAGE.rglob("*.py") if path.name not in programs | doors]
    assert [text for path in modules for text in glued(path)] == []
    assert glued(PACKAGE / "network" / "quantity.py") != []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_long_module_says_why(path):
    text = path.read_text("utf-8")
    told = ast.get_docstring(ast.parse(text)) or ""
    assert text.count("\n") <= LONG or re.search(r"^Longer than most: .+\.$", told, re.M), f"over {LONG} lines"
