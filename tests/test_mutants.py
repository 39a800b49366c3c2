"""A mutant is the source changed in one place where a promise could notice, the same ones each time."""

from __future__ import annotations

import ast

import pytest

from conftest import ROOT
from mutants import EACH, SEED, WATCHED, chosen, edited, edits, is_another, path_of


def mutants(line: str) -> set[str]:
    """Return what becomes of one line of source."""
    return {ast.unparse(ast.parse(edited(line, edit))) for edit in edits(line) if is_another(line, edit)}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("x = a < b", {"x = a > b", "x = a <= b"}),
        ("x = a < MOST", {"x = a > MOST"}),
        ("x = a < 0.5", {"x = a > 0.5"}),
        ("x = a == b", {"x = a != b"}),
        ("x = a not in b", {"x = a in b"}),
        ("x = a is None", {"x = a is not None"}),
        ("x = (a) + (b)", {"x = (a) - (b)"}),
        ("x = a * b / c", {"x = a / b / c", "x = a * b * c"}),
        ("x += y", {"x -= y", "pass"}),
        ("x = a and b", {"x = (a or b)"}),
        ("x = a and b or c", {"x = (a or b) or c", "x = ((a and b) and c)"}),
        ("x = True", {"x = False"}),
        ("x = 1", {"x = 2", "x = 0"}),
        ("x = 0", {"x = 1", "x = 2"}),
        ("x = 600", set()),
        ("x = not a", {"x = (a)"}),
        ("x = -a", {"x = (a)"}),
        ("x = a if b else c", {"x = (c if b else a)"}),
        ("f(x)", {"pass"}),
        ("x[i] = y", {"pass"}),
        ("x = y", set()),
        ("x = 'a < b'", set()),
        ("x = ' * '", {"x = ' / '"}),
        ("x = f'{a if b else c}'", {"x = f'{c if b else a}'"}),
        ("x = f'({a} / {b})'", {"x = f'({a} * {b})'"}),
        ("x = '−' + y", {"x = '−' - y"}),
    ],
)
def test_a_line_is_changed_in_one_place(line, wanted):
    assert mutants(line) == {ast.unparse(ast.parse(text)) for text in wanted}


FUNCTION = '''
@cached(maxsize=1)
def f(a: Literal[1], *, b: bool) -> Literal[2]:
    """Return a < b."""
    if not a:
        return 7, b
    for one in zip(a, b, strict=True):
        raise Wrong(one < 3)
    return b
'''


def test_annotations_decorators_docstrings_messages_and_guards_are_left_alone():
    changed = {FUNCTION[edit.start : edit.end] for edit in edits(FUNCTION)}
    assert changed == {"not a", "if not a:\n        return 7, b", "return 7, b", "7"}


@pytest.mark.parametrize("module", [*WATCHED][::3])
def test_a_module_has_its_mutants_the_same_ones_each_time(module):
    text = (ROOT / "backprop" / f"{module}.py").read_text("utf-8")
    found = chosen(text, module, SEED, EACH)
    assert len(set(found)) == len(found) == EACH and found == chosen(text, module, SEED, EACH)
    for edit in found:
        mutant = edited(text, edit)
        assert ast.dump(ast.parse(mutant)) != ast.dump(ast.parse(text))


def test_the_tests_that_watch_are_there():
    for watching in WATCHED.values():
        assert all((ROOT / path_of(name).partition("::")[0]).is_file() for name in watching)
    assert len(WATCHED) * EACH >= 80
