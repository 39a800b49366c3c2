"""Lines of work with slots for their numbers: written once in each notation for all examples of a shape.

What a line looks like is decided by its step, by the style of its symbols, and by little of its numbers: which are
negative and want brackets, which case of two holds, which are so small that they are written with a power of ten. All
examples that agree in these share a skeleton; to write another is to put its digits into the slots.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from ..network.quantity import Quantity
from ..network.spec import Style
from ..steps import numerals
from ..steps.expr import Expr, Ref, refs
from ..steps.passes import Step
from ..steps.solution import Number, Solution
from .layout import Way, lay_out, lay_out_small, small_exprs
from .nodes import Formula, Node
from .opened import is_wide

_FIRST_SLOT = 0xF0000  # of a plane of signs that no text has
_SCIENTIFIC = "×"

Laid = TypeVar("Laid", Formula, Node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What of a number decides how its line looks: its sign, `above` zero or not, and any digits written as they are.

    `id` is by which it is asked for, and `same` says that it is shown as the result of its step is.
    """

    id: str
    quantity: Quantity
    negative: bool
    above: bool
    ours: bool
    written: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot(Number):
    """A number that stands for all of its look; `mark` is where its full value goes."""

    mark: str

    @property
    def full(self) -> str:
        return self.mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton(Generic[Laid]):
    """A line laid out with slots for numbers, and what it is in each notation that was asked for."""

    laid: Laid
    _written: dict[Hashable, tuple[str | int, ...]] = field(default_factory=dict)

    def parts(self, view: Callable[[Laid], str]) -> tuple[str | int, ...]:
        """Return a notation of it as text and slots by number: of each number one for its digits, one for its value."""
        if view not in self._written:
            self._written[view] = _cut(view(self.laid))
        return self._written[view]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[Laid]):
    """A skeleton with the numbers that belong into it."""

    skeleton: Skeleton[Laid]
    numbers: tuple[Number, ...]

    def write(self, view: Callable[[Laid], str]) -> str:
        """Return the line in a notation: what `view` would make of it with its numbers in it."""
        return "".join([part if isinstance(part, str) else self._put_in(part) for part in self.skeleton.parts(view)])

    def _put_in(self, slot: int) -> str:
        number = self.numbers[slot // 2]
        return number.full if slot % 2 else number.shown.removeprefix(numerals.MINUS)


def line(
    solution: Solution, step: Step, *, linear: bool = False, product: bool = False, letters: tuple[str, ...] = ()
) -> Line[Formula]:
    """Return a step's line of work, as `layout.formula` lays it out."""
    way = Way(linear=linear, product=product or bool(letters), letters=letters)
    if is_wide(solution):  # nothing is shared by lines that are each written once, and there are too many to keep
        return Line(skeleton=Skeleton(laid=lay_out(solution.quantities, solution.example.style, step, way)), numbers=())
    return solution.once((step.id, way, "skeleton"), lambda: _line(solution, step, way))


def _line(solution: Solution, step: Step, way: Way) -> Line[Formula]:
    product = step.product if way.product else None
    numbers = _numbers(solution, step, refs(product) if product else step.uses)
    skeleton = _skeleton(step, solution.example.style, way, _looks(step.expr, numbers))
    return Line(skeleton=skeleton, numbers=tuple(numbers.values()))


def small_lines(solution: Solution, step: Step) -> tuple[Line[Node], ...]:
    """Return the lines between the numbers put in and the result, as `layout.small_exprs` has them."""
    found = []
    for expr in small_exprs(solution, step):
        numbers = _numbers(solution, step, refs(expr))
        skeleton = _small_skeleton(expr, _looks(expr, numbers))
        found.append(Line(skeleton=skeleton, numbers=tuple(numbers.values())))
    return tuple(found)


def _numbers(solution: Solution, step: Step, ids: Iterable[str]) -> dict[str, Number]:
    """Return the result of a step, then the numbers that stand in its line, by the ids they are asked for by."""
    return {id: solution.quantities[id] for id in (step.id, *ids)}


def _looks(expr: Expr, numbers: dict[str, Number]) -> tuple[Look, ...]:
    result = next(iter(numbers.values())).shown if isinstance(expr, Ref) else None
    return tuple(_look(id, number, result) for id, number in numbers.items())


def _look(id: str, number: Number, result: str | None) -> Look:
    return Look(
        id=id,
        quantity=number.quantity,
        negative=number.shown.startswith(numerals.MINUS),
        above=number.value > 0,
        ours=number.ours,
        written=number.shown if _SCIENTIFIC in number.shown else "",
        same=number.shown == result,
    )


@functools.lru_cache(maxsize=20_000)
def _skeleton(step: Step, style: Style, way: Way, looks: tuple[Look, ...]) -> Skeleton[Formula]:
    return Skeleton(laid=lay_out(_slots(looks), style, step, way))


@functools.lru_cache(maxsize=20_000)
def _small_skeleton(expr: Expr, looks: tuple[Look, ...]) -> Skeleton[Node]:
    return Skeleton(laid=lay_out_small(_slots(looks), expr))


def _slots(looks: tuple[Look, ...]) -> dict[str, Number]:
    return {look.id: _slot(look, 0 if look.same else place, place) for place, look in enumerate(looks)}


def _slot(look: Look, shown: int, place: int) -> Number:
    sign = numerals.MINUS if look.negative else ""
    return _Slot(
        quantity=look.quantity,
        value=Decimal(1 if look.above else -1),
        shown=look.written or f"{sign}{chr(_FIRST_SLOT + 2 * shown)}",
        ours=look.ours,
        mark=chr(_FIRST_SLOT + 2 * place + 1),
    )


def _cut(text: str) -> tuple[str | int, ...]:
    """Return a text as the parts between slots, and the slots."""
    parts: list[str | int] = []
    held = ""
    for sign in text:
        if ord(sign) < _FIRST_SLOT:
            held += sign
        else:
            parts += [held, ord(sign) - _FIRST_SLOT]
            held = ""
    return (*parts, held)
