"""The symbols of quantities, as structure: what stands on the line, below it, above it. Views draw them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from ..network.quantity import Quantity
from ..network.spec import PLAIN, Style
from ..steps.numerals import raised, subscript
from ..words.en import symbols as words_of_symbols


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A letter or a word with what is attached to it; parts below are joined by `joint`."""

    base: str
    below: tuple[Symbol, ...] = ()
    joint: str = ""
    above: str = ""
    prefix: str = ""
    word: bool = False  # names a kind of quantity; what stands below says of what


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The derivative ∂top/∂bottom."""

    top: Symbol
    bottom: Symbol


_NUMBERED = re.compile(r"(?P<base>.*?[^\d_])_?(?P<index>\d+(?:_\d+)*)\Z")


def named(name: str) -> Symbol:
    """Return the symbol of a neuron or a parameter: `w5` is w with a 5 below, `H1_2` is H with 1,2 below."""
    match = _NUMBERED.match(name)
    if not match:
        return Symbol(base=name)
    return Symbol(base=match["base"], below=(Symbol(base=match["index"].replace("_", ",")),))


def plain(symbol: Symbol) -> str:
    """Return the symbol of what is given, a neuron or a parameter, as a sentence has it: w₅, T Y₁, x₁⁽²⁾."""
    below = (subscript(part.base) if part.base[0].isdigit() else f" {plain(part)}" for part in symbol.below)
    return symbol.base + "".join(below) + raised(symbol.above)


def _when(quantity: Quantity) -> str:
    """Say above the symbol which sample a number belongs to and whether it is found with new parameters."""
    sample = f"({quantity.sample})" if quantity.sample else ""
    moment = words_of_symbols.after(quantity.round) if quantity.round else ""
    return ", ".join(part for part in (sample, moment) if part)


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def symbol(quantity: Quantity, style: Style = PLAIN) -> Symbol | Ratio:
    """Return how a quantity is written: net, out, δ, ∂E/∂w, Δw, or the words of another style."""
    words = style.words
    when, names = _when(quantity), tuple(named(name) for name in quantity.names)
    error = Symbol(base="E", above=when)
    match quantity.kind:
        case "input" | "weight" | "bias":
            return replace(names[0], above=when)
        case "learning_rate":
            return Symbol(base=style.rate)
        case "leak":
            return Symbol(base="leak", below=names, word=True)
        case "E_total":
            return Symbol(base="E", below=(Symbol(base="total"),), above=when, word=True)
        case "dE_dout":
            return Ratio(top=error, bottom=Symbol(base=words["out"], below=names, word=True))
        case "dout_dnet":
            top = Symbol(base=words["out"], below=names, above=when, word=True)
            return Ratio(top=top, bottom=Symbol(base=words["net"], below=names, word=True))
        case "grad":
            return Ratio(top=error, bottom=names[0])
        case "change":
            return replace(names[0], prefix="Δ", above=when)
        case "new":
            above = f"({quantity.sample})" if quantity.sample else _when(replace(quantity, round=quantity.round or 1))
            return replace(names[0], above=words_of_symbols.new(above) if quantity.sample else above)
        case "path":
            return Symbol(base="message", below=names[::-1], joint="→", above=when, word=True)  # it comes from behind
    return Symbol(base=words[quantity.kind], below=names, above=when, word=True)
