"""Slips by name, and what each is in one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """A name that a student understands, and one line of explanation."""

    name: str
    explanation: str


SLIPS = {
    "updated_weights": Slip(
        "updated weights", "the hidden gradients are taken through weights of the next layer that were already updated"
    ),
    "one_path_only": Slip(
        "one path only", "a hidden neuron reaches several neurons of the next layer; only one path is counted"
    ),
    "no_hidden_slope": Slip(
        "no slope at the hidden neuron", "the error signal of a hidden neuron is not multiplied by its own slope"
    ),
    "no_output_slope": Slip(
        "no slope at the output", "the error signal of an output is not multiplied by the slope of its activation"
    ),
    "no_bias": Slip("bias left out", "the bias is missing from the net input"),
    "other_numbering": Slip(
        "the other numbering",
        "the weights are read as numbered by the neuron they enter where they are numbered by the neuron they leave, or the other way round",
    ),
    "transposed_weights": Slip(
        "transposed weights",
        "a matrix of weights, or of their gradients, is read by columns where it should be read by rows",
    ),
    "slope_at_net": Slip(
        "slope at the net input", "the slope formula is given the net input where it wants the activation"
    ),
    "slope_twice": Slip(
        "activated twice", "the slope is taken at the activation put through the activation function once more"
    ),
    "error_in_slope": Slip("error in the slope", "the slope formula is given the error where it wants the activation"),
    "wrong_sign": Slip("wrong sign", "a plus stands where a minus belongs, or a minus where a plus does"),
    "factor_two": Slip("a factor of two", "the ½ of the error, or the 2 of its slope, is forgotten"),
    "half_twice": Slip(
        "a half or a mean too many or too few",
        "a half is taken twice or left out, or a mean and a sum are taken for one another",
    ),
    "no_learning_rate": Slip("learning rate left out", "the gradient is subtracted whole, without the learning rate"),
    "added_update": Slip("update added", "the step is added to the old value where it should be subtracted"),
    "wrong_input": Slip("another value put in", "the value of another input or neuron, or its bias, is used"),
    "no_input_factor": Slip("input left out", "the gradient is not multiplied by what the weight carried"),
    "net_for_out": Slip("net input for activation", "the net input is used where the activation belongs"),
    "frozen_bias": Slip("biases not updated", "the biases keep their old values"),
    "moved_bias": Slip("biases moved", "the biases are updated where the method leaves them alone"),
    "bias_alone": Slip("bias alone", "the bias is taken for the whole net input, the weighted sum forgotten"),
    "other_slope": Slip(
        "slope of another function", "the slope is taken by another formula than that of the neuron’s activation"
    ),
    "other_activation": Slip(
        "another activation function", "the net input is put through another formula than the neuron’s own"
    ),
    "no_path_weight": Slip(
        "path without its weight", "an error signal is passed back without the weight of the path it takes"
    ),
    "early_signal": Slip(
        "error signal before its slope", "∂E/∂out stands where the error signal belongs, which has the slope in it"
    ),
    "input_for_activation": Slip(
        "input for activation",
        "a gradient is multiplied by an input of the network, not by the activation of a hidden neuron",
    ),
    "own_activity": Slip(
        "activation at the wrong end",
        "the gradient is multiplied by the activation of the neuron that the weight enters, not of the one it leaves",
    ),
    "other_signal": Slip(
        "another error signal", "the gradient is made with the error signal of another neuron of the layer"
    ),
    "of_neighbour": Slip(
        "a neighbour's number", "one formula is worked out with a number of another neuron, weight or sample"
    ),
    "bias_times_input": Slip(
        "bias fed by an input", "the gradient of a bias is multiplied by an activity, where a bias is fed by 1"
    ),
    "term_left_out": Slip("a term left out", "one product is missing from the weighted sum"),
    "swapped": Slip("two numbers swapped", "two inputs, two weights or biases are put in for one another"),
    "square_lost": Slip("square lost or kept", "the error is not squared, or its slope still is"),
    "one_sample_only": Slip(
        "one sample alone", "the step is taken by what one sample says, not by what all of them say"
    ),
    "old_weights_after": Slip(
        "old weights after the update", "the pass after the update still uses numbers from before it"
    ),
    "joint_slope": Slip(
        "slope of the output twice", "the error signal is multiplied by out·(1 − out), which is in it already"
    ),
    "own_slope": Slip(
        "slope of softmax in part",
        "how an activation moves with its own net input is taken, how it moves with the others is left out",
    ),
    "other_logarithm": Slip("another logarithm", "the logarithm is taken to another base than e"),
    "other_rate": Slip(
        "another learning rate", "the step is taken with another learning rate than the one that is stated"
    ),
    "misread": Slip(
        "a number misread", "a number is put in with other digits or another sign than it has, and carried on"
    ),
    "other_quantity": Slip(
        "another quantity",
        "the number is right for another quantity of the same neuron or parameter, or has changed places",
    ),
    "wrong_target": Slip("another target", "an output is compared with a target that is not its own"),
    "stale_value": Slip("a value used again", "another printed number of the source stands where this one belongs"),
    "decimal_shift": Slip("decimal point shifted", "the digits are right, the decimal point is not"),
    "digit_typo": Slip("a digit mistyped", "one digit is lost or doubled, or two neighbours are turned round"),
    "digit_replaced": Slip("a digit replaced", "one digit stands for another"),
    "early_rounding": Slip("rounded too early", "intermediate results are cut or rounded to few digits and carried on"),
    "miscalculated": Slip("miscalculated", "the numbers of the line do not give what is printed for it"),
    "other_program": Slip(
        "not this program's output", "the program that is said to have printed the number prints another one"
    ),
    "never_used": Slip("never used", "the number belongs to nothing in the network"),
}
