"""Laws: what must hold for every network, whatever its shape."""

import random
from dataclasses import replace
from decimal import Decimal, getcontext

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop.arrays import engine
from backprop.arrays.functions import ACTIVATIONS, LOSSES
from backprop.network.vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS
from backprop.proof.verify import verify
from backprop.steps.balls import ball_arithmetic
from backprop.steps.balls import given as given_ball
from backprop.steps.compiled import functions
from backprop.steps.expr import FLOAT, decimal_arithmetic, evaluate
from backprop.steps.rules import ACTIVATION_RULES, LOSS_RULES
from backprop.steps.solving import solve
from backprop.steps.trace import trace
from conftest import make_data, parse

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
COMBINATIONS = [
    (hidden, output, loss)
    for hidden in HIDDEN
    for output in ACTIVATIONS
    for loss in LOSSES
    if not LOSS_TRAITS[loss].unit_targets or output in {"sigmoid", "softmax"}
]

# The same formulas once more, written for another library that differentiates by itself.
OUTSIDE = {
    "sigmoid": lambda net: 1 / (1 + anp.exp(-net)),
    "tanh": anp.tanh,
    "relu": lambda net: anp.maximum(net, 0),
    "leaky_relu": lambda net: anp.where(net > 0, net, 0.01 * net),
    "linear": lambda net: net,
    "softplus": lambda net: anp.log(1 + anp.exp(net)),
    "softmax": lambda net: anp.exp(net) / anp.sum(anp.exp(net)),
}
OUTSIDE_LOSS = {
    "half_squared_error": lambda out, target: anp.sum((target - out) ** 2) / 2,
    "squared_error": lambda out, target: anp.sum((target - out) ** 2),
    "half_mean_squared_error": lambda out, target: anp.mean((target - out) ** 2) / 2,
    "mean_binary_cross_entropy": lambda out, t: -anp.mean(t * anp.log(out) + (1 - t) * anp.log(1 - out)),
    "mean_squared_error": lambda out, target: anp.mean((target - out) ** 2),
    "binary_cross_entropy": lambda out, t: -anp.sum(t * anp.log(out) + (1 - t) * anp.log(1 - out)),
    "cross_entropy": lambda out, target: -anp.sum(target * anp.log(out)),
}


def outside_gradients(example) -> dict[str, float]:
    """Return every parameter's gradient as autograd finds it, from a plain loop over neurons."""
    net = example.network
    names = [p.name for p in net.parameters]

    def error(values):
        of = dict(zip(names, values, strict=True))
        total = 0.0
        for sample in net.samples:
            out = dict(zip(net.inputs, map(float, sample.inputs), strict=True))
            for layer in net.layers:
                sums = []
                for neuron in layer.neurons:
                    terms = [of[w.name] * out[w.source] for w in net.weights if w.target == neuron]
                    terms += [of[b.name] for b in net.biases if neuron in b.targets]
                    sums.append(sum(terms) + 0.0)
                values_out = OUTSIDE[layer.activation](anp.array(sums))
                out = {name: values_out[i] for i, name in enumerate(layer.neurons)}
            outputs = anp.array([out[name] for name in net.outputs])
            total = total + OUTSIDE_LOSS[net.loss](outputs, np.array(sample.targets, dtype=float))
        return total / len(net.samples) if example.method.over_samples == "mean" else total

    start = anp.array([float(p.value) for p in net.parameters])
    return dict(zip(names, map(float, grad(error)(start)), strict=True))


@pytest.mark.parametrize(("hidden", "output", "loss"), COMBINATIONS)
def test_every_gradient_is_the_one_another_library_finds(hidden, output, loss):
    source = random.Random(f"{hidden} {output} {loss}")
    over = source.choice(("mean", "sum"))
    example = parse(make_data(source, (2, 3, 2, 2), (hidden, hidden, output), loss, samples=2, over_samples=over))
    numbers = solve(example).numbers
    for name, value in outside_gradients(example).items():
        assert float(numbers[f"grad_{name}"].value) == pytest.approx(value, rel=1e-9, abs=1e-12), name


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    shape=st.lists(st.integers(1, 4), min_size=2, max_size=5),
    activation=st.sampled_from(HIDDEN),
    output=st.sampled_from(sorted(ACTIVATIONS)),
    samples=st.integers(1, 3),
    links=st.sampled_from([1.0, 0.6]),
    batch=st.sampled_from(["full", "online"]),
    hidden_gradient=st.sampled_from(["old_weights", "updated_weights"]),
    update_biases=st.booleans(),
    rounds=st.integers(1, 3),
)
def test_the_written_steps_equal_the_arrays(
    seed, shape, activation, output, samples, links, batch, hidden_gradient, update_biases, rounds
):
    data = make_data(
        random.Random(seed),
        shape,
        [activation] * (len(shape) - 2) + [output],
        "half_squared_error",
        samples,
        links,
        batch=batch,
        hidden_gradient=hidden_gradient,
        update_biases=update_biases,
        rounds=rounds,
        learning_rate=Decimal("0.1"),
    )
    solution = solve(parse(data))
    report = verify(solution)
    assert report.compared >= len(solution.steps)


@pytest.mark.parametrize("over", ["mean", "sum"])
def test_a_batch_is_the_mean_or_the_sum_of_its_samples(over):
    data = make_data(
        random.Random(5), (2, 3, 2), ("tanh", "sigmoid"), "half_squared_error", samples=3, over_samples=over
    )
    whole = solve(parse(data)).numbers
    alone = []
    for block in data["network"]["samples"]:
        single = {k: v for k, v in data["network"].items() if k != "samples"} | block
        alone.append(solve(parse({"title": "one", "network": single})).numbers)
    share = 3 if over == "mean" else 1
    for id in ("E_total", "grad_w1", "grad_w7", "grad_b1"):
        total = sum(numbers[id].value for numbers in alone) / share
        assert float(whole[id].value) == pytest.approx(float(total), rel=1e-14)


def test_online_training_is_one_sample_after_another():
    data = make_data(random.Random(8), (2, 2, 1), ("sigmoid", "sigmoid"), "half_squared_error", samples=2)
    online = solve(parse(data | {"method": {"batch": "online"}})).numbers
    first, second = (
        {k: v for k, v in data["network"].items() if k != "samples"} | block for block in data["network"]["samples"]
    )
    moved = solve(parse({"title": "first", "network": first})).numbers
    for kind in ("weights", "biases"):
        second[kind] = {n: [*v[:-1], Decimal(moved[f"new_{n}"].full)] for n, v in second[kind].items()}
    twice = solve(parse({"title": "second", "network": second})).numbers
    for name in ("w1", "w5", "b1"):
        assert float(online[f"new_{name}"].value) == pytest.approx(float(twice[f"new_{name}"].value), rel=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_stay_finite_and_silent_for_huge_net_inputs(name):
    net = np.array([[-1e6, -1000.0, -1.0, 0.0, 1.0, 1000.0, 1e6]])
    out = ACTIVATIONS[name].value(net, 0.01)
    assert np.isfinite(out).all()
    assert np.isfinite(ACTIVATIONS[name].slope(net, out, 0.01)).all()


@pytest.mark.parametrize("name", HIDDEN)
def test_a_slope_is_the_slope_of_its_value(name):
    net = np.array([[-2.3, -0.7, 0.4, 1.9]])
    row = ACTIVATIONS[name]
    step = 1e-30
    if name in {"sigmoid", "tanh", "softplus", "linear"}:  # a complex step has no rounding to speak of
        outside = {"softplus": lambda z: np.log(1 + np.exp(z)), "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
        value = outside.get(name, {"tanh": np.tanh, "linear": lambda z: z}.get(name))
        slope = np.imag(value(net + 1j * step)) / step
    else:
        slope = (row.value(net + 1e-6, 0.01) - row.value(net - 1e-6, 0.01)) / 2e-6
    np.testing.assert_allclose(row.slope(net, row.value(net, 0.01), 0.01), slope, rtol=1e-9)


def test_rectifiers_have_the_lower_slope_at_zero():
    zero = np.array([[0.0]])
    assert ACTIVATIONS["relu"].slope(zero, zero, 0.01)[0, 0] == 0
    assert ACTIVATIONS["leaky_relu"].slope(zero, zero, 0.01)[0, 0] == 0.01


def test_a_net_input_that_cancels_to_zero_is_zero_for_both_witnesses():
    # 0.1 + 0.2 − 0.3 is 5.6e-17 in doubles, which would switch a rectifier on.
    data = {
        "title": "corner",
        "network": {
            "loss": "half_squared_error",
            "inputs": {"x1": Decimal(1), "x2": Decimal(1)},
            "targets": {"Y": Decimal(1)},
            "layers": [{"activation": "relu", "neurons": ["Y"]}],
            "weights": {"w1": ["x1", "Y", Decimal("0.1")], "w2": ["x2", "Y", Decimal("0.2")]},
            "biases": {"b1": ["Y", Decimal("-0.3")]},
        },
    }
    solution = solve(parse(data))
    assert solution.numbers["net_Y"].shown == "0.0000"
    assert solution.numbers["dout_dnet_Y"].value == 0
    assert "corner" in verify(solution).differences.skipped


def test_ten_thousand_rounds_end_where_a_plain_loop_ends():
    data = make_data(random.Random(3), (2, 2, 1), ("sigmoid", "sigmoid"), "half_squared_error", rounds=1000)
    example = parse(data)
    machine = engine.machine(example)
    *_, (weights, biases) = engine.train(machine, 1000)
    values = {p.name: float(p.value) for p in example.network.parameters}
    for _ in range(1000):
        moved = {p.name: (p.value, values[p.name]) for p in example.network.parameters}
        start = parse_with(example, {name: now for name, (_, now) in moved.items()})
        slopes = outside_gradients(start)
        values = {name: values[name] - 0.5 * slopes[name] for name in values}
    np.testing.assert_allclose([*weights, *biases], list(values.values()), rtol=1e-9)
    numbers = solve(example).numbers
    for name, value in values.items():
        assert float(numbers[f"new_{name}@r1000"].value) == pytest.approx(value, rel=1e-9)


def parse_with(example, values):
    """Return the example with other parameter values."""
    from dataclasses import replace

    net = example.network
    weights = tuple(replace(w, value=Decimal(repr(values[w.name]))) for w in net.weights)
    biases = tuple(replace(b, value=Decimal(repr(values[b.name]))) for b in net.biases)
    return replace(example, network=replace(net, weights=weights, biases=biases))


def test_the_vocabulary_and_both_witnesses_know_the_same_activations_and_losses():
    assert list(ACTIVATION_TRAITS) == list(ACTIVATIONS) == list(ACTIVATION_RULES)
    assert list(LOSS_TRAITS) == list(LOSSES) == list(LOSS_RULES)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_traits_of_an_activation_are_what_its_arrays_do(name):
    traits, row = ACTIVATION_TRAITS[name], ACTIVATIONS[name]

    def first(function, *net: float, leak: float = 0.1) -> float:
        return function(np.array([net]), row.value(np.array([net]), leak), leak)[0, 0]

    def value(net: np.ndarray, out: np.ndarray, leak: float) -> np.ndarray:
        return out

    assert (first(value, 1.0, 0.5) != first(value, 1.0, 0.75)) == traits.joint
    assert (abs(first(row.slope, -1e-9) - first(row.slope, 1e-9)) > 0.5) == traits.kinked
    assert (first(value, -2.0) != first(value, -2.0, leak=0.2)) == traits.leaky


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from(((2, 2, 2), (3, 2, 1), (2, 3, 2, 2))))
def test_compiled_steps_are_what_evaluating_their_trees_gives_digit_by_digit(seed, shape):
    maker = random.Random(seed)
    activations = [maker.choice(("sigmoid", "tanh", "relu", "softplus", "leaky_relu")) for _ in shape[1:]]
    traced = trace(parse(make_data(maker, shape, activations, "half_squared_error")))
    for arithmetic, number in (
        (FLOAT, float),
        (decimal_arithmetic(getcontext()), Decimal),
        (ball_arithmetic(), given_ball),
    ):
        plain = {id: number(value) for id, value in traced.given.items()}
        compiled = dict(plain)
        for step, function in zip(traced.steps, functions(traced.steps), strict=True):
            plain[step.id] = evaluate(step.expr, plain, arithmetic)
            compiled[step.id] = function(compiled, arithmetic)
        assert plain == compiled


def test_examples_of_one_shape_share_their_steps_and_others_do_not():
    one, two = (
        parse(make_data(random.Random(seed), (2, 2, 2), ["tanh", "sigmoid"], "half_squared_error")) for seed in (1, 2)
    )
    other = parse(make_data(random.Random(1), (2, 2, 2), ["sigmoid", "sigmoid"], "half_squared_error"))
    frozen = replace(one, method=replace(one.method, update_biases=False))
    assert trace(one).steps[0] is trace(two).steps[0] and trace(one).given != trace(two).given
    assert trace(other).steps != trace(one).steps != trace(frozen).steps
