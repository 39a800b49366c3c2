"""The record: everything a page shows, as data. `expr` is enough to compute each step again.

Longer than most: every key of it is made here.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..network.quantity import id_of
from ..steps import numerals
from ..steps.carrying import bands
from ..steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, refs
from ..steps.parts import about_the_error, worked
from ..steps.solution import Solution
from ..words.en import spoken as words
from . import speech, tex, text
from .document import Row, document
from .layout import sign_of
from .nodes import Formula
from .opened import is_wide
from .skeleton import Line
from .symbols import Symbol, plain
from .tours import tours

# 2: bands; 3: parts, and the same network with other numbers; 4: all that the scripts of a page read; 5: signs
SCHEMA = 5


def encode(expr: Expr) -> Any:
    """Return an expression as nested lists: an operation's name, then its operands; ids and whole numbers as leaves."""
    match expr:
        case Ref(id):
            return id
        case Num(value):
            return value
        case Add(parts):
            return ["add", *map(encode, parts)]
        case Mul(parts):
            return ["mul", *map(encode, parts)]
        case Neg(operand):
            return ["neg", encode(operand)]
        case Div(over, under):
            return ["div", encode(over), encode(under)]
        case Pow(base, exponent):
            return ["pow", encode(base), exponent]
        case Fn(name, args):
            return [name, *map(encode, args)]
        case IfPositive(condition, then, other):
            return ["if_positive", encode(condition), encode(then), encode(other)]
    raise TypeError(f"unknown expression node: {expr!r}")


def record(solution: Solution) -> dict[str, Any]:
    """Return the record of a worked example: its quantities, given ones included, its steps in order, and their bands.

    A step knows the phase and the ink it is drawn in, its sample and round where it belongs to one, what it uses, how
    it is written and read aloud, and what it lights. The parts are the numbers on the way to the steps, and those about
    the error; the tours are the ways through. `limits` are those of given numbers that cannot be any number, and
    `shares` are those that must add up to 1. `moved` are the parameters with the ids of what they become in a round,
    `rounds` the later ones that are reported, `rates` the learning rates that are compared, `names` how it is called
    what has no step, and `signs` how a sentence writes what is given: w₅. A band is the least and the largest value for
    those who keep 2 to 6 digits of every result, by those digits.
    """
    return _said(solution) | {
        "bands": {
            id: {str(digits): [float(low), float(high)] for digits, (low, high) in by_digits.items()}
            for id, by_digits in bands(solution).items()
        }
    }


def _said(solution: Solution) -> dict[str, Any]:
    """Return all of a record but the bands, made once an example."""
    return solution.once("said", lambda: _made(solution))


def _made(solution: Solution) -> dict[str, Any]:
    given = [solution.numbers[quantity.id] for quantity in solution.trace.givens]
    signs = {number.id: sign_of(solution, number.id) for number in given}
    return {
        "schema": SCHEMA,
        "slug": solution.example.slug,
        "title": solution.example.title,
        "display": {"digits": solution.example.digits},
        "given": [number.id for number in given],
        "names": {id: speech.write(sign) for id, sign in signs.items()} | words.OF_THE_ERROR,
        "signs": {id: plain(sign.symbol) for id, sign in signs.items() if isinstance(sign.symbol, Symbol)},
        "limits": _limits(solution),
        "shares": _shares(solution),
        "quantities": {
            id: {"value": float(number.full), "shown": number.shown} for id, number in solution.quantities.items()
        },
        "steps": [_step(row) for row in document(solution).rows],
        "parts": _parts(solution),
        "tours": [{"id": tour.id, "title": tour.title, "stops": tour.stops} for tour in tours(solution)],
        "moved": [[p.name, id_of("new", p.name)] for p in solution.example.network.parameters],
        "rounds": list(solution.later_rounds),
        "rates": [numerals.written(rate) for rate in solution.example.rates],
    }


def _targets(solution: Solution) -> list[list[str]]:
    """Return the ids of the targets, sample by sample."""
    found: dict[int | None, list[str]] = {}
    for quantity in solution.trace.givens:
        if quantity.kind == "target":
            found.setdefault(quantity.sample, []).append(quantity.id)
    return list(found.values())


def _limits(solution: Solution) -> dict[str, list[int]]:
    """Return between which numbers a given one must be: a target that is a probability."""
    unit = solution.example.network.loss_traits.unit_targets
    return {id: [0, 1] for ids in _targets(solution) for id in ids} if unit else {}


def _shares(solution: Solution) -> list[list[str]]:
    """Return the ids of targets that add up to 1: those of one sample, where the outputs are shares of one whole."""
    net = solution.example.network
    whole = net.loss_traits.unit_targets and net.layers[-1].traits.joint
    return _targets(solution) if whole else []


def _step(row: Row) -> dict[str, Any]:
    quantity = row.step.quantity
    return {
        "id": row.id,
        "phase": row.step.phase,
        "ink": row.ink,
        "sample": quantity.sample,
        "round": quantity.round,
        "expr": encode(row.step.expr),
        "uses": list(row.step.uses),
        "text": _texts(row.on_one_line),
        "tex": row.work.write(tex.line),
        "spoken": words.line(row.work.write(speech.line)),
        "lights": {"nodes": list(row.step.nodes), "edges": list(row.step.edges), "biases": list(row.biases)},
    }


def _texts(whole: Line[Formula]) -> dict[str, str]:
    """Return a line of work as text: symbols, the numbers put in, the result."""
    return {
        "symbolic": whole.write(text.symbolic),
        "substituted": whole.write(text.substituted),
        "value": whole.write(text.value),
    }


def on_page(solution: Solution) -> dict[str, Any]:
    """Return the record as an example's page has it for its scripts.

    Not in it is what marking alone needs, and what the markup says itself: the lines read aloud, and the numbers on the
    way. Of a wide network it has the steps with a line on the page, and nothing that can be edited.
    """
    whole = _said(solution)
    lines = {row.id for row in document(solution).open}
    found = dict(whole)
    if is_wide(solution):
        found |= {
            "given": [],
            "names": {},
            "signs": {},
            "limits": {},
            "shares": [],
            "parts": [],
            "moved": [],
            "rounds": [],
            "rates": [],
        }
    shown = lines | set(found["given"])
    steps = [step for step in whole["steps"] if step["id"] in lines]
    return found | {
        "quantities": {id: number for id, number in whole["quantities"].items() if id in shown},
        "steps": [{name: part for name, part in step.items() if name != "spoken"} for step in steps],
    }


def _parts(solution: Solution) -> list[dict[str, Any]]:
    """Return the numbers on the way to the steps' results, and those about the error, each with its expression."""
    if not solution.parts:
        return []
    groups = [
        *(worked(step).parts for step in solution.steps),
        dict(about_the_error(solution.example, solution.numbers)),
    ]
    found = [(quantity.id, expr) for parts in groups for quantity, expr in parts.items()]
    return [
        {"id": id, "expr": encode(expr), "uses": list(dict.fromkeys(refs(expr)))}
        for id, expr in found
        if id in solution.parts
    ]


def dump(solution: Solution) -> str:
    """Return the record as JSON, the same bytes for the same example."""
    return solution.once("record", lambda: _dump(solution))


def _dump(solution: Solution) -> str:
    return json.dumps(record(solution), ensure_ascii=False, separators=(",", ":")) + "\n"


def fingerprint(solution: Solution) -> str:
    """Return twelve hexadecimal digits that change when any number or formula of the record does."""
    return hashlib.sha256(dump(solution).encode()).hexdigest()[:12]
