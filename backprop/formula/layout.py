"""How an expression is laid out on the page: which rows, fractions and powers it becomes, and where brackets stand.

Longer than most: one set of rules, for a line, its short form and the product of its factors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ..network.spec import Style
from ..steps import numerals
from ..steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, refs
from ..steps.parts import worked
from ..steps.passes import Step
from ..steps.solution import Number, Solution
from .nodes import (
    Braced,
    Call,
    Cases,
    Chosen,
    Fenced,
    Formula,
    Fraction,
    Mark,
    Node,
    Power,
    Row,
    Sign,
    Value,
    Word,
)
from .symbols import Ratio, Symbol, symbol

SUM, PRODUCT, POWER, ATOM = 1, 2, 3, 4  # how tightly a node holds together; looser ones are bracketed inside tighter


Placed = tuple[Node, int]  # a node and how tightly it holds

HALF = Div(Num(1), Num(2))
_E = Sign(Symbol(base="e"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """One way to lay out: what a reference becomes, and whether fractions stand on one line."""

    leaf: Callable[[str], Node]
    linear: bool
    positive: Callable[[Expr], bool] | None = None

    def place(self, expr: Expr) -> Placed:
        match expr:
            case Ref(id):
                node = self.leaf(id)
                return node, _tightness(node)
            case Num(value):
                return Value(numerals.written(Decimal(value))), ATOM
            case Add(terms):
                return self._sum(terms), SUM
            case Neg(operand):
                return Row((Mark(numerals.MINUS, prefix=True), self.inside(operand, PRODUCT))), SUM
            case Mul(factors):
                return self.product(factors), PRODUCT
            case Div():
                return self._quotient(expr)
            case Pow(base, exponent):
                return Power(self.inside(base, ATOM), Value(str(exponent))), POWER
            case Fn("exp", (power,)):
                node, tightness = self.place(power)
                return Power(_E, Fenced(node) if self.linear and tightness < ATOM else node), POWER
            case Fn(name, args):
                return Call(name, tuple(self.place(part)[0] for part in args)), ATOM
            case IfPositive():
                return self._cases(expr)
        raise TypeError(f"unknown expression node: {expr!r}")

    def inside(self, expr: Expr, tightness: int) -> Node:
        """Lay out a part of something that holds that tightly, in brackets where it must."""
        node, own = self.place(expr)
        if isinstance(node, Value) and node.number is not None and tightness > SUM:
            node = replace(node, guarded=True)
        return Fenced(node) if own < tightness else node

    def _sum(self, terms: tuple[Expr, ...]) -> Row:
        items = [self.place(terms[0])[0]]
        for term in terms[1:]:
            items.append(Mark(numerals.MINUS if isinstance(term, Neg) else "+"))
            items.append(self.inside(term.operand if isinstance(term, Neg) else term, PRODUCT))
        return Row(tuple(items))

    def product(self, factors: tuple[Expr, ...], letters: tuple[str, ...] = ()) -> Row:
        nodes = [self.inside(part, PRODUCT) for part in factors]
        cross = any(_is_number(node) or _is_ratio(node) for node in nodes)
        items: list[Node] = []
        for index, node in enumerate(nodes):
            if index and not (factors[index - 1] == HALF and _is_fenced_power(node) and not self.linear):
                items.append(Mark("×" if cross else "·"))
            items.append(Braced(node, letters[index]) if letters else node)
        return Row(tuple(items))

    def _quotient(self, expr: Div) -> Placed:
        if not self.linear:
            return Fraction(self.place(expr.over)[0], self.place(expr.under)[0]), ATOM
        if expr == HALF:
            return Word("½"), ATOM
        return Row((self.inside(expr.over, PRODUCT), Mark("/"), self.inside(expr.under, POWER))), PRODUCT

    def _cases(self, expr: IfPositive) -> Placed:
        if self.positive is None:
            parts = (self.place(part)[0] for part in (expr.condition, expr.then, expr.other))
            return Cases(*parts), ATOM
        above = self.positive(expr.condition)
        branches = self.place(expr.then)[0], self.place(expr.other)[0]
        relation = Mark(">" if above else "≤")
        chosen = branches[0] if above else branches[1]
        items = (chosen, Word("since"), self.place(expr.condition)[0], relation, Value("0"))
        return Chosen(items, next(refs(expr.condition)), above, branches), SUM


def _is_number(node: Node) -> bool:
    node = node.base if isinstance(node, Power) else node
    node = node.body if isinstance(node, Fenced) else node
    return isinstance(node, Value) and node.number is not None


def _is_fenced_power(node: Node) -> bool:
    """Return whether a half may stand before something without a sign: a number would join it."""
    return isinstance(node, Power) and isinstance(node.base, Fenced) and not isinstance(node.base.body, Value)


def _is_ratio(node: Node) -> bool:
    return isinstance(node, Sign) and isinstance(node.symbol, Ratio)


def _tightness(node: Node) -> int:
    if isinstance(node, Sign) and isinstance(node.symbol, Symbol) and node.symbol.above:
        return POWER  # what stands above it is no exponent
    if isinstance(node, Value):
        return SUM if node.text.startswith(numerals.MINUS) else PRODUCT if "×" in node.text else ATOM
    return ATOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a line of work is laid out: on one line, or as the product of its factors, each under its letter."""

    linear: bool
    product: bool
    letters: tuple[str, ...]


def sign_of(solution: Solution, id: str) -> Sign:
    return Sign(symbol(solution.quantities[id].quantity, solution.example.style), id)


def value_of(solution: Solution, id: str) -> Value:
    number = solution.quantities[id]
    return Value(number.shown, number)


def letters_of(solution: Solution, step: Step) -> tuple[str, ...]:
    """Return the letters of a gradient's factors: A and B at the output, C a weight between, D what the weight carried.

    A, how the error changes with the output; B, how an activation changes with its net input. Behind the output the
    first factor is a sum over the paths: of A·B·C, and further back of C times an error signal.
    """
    net = solution.example.network
    target = next(weight.target for weight in net.weights if weight.name == step.quantity.names[0])
    if target in net.outputs:
        return ("A", "B", "D")
    ways = net.outgoing(target)
    first = "A·B·C" if net.layer_of(target) == len(net.layers) - 2 else "C·δ"
    return (f"Σ {first}" if len(ways) > 1 else first, "B", "D")


def formula(
    solution: Solution, step: Step, *, linear: bool = False, product: bool = False, letters: tuple[str, ...] = ()
) -> Formula:
    """Return a step's line of work; as a `product`, that of its chain-rule factors, each under its letter if any."""
    way = Way(linear=linear, product=product or bool(letters), letters=letters)
    return solution.once((step.id, way), lambda: lay_out(solution.quantities, solution.example.style, step, way))


def small_exprs(solution: Solution, step: Step) -> tuple[Expr, ...]:
    """Return the lines between the numbers put in and the result, an operation further each; none where one is enough.

    Numbers on the way stand in them under their ids. Where the digits of one are not known, there are none either.
    """
    found = worked(step)
    return found.lines if all(quantity.id in solution.parts for quantity in found.parts) else ()


def lay_out_small(numbers: Mapping[str, Number], expr: Expr) -> Node:
    """Return an expression with its numbers put in."""
    return _Layout(leaf=lambda id: Value(numbers[id].shown, numbers[id]), linear=False).place(expr)[0]


def lay_out(numbers: Mapping[str, Number], style: Style, step: Step, way: Way) -> Formula:
    """Return a step's line of work, of numbers by id."""

    def positive(condition: Expr) -> bool:
        if not isinstance(condition, Ref):
            raise TypeError(f"a case distinction is made on a quantity, got {condition!r}")
        return numbers[condition.id].value > 0

    def sign(id: str) -> Sign:
        return Sign(symbol(numbers[id].quantity, style), id)

    def number(id: str) -> Value:
        return Value(numbers[id].shown, numbers[id])

    signs = _Layout(leaf=sign, linear=way.linear)
    values = _Layout(leaf=number, linear=way.linear, positive=positive)
    symbolic: Node
    substituted: Node
    if way.product:
        factors = step.product.factors if step.product else ()
        symbolic, substituted = signs.product(factors, way.letters), values.product(factors, way.letters)
    else:
        symbolic, substituted = signs.place(step.expr)[0], values.place(step.expr)[0]
    value = number(step.id)
    plain = isinstance(substituted, Value) and substituted.text == value.text
    return Formula(
        subject=sign(step.id),
        symbolic=symbolic if not isinstance(symbolic, Value) else value,
        substituted=None if plain or isinstance(symbolic, Value) else substituted,
        value=value,
    )
