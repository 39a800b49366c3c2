"""A tree spelt as NumPy, as a student would write it: over whole layers at once, no bracket that is not needed."""

from __future__ import annotations

from ..steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, refs
from ..steps.rewriting import substitute

_FUNCTIONS = {"exp": "np.exp", "ln": "np.log", "tanh": "np.tanh", "max": "np.maximum"}
_SUM, _PRODUCT, _SIGN, _POWER, _WHOLE = range(5)  # how tightly a text holds together

NET, OTHER = Ref("net"), Ref("other")  # a neuron's net input, and that of any other neuron of its layer


def spell(expr: Expr, total: str = "sum()") -> str:
    """Return an expression over the names of arrays; a sum over NET and OTHER is one over the layer, by `total`."""
    return _spelt(expr, total)[0]


def _spelt(expr: Expr, total: str) -> tuple[str, int]:
    """Return a text and how tightly it holds together."""

    def part(inner: Expr, least: int) -> str:
        text, tightness = _spelt(inner, total)
        return text if tightness >= least else f"({text})"

    match expr:
        case Ref(id):
            return id, _WHOLE
        case Num(value):
            return str(value), _WHOLE if value >= 0 else _SIGN
        case Add((one, other)) if other == substitute(one, {NET.id: OTHER}) and OTHER.id in refs(other):
            return f"{part(one, _WHOLE)}.{total}", _WHOLE
        case Add((first, *rest)):
            text = part(first, _SUM)
            for term in rest:
                minus = isinstance(term, Neg)
                inner = term.operand if isinstance(term, Neg) else term
                text += f" {'-' if minus else '+'} {part(inner, _PRODUCT if minus else _SUM)}"
            return text, _SUM
        case Mul((Div(Num(1), Num() as share), *factors)):
            return f"{' * '.join(part(each, _SIGN) for each in factors)} / {share.value}", _PRODUCT
        case Mul(factors):
            return " * ".join(part(each, _SIGN) for each in factors), _PRODUCT
        case Div(over, under):
            return f"{part(over, _PRODUCT)} / {part(under, _SIGN)}", _PRODUCT
        case Neg(operand):
            return f"-{part(operand, _PRODUCT)}", _PRODUCT
        case Pow(base, exponent):
            held = part(base, _WHOLE)
            return f"{held}**{exponent}" if held.isidentifier() else f"{held} ** {exponent}", _POWER
        case Fn(name, arguments):
            return f"{_FUNCTIONS[name]}({', '.join(part(each, _SUM) for each in arguments)})", _WHOLE
        case IfPositive(condition, then, other):
            return f"np.where({part(condition, _SUM)} > 0, {part(then, _SUM)}, {part(other, _SUM)})", _WHOLE
    raise TypeError(f"unknown expression node: {expr!r}")
