"""The house keeps its floors: imports point down, and the two witnesses never meet below `verify`."""

import ast
from pathlib import Path

import pytest

from conftest import ROOT

FLOORS = [
    {"errors", "numerals", "spec", "quantity"},
    {"functions", "expr", "notation", "fields"},
    {"engine", "rules", "matrices"},
    {"steps", "reader"},
    {"trace", "prose"},
    {"solution", "site"},
    {"formula", "marks", "arrays", "rounding", "differences", "geometry"},
    {"verify", "views"},
    {"program", "parts", "record"},
    {"tables", "examples"},
    {"lesson", "handout"},
    {"pages", "output"},
    {"__main__", "build"},
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
MODULES = sorted((ROOT / "backprop").rglob("*.py"))


def noun(path: Path) -> str:
    parts = path.relative_to(ROOT / "backprop").with_suffix("").parts
    return "views" if parts[0] == "views" else parts[0]


def imported(path: Path) -> set[str]:
    """Return the project's own modules that a module imports, wherever in its text."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            package = path.parent if node.level == 1 else path.parent.parent
            if node.module:
                first = node.module.split(".")[0]
                found.add("views" if package.name == "views" else first)
            else:
                found |= {alias.name for alias in node.names} if package.name == "backprop" else {"views"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backprop"):
            found.add([*node.module.split("."), node.names[0].name][1])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_floors_below(path):
    if path.name == "__init__.py":
        return
    for name in imported(path):
        assert LEVEL[name] < LEVEL[noun(path)], f"{noun(path)} imports {name}"


def reach(name: str) -> set[str]:
    paths = {noun(path): path for path in MODULES if path.parent.name == "backprop"}
    seen, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current not in seen and current in paths:
            seen.add(current)
            todo += imported(paths[current])
    return seen - {name}


def test_the_two_witnesses_share_no_formula():
    assert not reach("engine") & {"expr", "rules", "steps", "trace", "solution"}
    assert not reach("trace") & {"functions", "engine"}


def test_only_loaders_and_writers_touch_the_disk():
    allowed = {"reader", "pages", "output", "handout", "__main__", "examples", "site"}
    for path in MODULES:
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        calls = names & {"read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "rename", "unlink"}
        assert not calls or noun(path) in allowed, f"{path.name} calls {calls}"
