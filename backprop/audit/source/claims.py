"""claims.toml: what a source prints about an example, claim by claim, with the conventions it declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import near_miss, shortened
from ...network.quantity import Quantity
from ...reading.fields import Faults, Table
from ...reading.files import load
from ...steps.expr import Expr, Ref, sub
from ...steps.trace import Trace
from . import arithmetic, printed
from .printed import Printed

CONVENTIONS = {
    "delta": ("output_minus_target", "target_minus_output"),
    "bias": ("added", "threshold"),
    "gradient": ("gradient", "change", "step"),
}
COUNTS = {"number_of_weights": "weights", "number_of_biases": "biases"}
_NO_DIRECTION = "a direction", "say it of a weight, a bias or an error"
MOST_ROUNDS = 1_000_000
_LATER = re.compile(r"(?P<id>.+)@r(?P<rounds>[1-9]\d{0,6})\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who printed it, and the conventions declared; a convention is not a slip."""

    title: str
    author: str
    url: str
    note: str
    conventions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One printed number, line of arithmetic or direction.

    `subject` is the id of ours it is about, with `sign` −1 where the source's convention turns it; `expr` computes it.
    `rounds` is the number of rounds of training after which it is printed, 1 for anything up to the first update.
    """

    number: int
    quantity: str
    expression: str
    text: str
    where: str
    note: str
    program: str
    subject: str
    sign: int
    rounds: int
    expr: Expr | None
    printed: Printed | None
    direction: int | None
    unused: bool

    def as_quantity(self) -> Claim:
        """Return what a printed line says of its quantity, the line itself left aside."""
        return replace(self, expression="", expr=Ref(self.subject), where=f"{self.where}: {self.expression}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    path: str
    source: Source
    claims: tuple[Claim, ...]


def read_claims(path: Path, worked: Trace) -> Claims:
    """Return the claims of a file about a worked example; raises ContentError naming every fault."""
    return parse_claims(load(path), str(path), worked)


def parse_claims(data: dict, path: str, worked: Trace) -> Claims:
    """Return claims from parsed TOML; raises ContentError naming every fault."""
    faults = Faults(path)
    top = Table(data, "", faults)
    top.only(("source", "conventions", "claims"))
    source = _source(top.table("source"), top.table("conventions"))
    known = {q.id: q for q in (*worked.givens, *(step.quantity for step in worked.steps))}
    blocks = top.tables("claims")
    if not blocks and top.sound("claims"):
        top.note("claims", "at least one claim", "none", 'write [[claims]] with quantity = "…" and printed = "…"')
    claims = tuple(_claim(block, number, known, source) for number, block in enumerate(blocks, 1))
    faults.raise_any()
    return Claims(path=path, source=source, claims=claims)


def _source(about: Table, declared: Table) -> Source:
    about.only(("title", "author", "url", "note"))
    declared.only(CONVENTIONS)
    url = about.text("url", "-")
    if url != "-" and not url.startswith(("https://", "http://")):
        about.note("url", "an address beginning with https:// or http://", f'"{url}"')
    return Source(
        title=about.text("title"),
        author=about.text("author", "-").strip("-"),
        url=url.strip("-") if url == "-" else url,
        note=about.text("note", "-") if "note" in about.data else "",
        conventions={name: declared.choice(name, values, values[0]) for name, values in CONVENTIONS.items()},
    )


def _claim(block: Table, number: int, known: Mapping[str, Quantity], source: Source) -> Claim:
    block.only(("quantity", "expression", "printed", "where", "note", "program", "unused"))
    quantity = block.text("quantity") if "quantity" in block.data else ""
    expression = block.text("expression") if "expression" in block.data else ""
    unused = block.flag("unused", False)
    if not {"quantity", "expression"} & block.data.keys():
        block.note("quantity", "the id of a quantity, or an expression", "neither", 'write quantity = "out_Y1"')
    subject, sign, rounds = _subject(block, quantity, known, source, unused) if quantity else ("", 1, 1)
    text = block.text("printed")
    number_printed, direction = printed.read(text), printed.direction(text)
    if text and number_printed is None and direction is None:
        block.note(
            "printed",
            "a number as it is printed, or a word such as increases",
            shortened(text),
            "quote its digits exactly",
        )
    return Claim(
        number=number,
        quantity=quantity,
        expression=expression,
        text=text,
        where=block.text("where", "-").strip("-"),
        note=block.text("note") if "note" in block.data else "",
        program=_file_name(block),
        subject=subject,
        sign=sign,
        rounds=rounds,
        expr=_expr(block, expression, subject, rounds, known, direction),
        printed=number_printed,
        direction=direction,
        unused=unused,
    )


def _file_name(block: Table) -> str:
    """Return the name of the program that is said to have printed the claim."""
    if "program" not in block.data:
        return ""
    name = block.text("program")
    if name and not re.fullmatch(r"\w[\w.-]*\.py", name):
        block.note("program", "the name of a Python file beside this one", f'"{name}"')
    return name


def _subject(
    block: Table, text: str, known: Mapping[str, Quantity], source: Source, unused: bool
) -> tuple[str, int, int]:
    """Return the id of ours that a claim is about, the sign of the source's convention, and the rounds done."""
    if text in COUNTS or unused:
        return text, 1, 1
    found = _LATER.match(text)
    rounds = int(found["rounds"]) if found else 1
    id = text
    if found:
        id = found["id"] if found["id"].startswith("new_") else f"{found['id']}@r1"
    if id not in known or rounds > MOST_ROUNDS:
        cure = near_miss(text, known) if id not in known else f"at most {MOST_ROUNDS} rounds are computed"
        block.note("quantity", "the id of a quantity of this example", shortened(text), cure)
        return "", 1, 1
    return (*_stated(known[id], source, known), rounds)


def _stated(quantity: Quantity, source: Source, known: Mapping[str, Quantity]) -> tuple[str, int]:
    """Return which of our ids the source means by a quantity under its own conventions, and with which sign."""
    if quantity.kind == "grad" and source.conventions["gradient"] != "gradient":
        change = quantity.id.replace("grad_", "change_", 1)
        if change in known:
            return change, -1 if source.conventions["gradient"] == "step" else 1
    flipped = quantity.kind in {"delta", "dE_dout", "path"} and source.conventions["delta"] == "target_minus_output"
    if source.conventions["bias"] == "threshold" and quantity.kind in {"bias", "new", "grad", "change"}:
        flipped = quantity.kind == "bias" or known.get(quantity.names[0], quantity).kind == "bias"
    return quantity.id, -1 if flipped else 1


def _expr(
    block: Table, expression: str, subject: str, rounds: int, known: Mapping[str, Quantity], direction: int | None
) -> Expr | None:
    if expression and direction is not None:
        block.note("printed", f"a number for {expression}", *_NO_DIRECTION)
        return None
    if expression:
        try:
            return arithmetic.parse(expression, known)
        except arithmetic.Unreadable as error:
            block.note("expression", "numbers, ids, + − × ÷, powers and known functions", str(error))
            return None
    if subject in COUNTS and direction is not None:
        block.note("printed", f"a number for {subject}", *_NO_DIRECTION)
    if not subject or subject not in known:
        return None
    if direction is None:
        return Ref(subject)
    quantity = known[subject]
    name = quantity.names[0] if quantity.kind in {"new", "change"} else subject.removesuffix("@r1")
    after = f"new_{name}" if f"new_{name}" in known else f"{name}@r1"
    if after not in known or name not in known:
        block.note("printed", f"a number for {subject}", *_NO_DIRECTION)
        return None
    return sub(Ref(after), Ref(name))
