"""One claim with its verdict as a row: what it is about, what was printed, what is right, and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from ..audit.findings import Finding
from ..audit.search.single import way
from ..audit.slips.catalogue import DEVIATIONS
from ..audit.source.claims import (
    Claim,
    CountClaim,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
    UnusedClaim,
)
from ..audit.telling import explain
from ..formula import mathml, speech
from ..formula.nodes import Sign
from ..formula.opened import has_line
from ..formula.provenance import data
from ..formula.symbols import named, plain, symbol
from ..network.quantity import OF_A_PASS, Quantity
from ..steps.numerals import MINUS
from ..steps.solution import Solution
from ..words.en import audit as words
from ..words.en import pages

MOST_NAMES = 3
# What is marked in a sentence: what is to be typed, a decimal, and a word that may be an id or a given name.
_MARKED = re.compile(
    r'(?P<code>[a-z_]+ = (?:"\w+"|\w+)(?= under ))|(?P<decimal>(?<![\w.])\d*\.\d+)'
    r"|(?P<address>https?://\S+)|(?P<name>\b[^\W\d]\w*[_\d]\w*(?:@\w+)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with its verdict. `subject` is what the number is said to be, `right` what it is."""

    number: int
    where: Markup
    subject: Markup
    printed: str
    right: Markup
    verdict: str
    group: str
    icon: str
    word: str
    names: str
    sentence: Markup
    lines: tuple[Markup, ...]
    step: str


def in_our_signs(printed: str) -> str:
    """Return printed digits or a printed line with the signs that are used here; its digits stay as they are."""
    return re.sub(r"\s*\*\s*", " × ", printed.replace("**", "^")).replace("-", MINUS)


def in_symbols(solution: Solution, sentence: str, *, theirs: bool = False) -> Markup:
    """Return a sentence with ids and given names as symbols, what is to be typed as code, another's decimals marked."""

    def marked(found: re.Match[str]) -> Markup:
        if found["code"]:
            return Markup("<code>{}</code>").format(found[0])
        if found["decimal"]:
            return Markup('<q class="claim">{}</q>').format(found[0]) if theirs else escape(found[0])
        sign = _sign_of(solution, found[0]) if found["name"] else None
        return escape(found[0]) if sign is None else Markup(mathml.math(sign, label=speech.write(sign)))

    parts, end = [], 0
    for found in _MARKED.finditer(sentence):
        parts += [escape(sentence[end : found.start()]), marked(found)]
        end = found.end()
    return Markup().join((*parts, escape(sentence[end:])))


def _sign_of(solution: Solution, name: str) -> Sign | None:
    """Return the symbol of an id or of a neuron's name, if it is one."""
    if name in solution.numbers:
        return Sign(symbol(solution.numbers[name].quantity, solution.example.style))
    network = solution.example.network
    names = {*network.inputs, *(name for layer in network.layers for name in layer.neurons)}
    return Sign(named(name)) if name in names else None


def subject_of(solution: Solution, claim: Claim) -> Markup:
    """Return what a claim is about: the symbol of a quantity, a line of arithmetic as printed, or both."""
    if isinstance(claim, LineClaim):
        line = Markup('<q class="claim">{}</q>').format(in_symbols(solution, in_our_signs(claim.expression)))
        return Markup("{} = {}").format(subject_of(solution, claim.as_number()), line) if claim.subject else line
    quantity = _quantity_of(solution, claim)
    if quantity is None:
        return escape(plain(named(claim.quantity)).replace("_", " "))
    sign = Sign(symbol(quantity, solution.example.style))
    return Markup(mathml.math(sign, label=speech.write(sign)))


def _quantity_of(solution: Solution, claim: Claim) -> Quantity | None:
    """Return the quantity of ours that a claim is about, if any."""
    if isinstance(claim, CountClaim | UnusedClaim):
        return None
    quantity = solution.trace.quantities[claim.subject]
    if claim.rounds == 1:
        return quantity
    return quantity.after(claim.rounds - (quantity.kind in OF_A_PASS))  # what a pass finds before it moves the weights


def _right(solution: Solution, finding: Finding) -> Markup:
    """Return the right value; where it is a quantity of the lesson it says which."""
    claim, numbers = finding.claim, solution.numbers
    match claim:
        case DirectionClaim():
            return escape(words.direction(way(finding.right or 0)))
        case UnusedClaim():
            return escape(pages.NONE)
        case NumberClaim() if claim.sign == 1:
            id = claim.quantity if claim.rounds > 1 else claim.subject
            if id in numbers and finding.right is not None:
                number = numbers[id]
                return Markup(
                    data(number, number.shown if number.quantity.given else explain.shown(claim, finding.right))
                )
    return escape(explain.shown(claim, finding.right))


def _names(finding: Finding) -> str:
    """Return the slips of a finding by name; where several fit, the first few."""
    names = [DEVIATIONS[id].name for id in finding.deviations]
    joined = words.either if finding.verdict == "ambiguous" else words.both
    return joined(names[:MOST_NAMES]) + (words.and_more(len(names) - MOST_NAMES) if len(names) > MOST_NAMES else "")


def claim_row(solution: Solution, finding: Finding, of_whom: Callable[[str], str] = str) -> ClaimRow:
    """Return a finding as a row; `of_whom` turns what is said of a source into what is said to another reader."""
    claim = finding.claim
    explained, kind = explain.explain(finding), finding.kind
    sentence = "" if finding.verdict == "exact" and not isinstance(claim, OutputClaim) else explained.sentence
    if isinstance(claim, UnusedClaim):  # a name that the network has not
        sentence = sentence.replace(claim.quantity, plain(named(claim.quantity)))
    subject = getattr(claim, "subject", "")
    return ClaimRow(
        number=claim.number,
        where=in_symbols(solution, claim.where),
        subject=subject_of(solution, claim),
        printed=in_our_signs(claim.text),
        right=_right(solution, finding),
        verdict=finding.verdict,
        group=kind.group,
        icon=kind.icon,
        word=kind.word,
        names=_names(finding),
        sentence=in_symbols(solution, of_whom(sentence)),
        lines=tuple(Markup(mathml.line(line)) for line in explained.lines),
        step=subject if has_line(solution, subject) else "",
    )
