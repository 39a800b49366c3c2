"""One plain sentence for each step: what it is for, and what its sign means. No numbers; those stand in the formula.

Longer than most: a table of words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from ...steps.passes import Step
from ...steps.solution import Solution

CALCULATOR = "With only the digits shown, a calculator gives {calculator}; with all of them it is {value}."
OUT = {
    "sigmoid": "The sigmoid turns the net input of {n} into an activation between 0 and 1.",
    "tanh": "The hyperbolic tangent turns the net input of {n} into an activation between −1 and 1.",
    "relu": "ReLU lets a positive net input through unchanged and holds {n} at 0 otherwise.",
    "leaky_relu": "A positive net input passes unchanged; any other is multiplied by the leak.",
    "linear": "{n} is linear: it passes its net input on as it is.",
    "softplus": "Softplus is a smooth ReLU: always above 0, and close to the net input where that is large.",
    "softmax": "Softmax turns all net inputs of the layer into shares that add up to 1; this is the share of {n}.",
}
SLOPE = {
    "sigmoid": "How steep the sigmoid is where {n} stands: steepest where the activation is one half, nearly flat "
    "where it nears 0 or 1.",
    "tanh": "How steep the hyperbolic tangent is where {n} stands: steepest where the activation is 0, nearly flat "
    "where it nears −1 or 1.",
    "relu": "The slope of ReLU is 1 above zero and 0 at and below: {n} {passes} what comes back.",
    "leaky_relu": "Above zero the slope is 1; at and below zero only the leak is left.",
    "linear": "A straight line is equally steep everywhere: the slope is 1.",
    "softplus": "The slope of softplus is the sigmoid of the net input.",
    "softmax": "How the share of {n} answers to its own net input; its effect on the other shares comes with δ.",
}
ERROR = {
    "half_squared_error": "The distance of {n} from its target, squared and halved.",
    "squared_error": "The distance of {n} from its target, squared.",
    "mean_squared_error": "The distance of {n} from its target, squared{divided}.",
    "half_mean_squared_error": "The distance of {n} from its target, squared and halved{divided}.",
    "binary_cross_entropy": "How surprised {n} is by its target: smallest when the output equals it.",
    "mean_binary_cross_entropy": "How surprised {n} is by its target: smallest when the output equals it{share}.",
    "cross_entropy": "The target of {n} times its surprise, which is small when the output is close to 1.",
}


def _join(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _activation(solution: Solution, neuron: str) -> str:
    net = solution.example.network
    return net.layers[net.layer_of(neuron)].activation


def _net(solution: Solution, step: Step) -> str:
    net, neuron = solution.example.network, step.quantity.names[0]
    sources = {w.source for w in net.incoming(neuron)}
    if not sources:
        if not net.bias_of(neuron):
            return f"Nothing is connected to {neuron} and it has no bias, so its net input is 0."
        return f"Nothing is connected to {neuron}; only its bias speaks."
    what = "input" if sources <= set(net.inputs) else "activation"
    bias = ", plus the bias" if net.bias_of(neuron) else ""
    return f"The net input of {neuron}: each {what} times the weight on its way to {neuron}{bias}."


def _term(solution: Solution, step: Step) -> str:
    neuron, loss = step.quantity.names[0], solution.example.network.loss
    target = step.quantity.of("target").id
    if solution.example.network.loss_traits.of_targets_alone and solution.numbers[target].value == 0:
        return f"The target of {neuron} is 0, so it adds nothing to the error."
    divided = " and divided by the number of outputs" if len(solution.example.network.outputs) > 1 else ""
    share = "; each output has its share" if divided else ""
    return ERROR[loss].format(n=neuron, divided=divided, share=share)


def _total(solution: Solution, step: Step) -> str:
    q = step.quantity
    if len(solution.example.network.samples) > 1 and not q.sample:
        how = "averaged over" if solution.example.method.over_samples == "mean" else "added up over"
        text = f"The error {how} the samples"
    elif q.sample:
        text = "The error of this sample"
    else:
        text = "The errors of all outputs together" if len(solution.example.network.outputs) > 1 else "The whole error"
    if solution.example.online and not q.round and not q.sample:
        return f"{text}, each met with the parameters it found."
    if not q.round:
        return f"{text}." if q.sample else f"{text}: the one number that training is meant to make smaller."
    if solution.example.online:
        return f"{text}, with the new parameters."
    before = solution.numbers[q.before().id].value
    now = solution.numbers[q.id].value
    if now == before:
        return f"{text}, with the new parameters: the same as before, in every digit worked out here."
    return f"{text}, with the new parameters: {'smaller' if now < before else 'larger'} than before."


def _more(value: Decimal) -> str:
    return "more" if value > 0 else "less"


def _output_slope(solution: Solution, step: Step) -> str:
    neuron, value = step.quantity.names[0], solution.numbers[step.id].value
    if neuron not in solution.example.network.outputs:
        count = len(step.edges)
        if not count:
            return f"{neuron} sends its activation nowhere, so it has no part in the error."
        messages = "its only message" if count == 1 else f"{'both' if count == 2 else 'all its'} messages, added up"
        return f"How the error changes with the activation of {neuron}: {messages}."
    if value == 0:
        return _no_slope(solution, neuron)
    off = solution.numbers[step.quantity.of("out").id].value - solution.numbers[step.quantity.of("target").id].value
    if off * value <= 0:
        return f"How the error changes with the output: by itself, more of {neuron} would mean {_more(value)} error."
    side, way = ("too high", "fall") if value > 0 else ("too low", "rise")
    return f"How the error changes with the output: {neuron} is {side}, so it should {way}."


def _no_slope(solution: Solution, neuron: str) -> str:
    net = solution.example.network
    if not net.loss_traits.of_targets_alone:
        return f"{neuron} is right on its target: its own term of the error is at its lowest, and the rate is 0."
    taken = "; that it takes from the others comes in with δ" if net.layers[net.layer_of(neuron)].traits.joint else ""
    return f"The target of {neuron} is 0, so its output stands in no term of the error{taken}."


def _slope(solution: Solution, step: Step) -> str:
    """Say how steep an activation is, and what of it matters here."""
    passes = "passes on" if solution.numbers[step.id].value > 0 else "stops"
    return SLOPE[_activation(solution, step.quantity.names[0])].format(n=step.quantity.names[0], passes=passes)


def _grad(solution: Solution, step: Step) -> str:
    q, net = step.quantity, solution.example.network
    if len(net.samples) > 1 and not q.sample and step.product is None and solution.example.method.batch == "full":
        how = "average" if solution.example.method.over_samples == "mean" else "sum"
        return f"The {how} of what the samples say about {q.names[0]}."
    weight = next((w for w in net.weights if w.name == q.names[0]), None)
    if weight is None:
        signals = "error signals" if len(step.nodes) > 1 else "error signal"
        total = ", added up" if len(step.nodes) > 1 else ""
        return f"A bias is fed by a constant 1, so its gradient is the {signals} of {_join(step.nodes)}{total}."
    carried = "input" if weight.source in net.inputs else "activation of"
    return f"The error signal of {weight.target}, times what {weight.name} carried: the {carried} {weight.source}."


def _change(solution: Solution, step: Step) -> str:
    name, value = step.quantity.names[0], solution.numbers[step.id].value
    if name in {b.name for b in solution.example.network.biases} and not solution.example.method.update_biases:
        return f"The method leaves biases alone: {name} stays."
    gathered = step.quantity.sample is None and any(solution.numbers[id].quantity.kind == "change" for id in step.uses)
    if value == 0 and gathered:
        return f"What the samples did to {name} adds up to nothing: it stays where it is."
    if value == 0:
        return f"The gradient is 0, so {name} stays where it is."
    sign, way = ("negative", "up") if value > 0 else ("positive", "down")
    if gathered:
        return f"What the samples did to {name}, one after another, added up: {name} goes {way}."
    return f"One step against the gradient: the gradient is {sign}, so {name} goes {way}."


def _new(solution: Solution, step: Step) -> str:
    """Say which way a parameter went: by its change, which the sum of an old value and a tiny one may not show."""
    name, change = step.quantity.names[0], solution.numbers[step.quantity.of("change").id].value
    if change == 0:
        return f"The new {name} is the old one."
    return f"The new {name}, {'higher' if change > 0 else 'lower'} than the old."


_SENTENCES: dict[str, Callable[[Solution, Step], str]] = {
    "net": _net,
    "out": lambda solution, step: OUT[_activation(solution, step.quantity.names[0])].format(n=step.quantity.names[0]),
    "E": _term,
    "E_total": _total,
    "dE_dout": _output_slope,
    "dout_dnet": _slope,
    "delta": lambda solution, step: (
        f"The error signal of {step.quantity.names[0]}: how the error changes with its net input."
    ),
    "path": lambda solution, step: (
        f"The message from {step.nodes[1]} back to {step.nodes[0]}: the error signal there, through {step.edges[0]}."
    ),
    "grad": _grad,
    "change": _change,
    "new": _new,
}


def sentence(solution: Solution, step: Step) -> str:
    """Return the sentence of a step."""
    return _SENTENCES[step.quantity.kind](solution, step)


def turns(solution: Solution, step: Step) -> tuple[str, dict[str, str]] | None:
    """Return what a step's sentence hangs on, and what it is then: one id or two, and the sentences by the way it turns.

    `less`, `same` and `more` say how the first number is beside the second, or beside zero where there is no other;
    `zero` is for where the step's own is nothing. None is returned where the sentence is the same in any case.
    """
    find = _TURNS.get(step.quantity.kind)
    found = find(solution, step) if find else None
    if found is None:
        return None
    on, ways = found
    told = {way: sentence(_with(solution, values), step) for way, values in ways.items()}
    return (on, told) if len(set(told.values())) > 1 else None


def _with(solution: Solution, values: Mapping[str, Decimal]) -> Solution:
    """Return a solution with other values for some numbers."""
    moved = {id: replace(solution.numbers[id], value=value) for id, value in values.items()}
    return replace(solution, numbers={**solution.numbers, **moved})


def _by_sign(id: str) -> Turn:
    return id, {way: {id: Decimal(sign)} for way, sign in _SIGNS.items()}


def _by_total(solution: Solution, step: Step) -> Turn | None:
    """Return how the error after an update turns: beside the one before it."""
    if not step.quantity.round:
        return None
    before = solution.numbers[step.quantity.before().id]
    return f"{step.id} {before.id}", {way: {step.id: _beside(before.value, sign)} for way, sign in _SIGNS.items()}


def _beside(value: Decimal, sign: int) -> Decimal:
    """Return a number on one side of another, or the other itself in all its digits."""
    return value + sign if sign else value


def _by_target(solution: Solution, step: Step) -> Turn | None:
    """Return how the error of an output turns where it is of its target alone, which may be 0."""
    alone = solution.example.network.loss_traits.of_targets_alone
    return _by_sign(step.quantity.of("target").id) if alone else None


def _by_output(solution: Solution, step: Step) -> Turn | None:
    """Return how a slope of the error turns: with its sign, or with the side of the target where it has but one."""
    net = solution.example.network
    if step.quantity.names[0] not in net.outputs:
        return None
    out, target = (solution.numbers[step.quantity.of(kind).id] for kind in ("out", "target"))
    beside = {way: {out.id: _beside(target.value, sign)} for way, sign in _SIGNS.items()}
    if net.loss_traits.of_targets_alone:
        ways = {way: values | {step.id: Decimal(-1)} for way, values in beside.items()}
        return f"{out.id} {target.id}", ways | {"zero": {step.id: Decimal(0)}}
    return step.id, {way: values | {step.id: Decimal(_SIGNS[way])} for way, values in beside.items()}


Turn = tuple[str, dict[str, dict[str, Decimal]]]  # what a sentence hangs on, and numbers with which it is what it is
_SIGNS = {"less": -1, "same": 0, "more": 1}
_TURNS: dict[str, Callable[[Solution, Step], Turn | None]] = {
    "change": lambda solution, step: _by_sign(step.id),
    "dout_dnet": lambda solution, step: _by_sign(step.id),
    "new": lambda solution, step: _by_sign(step.quantity.of("change").id),
    "E": _by_target,
    "E_total": _by_total,
    "dE_dout": _by_output,
}


def calculator_note(solution: Solution, step: Step) -> str:
    """Return the line for readers whose calculator prints another last digit, as text around two numbers, or nothing.

    The places of the calculator's number and of the right one are marked {calculator} and {value}.
    """
    if step.id not in solution.calculator:
        return ""
    return CALCULATOR
