"""Training on by the trees of the first round: parameters, activations and errors after later rounds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal, DecimalException, getcontext
from typing import Any, Protocol

from ..network.quantity import Quantity
from ..network.spec import Network
from .compiled import Spelling, functions, source
from .expr import LARGEST, Arithmetic, Expr, decimal_arithmetic, refs
from .passes import Step
from .trace import Trace

LEFT = 40  # digits that must be left of a sum that cancels, for plain decimals to vouch for it


class Round(Protocol):
    """Adds to values by id those of the steps of a round, in order; `done` rounds were run before."""

    def __call__(self, values: Mapping[str, Any], done: int = 0) -> dict[str, Any]: ...


class Cancelled(ArithmeticError):
    """A sum of plain decimals lost so many digits that its error has to be bounded."""


class Stopped(ArithmeticError):
    """A step has no finite value; it says which, and how many rounds were done before."""

    def __init__(self, step: Step, done: int):
        super().__init__(step.id)
        self.step, self.done = step, done


def milestones(rounds: int) -> tuple[int, ...]:
    """Return the rounds after the first that are reported: all up to ten, powers of ten, and the last."""
    return tuple(sorted({n for n in (*range(2, 11), *(10**k for k in range(1, 10)), rounds) if 1 < n <= rounds}))


def stepwise(steps: Iterable[Step], arithmetic: Arithmetic) -> Round:
    """Return a function that adds to values those of the steps, in order; it raises Stopped where one has none."""
    steps = tuple(steps)
    worked = tuple(zip(steps, functions(steps), strict=True))

    def run(values: Mapping[str, Any], done: int = 0) -> dict[str, Any]:
        found = dict(values)
        for step, function in worked:
            try:
                found[step.id] = value = function(found, arithmetic)
            except ArithmeticError as error:
                raise Stopped(step, done) from error
            if not arithmetic.finite(value):
                raise Stopped(step, done)
        return found

    return run


def compiled(steps: Iterable[Step], still: Collection[str]) -> Round:
    """Return the same in plain decimals of the current context, compiled; it raises Cancelled where they will not do.

    `still` are given quantities that never move: a sum of them alone is what it is.
    """
    steps = tuple(steps)

    def total(sum: Expr, terms: list[str]) -> str:
        return f"({' + '.join(terms)})" if all(id in still for id in refs(sum)) else f"total({', '.join(terms)})"

    constants: dict[int | Decimal, str] = {}

    def constant(value: int | Decimal) -> str:
        return constants.setdefault(value, f"c{len(constants)}")

    names = {step.id: f"v{i}" for i, step in enumerate(steps)}
    taken: dict[str, str] = {}

    def name(id: str) -> str:
        return names[id] if id in names else taken.setdefault(id, f"g{len(taken)}")

    spelling = Spelling(name=name, number=constant, total=total)
    lines = [f"    {names[step.id]} = {source(step.expr, spelling)}" for step in steps]
    head = [f"    {name} = values[{id!r}]" for id, name in taken.items()]
    tail = f"    return {{{', '.join(f'{id!r}: {name}' for id, name in names.items())}}}"
    scope: dict[str, Any] = {name: Decimal(value) for value, name in constants.items()}
    scope |= _wary(getcontext().prec)
    exec(compile("\n".join(["def run(values):", *head, *lines, tail]), "<a round>", "exec"), scope)
    run = scope["run"]

    def one_round(values: Mapping[str, Any], done: int = 0) -> dict[str, Any]:
        try:
            found = run(values)
        except DecimalException:
            raise Cancelled from None  # what has no value is told apart by the careful way
        if max(map(abs, found.values())) > LARGEST:
            raise Cancelled
        return {**values, **found}

    return one_round


def _wary(precision: int) -> dict[str, Callable[..., Decimal]]:
    """Return the functions of trees in decimals; they raise Cancelled where too few digits are left."""
    least = Decimal(1).scaleb(LEFT - precision)
    plain, size = decimal_arithmetic(getcontext()).functions, Decimal.adjusted

    def total(*terms: Decimal) -> Decimal:
        found = sum(terms[1:], terms[0])
        if any(terms) if not found else found.adjusted() <= max(map(size, filter(None, terms))) + LEFT - precision:
            raise Cancelled
        return found

    def near_zero(function: Callable[[Decimal], Decimal]) -> Callable[[Decimal], Decimal]:
        def call(x: Decimal) -> Decimal:
            found = function(x)
            if abs(found) < least:  # a logarithm near 1, or tanh near 0: what it came from has no more digits
                raise Cancelled
            return found

        return call

    return {**plain, "total": total, "ln": near_zero(plain["ln"]), "tanh": near_zero(plain["tanh"])}


def later(
    trace: Trace,
    network: Network,
    wanted: tuple[int, ...],
    given: Mapping[str, Any],
    one_round: Round,
    again: Round,
    done: int = 0,
) -> Iterator[tuple[Quantity, Any]]:
    """Yield what is reported of each wanted round; `one_round` trains, `again` is the forward pass after it.

    `given` holds the parameters as they are after so many rounds `done`.
    """
    fresh = {p.name: Quantity("new", (p.name,)) for p in network.parameters}
    reported = (*fresh.values(), *(step.quantity for step in trace.steps if step.phase == "after"))
    given, moved = dict(given), {name: quantity.id for name, quantity in fresh.items()}
    for turn in range(done + 1, max(wanted, default=0) + 1):
        values = one_round(given, turn - 1)
        if turn in wanted:
            values = again(values, turn - 1)
            yield from ((quantity.after(turn), values[quantity.id]) for quantity in reported)
        given |= {name: values[id] for name, id in moved.items()}
