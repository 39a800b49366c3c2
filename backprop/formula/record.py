"""The record: everything a page shows, as data. `expr` is enough to compute each step again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..network.quantity import id_of
from ..steps import numerals
from ..steps.carrying import bands
from ..steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref
from ..steps.parts import about_the_error, worked
from ..steps.passes import Step
from ..steps.solution import Solution
from ..words.en import spoken as words
from . import speech, text
from .document import document
from .layout import Formula, sign_of
from .skeleton import Line

SCHEMA = 3  # 2: bands; 3: parts, and the same network with other numbers


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

    The parts are the numbers on the way to the steps, and those about the error. A band is the least and the largest
    value for those who keep 2 to 6 digits of every result, by those digits.
    """
    return {
        "schema": SCHEMA,
        "slug": solution.example.slug,
        "title": solution.example.title,
        "quantities": {
            id: {"value": float(number.full), "shown": number.shown} for id, number in solution.quantities.items()
        },
        "steps": [
            {
                "id": row.id,
                "phase": row.step.phase,
                "expr": encode(row.step.expr),
                "text": _texts(row.on_one_line),
                "lights": {"nodes": list(row.step.nodes), "edges": list(row.step.edges)},
            }
            for row in document(solution).rows
        ],
        "parts": _parts(solution),
        "bands": {
            id: {str(digits): [float(low), float(high)] for digits, (low, high) in by_digits.items()}
            for id, by_digits in bands(solution).items()
        },
    }


def _texts(whole: Line[Formula]) -> dict[str, str]:
    """Return a line of work as text: symbols, the numbers put in, the result."""
    return {
        "symbolic": whole.write(text.symbolic),
        "substituted": whole.write(text.substituted),
        "value": whole.write(text.value),
    }


def live(solution: Solution, only: tuple[Step, ...] | None = None) -> dict[str, Any]:
    """Return what a page needs to compute the example again with other numbers given: what is given, and the steps.

    `moved` are the parameters with the ids of what they become in a round, `rounds` the later ones that are reported,
    `rates` the learning rates that are compared, `names` how what is given is called. With `only` some of the steps
    there is nothing to compute again, and nothing to edit.
    """
    if only is not None:
        return {
            "digits": solution.example.digits,
            "rounds": [],
            "rates": [],
            "moved": [],
            "given": {},
            "names": {},
            "steps": [{"id": step.id, "expr": encode(step.expr)} for step in only],
            "parts": [],
        }
    given = [solution.numbers[quantity.id] for quantity in solution.trace.givens]
    return {
        "digits": solution.example.digits,
        "rounds": list(solution.later_rounds),
        "rates": [numerals.written(rate) for rate in solution.example.rates],
        "moved": [[p.name, id_of("new", p.name)] for p in solution.example.network.parameters],
        "given": {number.id: number.shown for number in given},
        "names": {number.id: speech.write(sign_of(solution, number.id)) for number in given} | words.OF_THE_ERROR,
        "steps": [{"id": step.id, "expr": encode(step.expr)} for step in solution.steps],
        "parts": _parts(solution),
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
    return [{"id": id, "expr": encode(expr)} for id, expr in found if id in solution.parts]


def dump(solution: Solution) -> str:
    """Return the record as JSON, the same bytes for the same example."""
    return solution.once("record", lambda: _dump(solution))


def _dump(solution: Solution) -> str:
    return json.dumps(record(solution), ensure_ascii=False, separators=(",", ":")) + "\n"


def fingerprint(solution: Solution) -> str:
    """Return twelve hexadecimal digits that change when any number or formula of the record does."""
    return hashlib.sha256(dump(solution).encode()).hexdigest()[:12]
