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
    "dE_dout": ("as_delta", "output_minus_target"),
    "decimal": (".", ","),
    "matrices": ("W @ x", "x @ W"),
    "moves": ("all", "weights"),
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

    @property
    def comma(self) -> bool:
        """Whether decimals stand behind a comma."""
        return self.conventions["decimal"] == ","

    def meant(self, quantity: Quantity) -> tuple[str, int]:
        """Return which of our ids the source means by a quantity, and with which sign."""
        sign, found = 1, quantity
        change = quantity.of("change")
        if quantity.kind == "grad" and self.conventions["gradient"] != "gradient" and change.id in self.known:
            found, sign = change, -1 if self.conventions["gradient"] == "step" else 1
        turned = {"delta"} if self.conventions["dE_dout"] == "output_minus_target" else {"delta", "dE_dout", "path"}
        if self.conventions["delta"] == "target_minus_output" and found.kind in turned:
            sign = -sign
        if self.conventions["bias"] == "threshold" and self._is_of_bias(found):
            sign = -sign
        return found.id, sign

    def _is_of_bias(self, quantity: Quantity) -> bool:
        of_parameter = quantity.kind in {"new", "grad", "change"}
        return quantity.kind == "bias" or (of_parameter and self.known[quantity.names[0]].kind == "bias")

    def in_ours(self, expr: Expr) -> Expr:
        """Return a line of the source with our quantities, turned where the source's have the other sign."""
        ours: dict[str, Expr] = {}
        for id in refs(expr):
            meant, sign = self.meant(self.known[id])
            ours[id] = Ref(meant) if sign == 1 else Neg(Ref(meant))
        return substitute(expr, ours)
