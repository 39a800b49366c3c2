"""The table of slips: id, and where each can act; the most telling first. Their names are words."""

from __future__ import annotations

from . import neighbours, otherwise, rarer
from . import variants as d
from .variant import Deviation

_ROWS = (
    Deviation(id="updated_weights", variants=d.updated_weights),
    Deviation(id="one_path_only", variants=d.one_path_only),
    Deviation(id="no_hidden_slope", variants=d.no_hidden_slope),
    Deviation(id="no_output_slope", variants=d.no_output_slope),
    Deviation(id="no_bias", variants=d.no_bias),
    Deviation(id="other_numbering", variants=d.other_numbering),
    Deviation(id="transposed_weights", variants=d.transposed_weights),
    Deviation(id="slope_at_net", variants=d.slope_at_net),
    Deviation(id="slope_twice", variants=d.slope_twice),
    Deviation(id="error_in_slope", variants=d.error_in_slope),
    Deviation(id="wrong_sign", variants=d.wrong_sign),
    Deviation(id="factor_two", variants=d.factor_two),
    Deviation(id="half_twice", variants=d.half_twice),
    Deviation(id="no_learning_rate", method=True, variants=d.no_learning_rate),
    Deviation(id="added_update", method=True, variants=d.added_update),
    Deviation(id="wrong_input", variants=d.wrong_input),
    Deviation(id="no_input_factor", variants=d.no_input_factor),
    Deviation(id="net_for_out", variants=d.net_for_out),
    Deviation(id="frozen_bias", variants=d.frozen_bias),
    Deviation(id="moved_bias", variants=d.moved_bias),
    Deviation(id="bias_alone", variants=d.bias_alone),
    Deviation(id="wrong_target", variants=d.wrong_target),
    Deviation(id="other_slope", rare=True, variants=otherwise.other_slope),
    Deviation(id="other_activation", rare=True, variants=otherwise.other_activation),
    Deviation(id="no_path_weight", rare=True, variants=rarer.no_path_weight),
    Deviation(id="early_signal", rare=True, variants=rarer.early_signal),
    Deviation(id="own_activity", rare=True, variants=rarer.own_activity),
    Deviation(id="input_for_activation", rare=True, variants=rarer.input_for_activation),
    Deviation(id="other_signal", rare=True, variants=rarer.other_signal),
    Deviation(id="bias_times_input", rare=True, variants=rarer.bias_times_input),
    Deviation(id="term_left_out", rare=True, variants=rarer.term_left_out),
    Deviation(id="swapped", rare=True, variants=rarer.swapped),
    Deviation(id="square_lost", rare=True, variants=otherwise.square_lost),
    Deviation(id="one_sample_only", rare=True, variants=rarer.one_sample_only),
    Deviation(id="old_weights_after", rare=True, variants=rarer.old_weights_after),
    Deviation(id="joint_slope", rare=True, variants=otherwise.joint_slope),
    Deviation(id="own_slope", rare=True, variants=otherwise.own_slope),
    Deviation(id="other_logarithm", rare=True, variants=otherwise.other_logarithm),
    Deviation(id="of_neighbour", rare=True, last=True, variants=neighbours.of_neighbour),
    Deviation(id="other_rate"),
    Deviation(id="misread"),
    Deviation(id="other_quantity"),
    Deviation(id="stale_value"),
    Deviation(id="decimal_shift"),
    Deviation(id="digit_typo"),
    Deviation(id="digit_replaced"),
    Deviation(id="early_rounding"),
    Deviation(id="miscalculated"),
    Deviation(id="other_program"),
    Deviation(id="never_used"),
)

DEVIATIONS: dict[str, Deviation] = {row.id: row for row in _ROWS}
RANK = {id: place for place, id in enumerate(DEVIATIONS)}
