"""The house keeps its floors: imports point down, and the two witnesses never meet below `verify`."""

import ast
from pathlib import Path

import pytest

from conftest import ROOT

FLOORS = [
    {"errors", "numerals", "spec", "quantity", "raw_html", "exchange", "typesetting"},
    {"functions", "expr", "notation", "fields", "files", "references"},
    {"engine", "rules", "matrices", "wiring", "balls", "compiled"},
    {"steps", "reader"},
    {"trace", "prose"},
    {"rounds"},
    {"solution", "site", "glossary"},
    {"formula", "marks", "arrays", "rounding", "differences", "geometry"},
    {"verify", "views", "matrix_lines"},
    {"program", "parts", "record", "audit"},
    {"tables", "plots", "examples"},
    {"lesson", "handout", "history", "messages", "search_index"},
    {"limits"},
    {"pages", "output"},
    {"workshop", "scaffold"},
    {"live"},
    {"__main__", "build"},
]
AUDIT_FLOORS = [
    {"printed", "arithmetic", "rewriting", "renumbering", "whatif", "compiled"},
    {"claims", "slips"},
    {"deviations"},
    {"catalogue"},
    {"scenes"},
    {"candidates", "lines"},
    {"case"},
    {"later"},
    {"judge"},
    {"workings", "recorded", "counts"},
    {"explain"},
    {"report"},
]

PAGE_FLOORS = [
    {"page"},
    {"machine"},
    {"frame"},
    {"meta", "asking"},
    {"assets", "lessons"},
    {"handouts", "texts"},
    {"home"},
    {"audits", "search"},
    {"gallery"},
]


def levels(floors: list[set[str]]) -> dict[str, int]:
    return {name: level for level, names in enumerate(floors) for name in names}


LEVEL = levels(FLOORS)
INSIDE = {
    "audit": levels(AUDIT_FLOORS),
    "pages": levels(PAGE_FLOORS),
}  # views are siblings, and have none
MODULES = sorted(path for path in (ROOT / "backprop").rglob("*.py") if path.name != "__init__.py")


def noun(path: Path) -> str:
    """Return the module or package of the top level that a file belongs to."""
    return path.relative_to(ROOT / "backprop").with_suffix("").parts[0]


def imported(path: Path) -> set[tuple[str, str]]:
    """Return the project's own modules that a module imports, wherever in its text, as (package or nothing, module)."""
    found = set()
    inside = noun(path) if path.parent.name != "backprop" else ""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.level or (node.module or "").startswith("backprop")):
            continue
        package = inside if node.level == 1 else ""
        modules = (node.module or "").removeprefix("backprop").strip(".").split(".") if node.module else []
        found |= {(package, name) for name in (modules[:1] or [alias.name for alias in node.names])}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{noun(path)}-{path.stem}")
def test_a_module_imports_only_from_floors_below(path):
    for package, name in imported(path):
        if package:
            assert package in INSIDE, f"{path.stem} imports its sibling {name}"
            assert INSIDE[package][name] < INSIDE[package][path.stem], f"{path.stem} imports {name}"
        else:
            assert LEVEL[name] < LEVEL[noun(path)], f"{path.stem} imports {name}"


def reach(name: str) -> set[str]:
    paths = {noun(path): path for path in MODULES if path.parent.name == "backprop"}
    seen, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current not in seen and current in paths:
            seen.add(current)
            todo += [module for package, module in imported(paths[current]) if not package]
    return seen - {name}


def test_the_two_witnesses_share_no_formula():
    assert not reach("engine") & {"expr", "rules", "steps", "trace", "solution"}
    assert not reach("trace") & {"functions", "engine"}


def test_only_loaders_and_writers_touch_the_disk():
    allowed = {
        "messages",
        "files",
        "pages",
        "output",
        "handout",
        "__main__",
        "examples",
        "site",
        "search_index",
        "scaffold",
        "workshop",
        "history",
        "program",
    }
    for path in MODULES:
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        calls = names & {"read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "rename", "unlink"}
        assert not calls or noun(path) in allowed, f"{path.name} calls {calls}"
