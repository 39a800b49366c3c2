"""Where and how a slip acts: what stands in brackets after its name.

Longer than most: a phrase a function, and every slip has its own.
"""

from __future__ import annotations

EVERY_LAYER, EVERY_HIDDEN_LAYER = "in every layer", "in every hidden layer"
NOT_EVERYWHERE = "here, not everywhere"
OUTPUT_LAYER, HIDDEN_LAYER = "the output layer", "the hidden layer"
OTHER_DIFFERENCE, OF_HIDDEN_SIGNALS, OF_BIASES, OF_WEIGHTS = (
    "target − output for output − target",
    "of the hidden error signals",
    "of the biases",
    "of the weights",
)
IN_ERROR, IN_SLOPE, IN_BOTH = "in the error", "in the slope of the error", "in the error and its slope"
IN_TOTAL, OVER_SAMPLES, IN_NEW_VALUE = (
    "in the total",
    {"sum": "the sum over the samples for their mean", "mean": "the mean over the samples for their sum"},
    "in the new value",
)
IN_NET, IN_GRADIENT, FORWARD_AND_GRADIENT = "in the next net input", "in the gradient", "forward and in the gradient"
TARGETS_REVERSED, TARGETS_TURNED = "targets in reverse", "the target’s sign turned round"
OF_NUMBER_ITSELF = "of the number itself"
OUT_LEFT, OUT_ALONE, OUT_SIGMOID, OUT_TANH = "1 − out", "out", "out·(1 − out)", "1 − out²"
OUT_PLUS, OUT_PLUS_SQUARE = "out·(1 + out)", "1 + out²"
ONE_ALWAYS = "1, as if the net input were above zero"
UPDATE_OF_NEXT, PASSES_OF_NEXT = "in the update by the next sample", "in the passes of the next sample"
AT_TARGET = "the target put in for the activation"
NET_TURNED, NET_UNDER, NET_GROWN = "1/(1 + e^net)", "1 + e^−net", "e^net"
PASSED_ON, KEPT_IN_SLOPE = "passed on", "squared in the slope"
DISTANCE_ALONE, SIZE_IN_ERROR = "the distance alone", "the distance, not squared"
DIFFERENCE_ALONE, OTHER_DIFFERENCE_ALONE = "the difference alone", "the difference alone, the other way round"
ALL_WEIGHTS, THE_BIASES, WEIGHTS_AND_BIASES = "all weights", "the biases", "weights and biases"
BY_TARGET, BY_SOURCE = "weights numbered by target", "weights numbered by source"
NAMED_BY_TARGET, NAMED_BY_SOURCE = (
    "the line names its weights as if numbered by target",
    "the line names its weights as if numbered by source",
)


def only_here(where: str) -> str:
    """Say that a slip was not made wherever it might have been; what it is stays, and where it was thought to be goes."""
    what = of_one(where)
    return both_where(what, NOT_EVERYWHERE) if what else NOT_EVERYWHERE


def of_one(where: str) -> str:
    """Say what a slip is where nothing is known of other layers."""
    return where.removesuffix(EVERY_HIDDEN_LAYER).removesuffix(EVERY_LAYER).rstrip(" ,")


def hidden_layer(number: int) -> str:
    return f"hidden layer {number}"


def not_activated(where: str) -> str:
    return f"not activated {where}"


def targets_exchanged(one: str, two: str) -> str:
    return f"the targets of {one} and {two} exchanged"


def within(layer: str) -> str:
    return f"in {layer}"


def into(layer: str) -> str:
    return f"into {layer}"


def at(neuron: str) -> str:
    return f"at {neuron}"


def in_place(what: str, where: str) -> str:
    return f"{what} {where}"


def both_where(what: str, where: str) -> str:
    return f"{what}, {where}"


def signal_of(neuron: str) -> str:
    return f"that of {neuron}"


def times(source: str) -> str:
    return f"times the activity of {source}"


def and_(one: str, other: str) -> str:
    return f"{one} and {other}"


def of_sample(number: int, *, divided: bool) -> str:
    return f"of sample {number}, by the number of samples" if divided else f"of sample {number}"


def gradients(where: str) -> str:
    return f"in the gradients, {where}"


def outputs_of(layer: str) -> str:
    return f"the outputs of {layer}"


def from_the_start(what: str) -> str:
    return f"{what}, taken for one another from the start"


def base(number: int) -> str:
    return f"base {number}"


def weights_into(layer: str) -> str:
    return f"the weights into {layer}"


def numbers_of(layer: str) -> str:
    return f"weights and biases of {layer}"


def of_weight(weight: str) -> str:
    return f"that of {weight}"


def only_through(neuron: str) -> str:
    return f"only through {neuron}"


def coming_back_through(neuron: str) -> str:
    return f"of what comes back through {neuron}"


def throughout(other: str, name: str) -> str:
    return f"{other} for {name} throughout"


def used_in_gradient(neuron: str) -> str:
    return f"{neuron} in the gradient"


def into_net_of(bias: str, neuron: str) -> str:
    return f"{bias} in the net input of {neuron}"


def used_in_net(neuron: str, weight: str) -> str:
    return f"{neuron} with {weight} in the net input"


def forward(where: str) -> str:
    return f"forward, {where}"


def on_the_way_back(where: str) -> str:
    return f"on the way back, {where}"


def signal_left_out(neuron: str) -> str:
    return f"the error signal of {neuron}"


def always(name: str) -> str:
    return f"always {name}"


def of_output(name: str) -> str:
    return f"the error of {name}"


def alone(bias: str) -> str:
    return f"{bias} alone"


def targets_of_another(shift: int) -> str:
    return f"the targets of the sample {shift} further on"


def rate_for(rate: str, stated: str) -> str:
    return f"{rate} for {stated}"


def put_in(id: str, value: str, only: str) -> str:
    return f"{value} put in for {id}{f' in {only}' if only else ''}"


def replaced(digit: str, other: str, right: str) -> str:
    return f"a {other} stands for the {digit} in {right}"


def target_of(output: str) -> str:
    return f"the target of {output}"


def without_target(output: str) -> str:
    return f"none put in for {output} on the way back"


def kept(digits: int, significant: bool, cut: bool) -> str:
    return f"{'cut' if cut else 'rounded'} to {digits} {'significant digits' if significant else 'decimals'}"


def not_in_line(name: str) -> str:
    return f"{name} is not in the line"


def stands_for(number: str, whose: str, id: str) -> str:
    """Say that a number stands where a quantity belongs; `whose` value it is, if any's."""
    told = f"the value of {whose}" if whose else "no net input or activation of this network"
    return f"{number}, {told}, stands where {id} belongs"


def lost(digit: str, right: str) -> str:
    return f"a {digit} is lost in {right}"


def doubled(digit: str, right: str) -> str:
    return f"a {digit} is doubled in {right}"


def turned_round(digits: str, right: str) -> str:
    return f"{digits} is turned round in {right}"


def too_many(digit: str, right: str) -> str:
    return f"{right} with a {digit} too many"


def places(number: int, right: bool) -> str:
    return f"{number} place{'s' * (number > 1)} to the {'right' if right else 'left'}"
