"""What cannot be built is refused, one line a fault: where it stands, what was wanted, what was found, what to do.

A case is a text file below content/refusals/, from which the authors' page also takes its messages. It gives files
of a content folder, each after a line `---- path`, and after
`---- refused` all that must be printed; the other files are those of the golden site. A path `in latin-1` is written in
that encoding, one `with escapes` has \\uXXXX for a sign, one that `is missing` is taken away, one that `is a folder`, a
`pipe`, a `link to nothing` or a `link out` is one, and one that `is N times` is its text so often, around what stands
at `…`.
"""

from __future__ import annotations

import ast
import functools
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
from backprop.errors import suggestion
from backprop.program import run as program
from conftest import ROOT

GOLDEN = Path(__file__).with_name("golden") / "content"
CASES = sorted((ROOT / "content" / "refusals").rglob("*.txt"))
EXAMPLE, LESSON = "examples/one/example.toml", "examples/one/lesson.md"
HEADING = re.compile(r"^---- (.*)\n", re.M)
LINE = re.compile(r"[\w./-]+(:\d+|: [^\n]+?)?: wanted [^\n]+?, got [^\n]+")
PYTHONS_WORDS = re.compile(r"Traceback|Error\b|Errno|codec|positional|keyword|undefined|hashable|supported|\w+\.\w+\(")


def sections(case: Path) -> list[tuple[str, str]]:
    """Return the headings of a case, each with the text below it."""
    parts = HEADING.split(case.read_text("utf-8"))
    assert parts[0] == "" and parts[-2] == "refused", f"{case} must end with what is refused"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def put(heading: str, text: str) -> None:
    """Write one file of a case, as its heading says."""
    name, _, how = heading.partition(" ")
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    times = re.fullmatch(r"is (\d+) times", how)
    if how.startswith("is "):
        path.unlink(missing_ok=True)
    if how == "is a folder":
        path.mkdir()
    elif how == "is a pipe":
        os.mkfifo(path)
    elif how == "is a link to nothing":
        path.symlink_to("nothing")
    elif how == "is a link out":
        path.symlink_to(Path(__file__))
    elif times:
        before, _, after = text.partition("…\n")
        path.write_text(before * int(times[1]) + after * int(times[1]), "utf-8")
    elif how == "with escapes":
        path.write_text(re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text), "utf-8")
    elif how != "is missing":
        path.write_text(text, encoding=how.removeprefix("in ") or "utf-8")


@pytest.fixture(scope="module")
def once():
    """The program of an example, run once for all cases that share it."""
    return functools.cache(program.execute)


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys, once):
    """What a build prints that must fail, below a folder of content that was whole before."""
    content = tmp_path / "content"
    shutil.copytree(GOLDEN, content, ignore=shutil.ignore_patterns("claims.toml", "verdicts.txt"))
    monkeypatch.chdir(content)
    monkeypatch.setattr(program, "execute", once)

    def printed() -> str:
        assert build.main(["--no-cache", "--content", ".", "--check", "--run-programs", "--no-sheets"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return printed


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_a_broken_file_is_refused_in_these_words(case, refused):
    *files, (_, wanted) = sections(case)
    for heading, text in files:
        put(heading, text)
    assert refused() == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_a_refusal_says_where_and_what_was_wanted_and_found(case):
    lines = sections(case)[-1][1].splitlines()
    assert lines and [line for line in lines if not LINE.fullmatch(line)] == []


IMMENSE = {
    "a number of 5000 digits": "9" * 5000,
    "an exponent of 20 digits": "1e" + "9" * 20,
    "5000 brackets": "[" * 5000 + "]" * 5000,
}


@pytest.mark.parametrize("what", IMMENSE)
def test_a_value_without_measure_is_refused_like_any_other(what, refused):
    put(EXAMPLE, f"title = {IMMENSE[what]}\n")
    said = refused()
    assert LINE.fullmatch(said.removesuffix("\n")) and said.startswith(f"{EXAMPLE}: ")
    assert not PYTHONS_WORDS.search(said) and len(said) < 300


VAIN = [
    "v()", "v(out_Y1)", 'v["out_Y1"]', 'v("out_Y1", "two")', 'v("out_Y1", 2.5)', 'v("out_Y1", -1)', 'v(["out_Y1"])',
    'v("out_Y1", decimal=2)', 'value("out_Y1")', "claim()", 'moved("sideways")', "rounds(3)", "1/0",
]  # fmt: skip


@pytest.mark.parametrize("reference", VAIN)
def test_a_reference_that_asks_in_vain_is_refused_in_words_for_authors(reference, refused):
    put(LESSON, f"A line.\n\n[[ {reference} ]]\n\n[[ rest() ]]\n")
    said = refused()
    assert LINE.fullmatch(said.removesuffix("\n")) and said.startswith(f"{LESSON}:3: ")
    assert not PYTHONS_WORDS.search(said)


def pattern(node: ast.expr | None) -> str:
    """Return a pattern of all texts that an expression of the source can give."""
    match node:
        case None | ast.Constant(value=""):
            return ""
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=values):
            return "".join(map(pattern, values))
        case ast.IfExp(body=body, orelse=other):
            return f"(?:{pattern(body)}|{pattern(other)})"
    return ".*"


def faults(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every fault a module can say, as its place and a pattern of its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name == "note":
            wanted, got, *cure = map(pattern, node.args[1:])
        elif name == "Fault":
            found = {keyword.arg: pattern(keyword.value) for keyword in node.keywords}
            wanted, got, cure = found["wanted"], found["got"], [found["cure"]] if "cure" in found else []
        elif name in {"Misasked", "Unreadable"} and node.args:
            yield f"{path.name}:{node.lineno}", pattern(node.args[0])
            continue
        else:
            continue
        yield f"{path.name}:{node.lineno}", f"wanted {wanted}, got {got}" + "".join(f"(; {text})?" for text in cure)


def test_every_fault_that_can_be_said_has_its_broken_file():
    said = [line for case in CASES for line in sections(case)[-1][1].splitlines()]
    # what stands in errors.py is the machine's doing or ours, and no file can cause it; notes, forms and addresses are
    # no content of a site, and have tests of their own
    others = {"errors.py", "notes.py", "form.py", "workbench.py", "other_numbers.py"}
    modules = (path for path in (ROOT / "backprop").rglob("*.py") if path.name not in others)
    found = dict(pair for path in sorted(modules) for pair in faults(path))
    assert len(found) > 60
    assert [(place, line) for place, line in found.items() if not any(re.search(line, text) for text in said)] == []


@pytest.mark.parametrize(
    ("word", "told"),
    [("sigmod", 'did you mean "sigmoid"?'), ("leakyrelu", 'did you mean "leaky_relu"?'), ("bipolar_sigmoid", ""),
     ("hard_tanh", ""), ("logistic_sigmoid", ""), ("sigmoid ", 'did you mean "sigmoid"?')],
)  # fmt: skip
def test_a_hint_is_given_for_a_slip_of_the_pen_and_not_for_another_function(word, told):
    assert suggestion(word, ["sigmoid", "tanh", "relu", "leaky_relu", "linear", "softmax"]) == told


def test_another_loss_is_no_slip_of_the_pen():
    known = ["half_squared_error", "squared_error", "mean_squared_error", "binary_cross_entropy", "cross_entropy"]
    assert suggestion("mean_cross_entropy", known) == suggestion("sum_squared_error", known) == ""
    assert suggestion("half_squared_eror", known) == 'did you mean "half_squared_error"?'
