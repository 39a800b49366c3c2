"""Mutants: the source changed in one place each, to see whether a test notices; `make mutants`.

A mutant that survives is the same program written otherwise, or shows a promise that no test keeps. They are made on a
copy of the tree. The choice is seeded: as many of each module, as many of each kind as there are.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import difflib
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SEED = 8
EACH = 4  # mutants of each module
WANTED = 0.9  # share of them that must be noticed
SLACK, MARGIN = 3, 30  # times the time that the tests take without a mutant, and seconds beside that, until one hangs
MEMORY = 4 * 1024**3  # bytes
LARGEST = 20  # of larger whole numbers, which are limits and precisions, one more or less promises nothing
LEFT_OUT = (".*", "site", "*.egg-info", "__pycache__", "node_modules")

CERTIFIED = "test_certified.py::test_every_number_of_random_networks_is_certified"
AUDITED = ("claims", "explain", "audit")
WATCHED = {  # the tests that can notice, by the noun in the name of their file, quick ones first
    "steps/expr": ("expr", "balls", "numerals", "forms", "saturated"),
    "steps/balls": ("balls", "numerals", "solution", "saturated", CERTIFIED),
    "steps/rounds": ("expr", "numerals", "solution", "forms", "findings"),
    "steps/compiled": ("expr", "solution", "claims", "findings"),
    "steps/rules": ("passes", "saturated", "findings", "laws"),
    "steps/passes": ("passes", "forms", "findings", "command"),
    "steps/trace": ("passes", "verify", "forms", "findings", "command"),
    "steps/numerals": ("numerals", "balls", "solution", "forms", "saturated", "views", CERTIFIED),
    "steps/solving": ("solution", "numerals", "verify", "forms", "saturated", "command", "refusals", CERTIFIED),
    "arrays/engine": ("verify", "functions", "saturated", "laws"),
    "arrays/functions": ("functions", "saturated", "laws"),
    "proof/rounding": ("verify", "saturated", "findings"),
    "proof/verify": ("verify", "forms", "saturated", "findings"),
    "proof/differences": ("verify", "forms", "saturated", "findings"),
    "audit/by_itself": AUDITED,
    "audit/judge": AUDITED,
    "audit/together": AUDITED,
    "audit/grounds": AUDITED,
    "audit/search/double": AUDITED,
    "audit/search/evidence": AUDITED,
    "audit/search/lines": ("lines", *AUDITED),
    "audit/search/pen": ("printed", *AUDITED),
    "audit/search/readings": AUDITED,
    "audit/search/single": AUDITED,
    "audit/search/weighing": AUDITED,
    "audit/slips/rewrites": ("worlds", *AUDITED),
    "audit/slips/rewriting": ("expr", "worlds", *AUDITED),
    "audit/slips/variants": ("worlds", *AUDITED),
    "audit/slips/otherwise": ("rarer",),
    "audit/slips/rarer": ("rarer",),
    "audit/slips/variant": ("worlds", *AUDITED),
    "audit/source/notation": ("arithmetic",),
    "audit/source/arithmetic": ("arithmetic", *AUDITED, "refusals"),
    "audit/source/claims": AUDITED,
    "audit/source/stating": (*AUDITED, "refusals"),
    "audit/source/printed": ("printed", *AUDITED),
    "audit/telling/explain": ("explain", "claims", "audit"),
    "steps/world": ("worlds", *AUDITED),
}

ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
OPPOSITE = {"<": ">", "<=": ">=", "==": "!=", "in": "not in", "is": "is not", "+": "-", "*": "/", "and": "or"}
OPPOSITE |= {other: one for one, other in OPPOSITE.items()}
EDGE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
SPELT = {" + ": " - ", " * ": " / ", " / ": " * ", " > 0 else ": " < 0 else ", "(-": "("}  # in a formula spelt as text
UNNOTICED = {"strict", "frozen", "slots", "kw_only"}  # keywords that guard against mistakes of ours alone
LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Edit(NamedTuple):
    """One change of a text: what stands between two places, in bytes, is replaced."""

    kind: str
    start: int
    end: int
    text: str


# --- what can be changed


class _Source:
    """A module's text with the places of its nodes."""

    def __init__(self, text: str):
        self.bytes = text.encode()
        self.tree = ast.parse(text)
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line.encode()))

    def start(self, node: ast.AST) -> int:
        return self.lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.AST) -> int:
        return self.lines[node.end_lineno - 1] + node.end_col_offset

    def between(self, kind: str, left: ast.AST, right: ast.AST, old: str, new: str) -> Edit:
        """Return the change of an operator that stands between two nodes."""
        start, end = self.end(left), self.start(right)
        return Edit(kind, start, end, self.bytes[start:end].decode().replace(old, new, 1))

    def replaced(self, kind: str, node: ast.AST, text: str) -> Edit:
        return Edit(kind, self.start(node), self.end(node), text)


def edits(text: str) -> list[Edit]:
    """Return all the changes of a module that a promise could notice."""
    source = _Source(text)
    found = dict.fromkeys(edit for node in _promising(source.tree) for edit in _changes(source, node))
    return list(found)


def edited(text: str, edit: Edit) -> str:
    whole = text.encode()
    return (whole[: edit.start] + edit.text.encode() + whole[edit.end :]).decode()


def is_another(text: str, edit: Edit) -> bool:
    """Return whether a change leaves a program, and another one."""
    try:
        return ast.dump(ast.parse(edited(text, edit))) != ast.dump(ast.parse(text))
    except SyntaxError:
        return False


def _promising(node: ast.AST, above: ast.AST | None = None) -> Iterator[ast.AST]:
    """Yield the nodes of a tree, without annotations, decorators, messages of errors and what has no place."""
    hidden = {"annotation", "returns", "decorator_list", "type_params"}
    if isinstance(node, ast.Raise):
        yield node
        return
    if isinstance(node, ast.keyword) and node.arg in UNNOTICED:
        return
    yield node
    if isinstance(node, ast.JoinedStr):  # its parts have no reliable places before Python 3.12
        return
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in hidden:
                yield from _promising(child, node)


def _changes(source: _Source, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sign = COMPARISONS[type(op)]
            yield source.between("comparison", left, right, sign, OPPOSITE[sign])
            if sign in EDGE and not any(map(_is_limit, (left, right))):
                yield source.between("edge", left, right, sign, EDGE[sign])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            sign = ARITHMETIC[type(op)]
            yield source.between("arithmetic", left, right, sign, OPPOSITE[sign])
        case ast.AugAssign(target=left, op=op, value=right) if type(op) in ARITHMETIC:
            sign = ARITHMETIC[type(op)]
            yield source.between("arithmetic", left, right, sign, OPPOSITE[sign])
            yield source.replaced("statement", node, "pass")
        case ast.BoolOp(op=op, values=values):
            other = ast.BoolOp(op=ast.Or() if isinstance(op, ast.And) else ast.And(), values=values)
            yield source.replaced("and or", node, f"({ast.unparse(other)})")
        case ast.Constant(value=bool(value)):
            yield source.replaced("truth", node, str(not value))
        case ast.Constant(value=int(value)) if value <= LARGEST:
            yield source.replaced("number", node, str(value + 1))
            yield source.replaced("number", node, str(value - 1) if value else "2")
        case ast.Constant(value=str(value)) if value in SPELT:
            yield source.replaced("spelt", node, repr(SPELT[value]))
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            kind = "not" if isinstance(node.op, ast.Not) else "minus"
            yield source.replaced(kind, node, f"({ast.unparse(operand)})")
        case ast.IfExp(test=test, body=body, orelse=other):
            yield source.replaced("branches", node, f"({ast.unparse(ast.IfExp(test=test, body=other, orelse=body))})")
        case ast.Return(value=ast.Tuple(elts=parts)) | ast.Expr(value=ast.Yield(value=ast.Tuple(elts=parts))):
            if len(parts) > 1:
                turned = copy.deepcopy(node)
                (turned.value if isinstance(node, ast.Return) else turned.value.value).elts.reverse()
                yield source.replaced("order", node, ast.unparse(turned))
        case ast.JoinedStr():
            yield from (source.replaced(kind, node, text) for kind, text in _worded(node))
    if _can_be_dropped(node):
        yield source.replaced("statement", node, "pass")


def _is_limit(node: ast.AST) -> bool:
    """Return whether a number is compared with a limit by name, or in floats: just at it no promise is about."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return len(name) > 1 and name.isupper()


def _worded(node: ast.JoinedStr) -> Iterator[tuple[str, str]]:
    """Yield a text with values in it that has one of its parts changed, and how that is called."""
    for number, part in enumerate(ast.walk(node)):
        whole = copy.deepcopy(node)
        mine = list(ast.walk(whole))[number]
        match part:
            case ast.IfExp():
                mine.body, mine.orelse = mine.orelse, mine.body
                yield "branches", ast.unparse(whole)
            case ast.Compare(ops=[op]):
                sign = OPPOSITE[COMPARISONS[type(op)]]
                mine.ops = [next(op for op, text in COMPARISONS.items() if text == sign)()]
                yield "comparison", ast.unparse(whole)
            case ast.Constant(value=str(value)) if value in SPELT:
                mine.value = SPELT[value]
                yield "spelt", ast.unparse(whole)


def _can_be_dropped(node: ast.AST) -> bool:
    """Return whether a statement does something of its own that the rest of its function can be without."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Expr() | ast.Continue() | ast.Break():
            return True
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            return True
        case ast.If(orelse=[], body=[*_, last]):
            return isinstance(last, LEAVING)
    return False


def chosen(text: str, module: str, seed: int, number: int) -> list[Edit]:
    """Return so many changes of a module at random, one kind after another."""
    chance = random.Random(f"{seed} {module}")
    kinds = defaultdict(list)
    for edit in edits(text):
        kinds[edit.kind].append(edit)
    queues = [chance.sample(kinds[kind], len(kinds[kind])) for kind in chance.sample(sorted(kinds), len(kinds))]
    rows = [queue[i] for i in range(max(map(len, queues), default=0)) for queue in queues if i < len(queue)]
    return list(itertools.islice((edit for edit in rows if is_another(text, edit)), number))


# --- whether a test notices


def path_of(name: str) -> str:
    """Return where some tests are, from the noun of their file or from the file and the test."""
    return f"tests/{name}" if "::" in name else f"tests/test_{name}.py"


class Tests(NamedTuple):
    """What a run of the tests without a mutant told: the seconds of each, and those that fail by themselves."""

    seconds: dict[str, float]
    failing: list[str]

    def patience(self, watching: tuple[str, ...]) -> float:
        """Return the seconds after which a run of some of them is taken for one that hangs."""
        mine = tuple(map(path_of, watching))
        return MARGIN + SLACK * sum(time for id, time in self.seconds.items() if id.startswith(mine))


def run(tree: Path, watching: tuple[str, ...], *options: str, patience: float | None = None) -> tuple[int | None, str]:
    """Run some tests in a copy of the tree; return how they ended, None where they did not, and what they said."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no"]
    command += ["--hypothesis-seed=0", *options, *map(path_of, watching)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    shutil.rmtree(tree / ".hypothesis", ignore_errors=True)
    process = subprocess.Popen(
        command,
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        preexec_fn=_limited if os.name == "posix" else None,
    )
    try:
        said, _ = process.communicate(timeout=patience)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        return None, ""
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _limited() -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def first_run(tree: Path, watching: tuple[str, ...]) -> Tests:
    """Run the tests without a mutant."""
    report = tree / "report.xml"
    _, said = run(tree, watching, f"--junitxml={report}")
    seconds, failing = {}, []
    for case in ET.parse(report).iter("testcase"):
        id = f"{case.get('classname').replace('.', '/')}.py::{case.get('name')}"
        seconds[id] = seconds.get(id, 0.0) + float(case.get("time"))
        failing += [id] if case.find("failure") is not None or case.find("error") is not None else []
    if not seconds:
        sys.exit(f"no test ran:\n{said}")
    return Tests(seconds, failing)


def noticed(tree: Path, watching: tuple[str, ...], tests: Tests) -> str:
    """Return which test notices the mutant that stands in a tree, or nothing."""
    aside = [option for id in tests.failing for option in ("--deselect", id)]
    code, said = run(tree, watching, "-x", *aside, patience=tests.patience(watching))
    if code == 0:
        return ""
    lines = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return lines[0].split(" - ")[0].partition(" ")[2] if lines else "no end" if code is None else "no start"


def difference(before: str, after: str) -> Iterator[str]:
    """Yield the lines that a mutant takes away and puts in."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    yield from (line for line in list(lines)[2:] if not line.startswith("@@"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--each", type=int, default=EACH, help="mutants of each module")
    parser.add_argument("modules", nargs="*", metavar="module", help="expr, audit/judge, …; all where none is named")
    given = parser.parse_args()
    if unknown := set(given.modules) - WATCHED.keys():
        parser.error(f"known modules: {', '.join(WATCHED)}; got {', '.join(sorted(unknown))}")
    modules = given.modules or list(WATCHED)
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
        return judged(tree, modules, given.seed, given.each)


def judged(tree: Path, modules: list[str], seed: int, each: int) -> int:
    """Make the mutants of some modules in a tree, say of each whether a test notices, and return 1 where too few do."""
    started = time.monotonic()
    tests = first_run(tree, tuple(dict.fromkeys(name for module in modules for name in WATCHED[module])))
    for id in tests.failing:
        print(f"left aside, as it fails without a mutant: {id}")
    alive, made = [], 0
    for module in modules:
        path = tree / "backprop" / f"{module}.py"
        text = path.read_text("utf-8")
        for edit in chosen(text, module, seed, each):
            mutant, made = edited(text, edit), made + 1
            line = text.encode()[: edit.start].count(b"\n") + 1
            place = f"backprop/{module}.py:{line}: {edit.kind}"
            path.write_text(mutant, "utf-8")
            by = noticed(tree, WATCHED[module], tests)
            path.write_text(text, "utf-8")
            print(f"{place}: {f'killed by {by}' if by else 'SURVIVED'}", flush=True)
            alive += [] if by else ["\n".join((place, *difference(text, mutant)))]
    killed = made - len(alive)
    print("", *alive, sep="\n")
    print(f"{killed} of {made} mutants killed, {killed / made:.1%}, in {(time.monotonic() - started) / 60:.0f} minutes")
    return int(killed < WANTED * made)


if __name__ == "__main__":
    sys.exit(main())
