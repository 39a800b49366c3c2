"""What a source with its conventions means by the quantities of an example; a convention is not a slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...network.quantity import Quantity
from ...steps.expr import Expr, Neg, Ref, refs
from ...steps.rewriting import substitute
from ...steps.trace import Trace

CONVENTIONS = {
    "delta": ("output_minus_target", "target_minus_output"),
    "bias": ("added", "threshold"),
    "gradient": ("gradient", "change", "step"),
}
OURS = {name: values[0] for name, values in CONVENTIONS.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The quantities of a worked example by id, and what a source with its conventions means by each."""

    known: Mapping[str, Quantity]
    conventions: Mapping[str, str]

    @staticmethod
    def of(trace: Trace, conventions: Mapping[str, str] = OURS) -> Vocabulary:
        return Vocabulary(trace.quantities, conventions)

    def meant(self, quantity: Quantity) -> tuple[str, int]:
        """Return which of our ids the source means by a quantity, and with which sign."""
        if quantity.kind == "grad" and self.conventions["gradient"] != "gradient":
            change = quantity.of("change").id
            if change in self.known:
                return change, -1 if self.conventions["gradient"] == "step" else 1
        other_delta = self.conventions["delta"] == "target_minus_output"
        flipped = other_delta and quantity.kind in {"delta", "dE_dout", "path"}
        if self.conventions["bias"] == "threshold" and quantity.kind in {"bias", "new", "grad", "change"}:
            flipped = quantity.kind == "bias" or self.known.get(quantity.names[0], quantity).kind == "bias"
        return quantity.id, -1 if flipped else 1

    def in_ours(self, expr: Expr) -> Expr:
        """Return a line of the source with our quantities, turned where the source's have the other sign."""
        ours: dict[str, Expr] = {}
        for id in refs(expr):
            meant, sign = self.meant(self.known[id])
            ours[id] = Ref(meant) if sign == 1 else Neg(Ref(meant))
        return substitute(expr, ours)
