"""Everything a reader sees in words stands in one wing: nowhere else is there a text of two words for readers."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from backprop.words.en import player
from conftest import ROOT

PACKAGE, TEMPLATES = ROOT / "backprop", ROOT / "templates"
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,.;:]? +[^\W\d_]{2,}")
MARKUP = re.compile(r"<style>.*?</style>|<[^<>]*>|<[^<>]*\Z|\A[^<>]*(?<=\")>")
# What is said to those who write: refusals are worded where they are refused, options where they are read.
REFUSING = {"note", "Fault", "add_argument", "add_parser", "ArgumentParser", "error", "read_text", "load", "present"}
REFUSED = {"wanted", "got", "cure", "told", "place", "where", "trouble"}
# Texts that are no words for anybody: programs, names of classes, what another program prints.
PROGRAMS = {
    "program/formulas.py",
    "program/run.py",
    "program/runner.py",
    "program/written.py",
    "audit/worlds/floats.py",
}
NO_WORDS = {"Track", "compile", "sub", "Option"}
ELSEWHERE = {
    "errors.py": "how a refusal is told",
    "reading": "refusals, and a first example for an author",
    "steps/solving.py": "refusals",
    "prose/addresses.py": "refusals",
    "pages/links.py": "refusals",
    "prose/html.py": "lists of elements",
    "prose/references.py": "refusals",
    "prose/typed.py": "refusals",
    "lesson/typesetting.py": "what Typst says, and a document to try signs with",
    "audit/source/stating.py": "refusals",
    "proof/verify.py": "a mistake of ours, told to us",
    "serving/server.py": "a page whose words are filled in",
}


def modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "words" not in p.parts and name_of(p) not in PROGRAMS]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def is_elsewhere(path: Path) -> bool:
    return name_of(path) in ELSEWHERE or name_of(path).partition("/")[0] in ELSEWHERE


def aside(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all below what is no text for readers: docstrings, refusals, mistakes of ours."""
    for node in ast.walk(tree):
        match node:
            case ast.Module(body=[ast.Expr(value=first), *_]) | ast.ClassDef(body=[ast.Expr(value=first), *_]):
                yield first
            case ast.FunctionDef(body=[first, *_]) | ast.AsyncFunctionDef(body=[first, *_]) if isinstance(
                first, ast.Expr
            ):
                yield first.value
            case ast.Raise() | ast.Assert():
                yield from ast.walk(node)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                if name in REFUSING | NO_WORDS or name.endswith(("Error", "Disagreement", "Unreadable", "Misasked")):
                    yield from ast.walk(node)
            case ast.Assign(targets=[target]):
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                if any(getattr(each, "id", "") in REFUSED for each in names):
                    yield from ast.walk(node)


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every text of a module with its line, what is put into it left out, without markup."""
    held = {id(node) for node in aside(tree)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in held:
            continue
        if isinstance(node, ast.JoinedStr):
            whole = "".join(part.value if isinstance(part, ast.Constant) else "0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            whole = node.value
        else:
            continue
        yield node.lineno, MARKUP.sub(" ", whole)


def said(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [f"{name_of(path)}:{line}: {text}" for line, text in texts(tree) if TWO_WORDS.search(text)]


def test_no_text_of_two_words_for_readers_stands_outside_the_words():
    assert [told for path in modules() if not is_elsewhere(path) for told in said(path)] == []


def test_the_exceptions_are_still_needed():
    needed = {name_of(path) for path in modules() if is_elsewhere(path) and said(path)}
    for name in ELSEWHERE:
        assert any(path == name or path.startswith(f"{name}/") for path in needed) or name in PROGRAMS, name


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_template_takes_its_words_from_the_wing(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.S)
    labels = [label for label in re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', text) if label]
    shown = re.sub(r"<[^<>]*>|&\w+;", "\n", text, flags=re.S)
    words = set(re.findall(r"[^\W\d_]{2,}", shown)) - {"PDF"}
    assert (labels, words) == ([], set())


@pytest.mark.parametrize("path", sorted((TEMPLATES / "assets" / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_script_says_only_what_the_page_gives_it(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(
        r'"use strict"|throw new Error\([^)]*\)|(?:querySelector|querySelectorAll|closest)\([^)]*\)', "", text
    )
    text = re.sub(r"const faces = .*", "", text)  # names of fonts
    assert [found for found in re.findall(r'"([^"\n]*)"', text) if TWO_WORDS.search(found)] == []


def test_a_sheet_takes_its_words_from_its_data():
    text = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.typ"))
    text = re.sub(r"//.*|\"[^\"]*\"", "", text)
    assert re.findall(r"\[[^\W\d_]{2,}[^\]]*", text) == []


def test_what_scripts_ask_for_is_what_the_page_gives():
    text = "".join(path.read_text("utf-8") for path in (TEMPLATES / "assets" / "js").glob("*.js"))
    asked = set(re.findall(r'\b(?:say|tell)\([^()]*?"([a-z-]+)"', text)) | set(re.findall(r'\? "([a-z-]+)" : "', text))
    states = {"playing", "ready", "finished", "paused"}  # of the player, each said by its own name
    given = {
        name for kind in ("lesson", "search", "audit", "workbench", "practice", "find") for name in player.scripts(kind)
    }
    assert {name for name in asked if "-" in name or name in given} <= given
    for name in given - states:
        assert f'"{name}"' in text, name


def test_every_word_is_said_somewhere():
    files = [*PACKAGE.rglob("*.py"), *TEMPLATES.rglob("*.html")]
    said = Counter(word for path in files for word in re.findall(r"\w+", path.read_text("utf-8")))
    unsaid = []
    for path in (PACKAGE / "words").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            match node:
                case ast.FunctionDef(name=name):
                    names = [name]
                case ast.Assign(targets=[target]):
                    names = [each.id for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
                case _:
                    names = []
            unsaid += [f"{path.name}: {name}" for name in names if said[name] < 2]
    assert unsaid == []
