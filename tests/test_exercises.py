"""Exercises that can tell: drawn numbers keep slips apart, as slips planted by other code do; files written out again.

Also what is read without NumPy as with it, and a form's fields.
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace
from decimal import Decimal

import numpy
import pytest

import planted
from backprop.errors import ContentError
from backprop.lesson import exercises
from backprop.reading import draft as drafting
from backprop.reading import form
from backprop.reading.example import parse_example, read_example
from backprop.reading.files import load_text
from backprop.reading.toml_lines import line_of
from backprop.reading.uniform import uniform
from backprop.reading.written import text_of
from conftest import CONTENT, LESSON

EXAMPLES = sorted(CONTENT.glob("examples/*/example.toml"))


def reread(text: str, like):
    return replace(parse_example(load_text(text, like.file), like.file, like.slug), style=like.style)


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31, 2**32])
def test_drawn_weights_are_those_of_numpy(seed):
    wanted = numpy.random.default_rng(seed).uniform(-0.3, 0.7, size=64).tolist()
    assert list(itertools.islice(uniform(seed, -0.3, 0.7), 64)) == wanted


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_written_out_and_read_again_is_the_same(path):
    example = read_example(path)
    assert reread(text_of(example), example) == example


def as_planted(example) -> planted.Net:
    """Return an exercise as the other code has it: by position, since names run the same way there."""
    net = example.network
    values = {(weight.source, weight.target): format(weight.value, "f") for weight in net.weights}
    own = {bias.targets[0]: format(bias.value, "f") for bias in net.biases}
    return planted.Net(
        columns=net.columns,
        inputs=tuple(format(value, "f") for value in net.samples[0].inputs),
        targets=tuple(format(value, "f") for value in net.samples[0].targets),
        weights=tuple(
            tuple(tuple(values[below, above] for below in lower) for above in upper)
            for lower, upper in itertools.pairwise(net.columns)
        ),
        biases=tuple(tuple(own[name] for name in upper) for upper in net.columns[1:]),
    )


def as_printed(value: float) -> str:
    """Return a number with four decimals, or more where it has fewer than four significant digits."""
    return f"{value:.{max(4, 3 - math.floor(math.log10(abs(value)))) if value else 4}f}"


@pytest.mark.parametrize("shape", ["2-2-1", "3-2-2", "2-2-2-1"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_a_drawn_exercise_every_slip_that_is_planted_gives_other_digits(shape, seed):
    found = exercises.draw(exercises.of_shape(shape), seed)
    assert found.proof.left == frozenset()
    net = as_planted(found.example)
    right = planted.work(net)
    seen = {}
    for slip in planted.SLIPS:
        wrong = planted.work(net, slip)
        ids = [id for id in right if id in wrong and "@r" not in id]
        if wrong == right:
            continue  # a slip that cannot act in this network
        printed = tuple(as_printed(wrong[id]) for id in ids)
        assert printed != tuple(as_printed(right[id]) for id in ids), slip
        assert seen.setdefault(printed, slip) == slip


def test_numbers_that_cannot_tell_are_found_out():
    """With η = 1 a learning rate left out changes nothing, and with x = 1 neither does a forgotten input."""
    example = exercises.of_shape("2-2-1")
    one = replace(example, method=replace(example.method, learning_rate=Decimal(1)))
    assert "no_learning_rate" in exercises.proof(one).unseen
    [sample] = example.network.samples
    ones = replace(example.network, samples=(replace(sample, inputs=(Decimal(1), Decimal(1))),))
    assert "no_input_factor" in exercises.proof(replace(example, network=ones)).unseen
    assert "no_input_factor" not in exercises.proof(example).unseen


def test_a_draw_looks_on_where_the_first_numbers_do_not_do(monkeypatch):
    """The first numbers drawn are trivial here: every input 1."""
    real, drawn = exercises.renumbered, []

    def first_trivial(example, maker):
        found = real(example, maker)
        drawn.append(found)
        [sample] = found.network.samples
        ones = replace(sample, inputs=tuple(Decimal(1) for _ in sample.inputs))
        return replace(found, network=replace(found.network, samples=(ones,))) if len(drawn) == 1 else found

    monkeypatch.setattr(exercises, "renumbered", first_trivial)
    found = exercises.draw(exercises.of_shape("2-2-1"), 5)
    assert found.draws == 2 and not found.proof.left


def test_targets_that_say_which_class_and_tables_of_truth_stay_as_they_are():
    softmax = read_example(CONTENT / "examples" / "softmax-cross-entropy" / "example.toml")
    xor = read_example(CONTENT / "examples" / "xor" / "example.toml")
    maker = random.Random(1)
    for example in (softmax, xor):
        drawn = exercises.renumbered(example, maker).network
        assert [s.targets for s in drawn.samples] == [s.targets for s in example.network.samples]
    assert [s.inputs for s in exercises.renumbered(xor, maker).network.samples] == [
        s.inputs for s in xor.network.samples
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("0.05 0.10", ("0.05", "0.10")),
        ("0,05 0,10", ("0.05", "0.10")),
        ("0.05, .10", ("0.05", "0.10")),
        ("0,05; 0,1", ("0.05", "0.1")),
        ("[1, -2]", ("1", "-2")),
        ("1,2", ("1.2",)),
        ("1,2,3", ("1", "2", "3")),
        ("0,25", ("0.25",)),
        ("−0.5\t+3", ("-0.5", "3")),
        ("a 1", None),
    ],
)
def test_a_row_of_numbers_is_read_as_people_write_it(line, found):
    assert form.numbers(line) == found


LESSONS = {  # lesson 7, as it is filled in
    "inputs": "0.05 0,10", "targets": "0.01 0.99", "hidden": "2", "biases": "shared", "bias_values": "0.35\n0.60",
    "weights": "0.15 0.20\n0.25 0.30\n0.40 0.45\n0.50 0.55",
}  # fmt: skip


def test_a_form_filled_in_is_the_network_it_says():
    example = parse_example(load_text(drafting.text(form.filled_in(LESSONS)), "form"), "form", "form")
    own = {(w.source, w.target): w.value for w in example.network.weights}
    assert (
        own["x2", "H1"] == Decimal("0.20") and own["H1", "Y2"] == Decimal("0.50") and own["x1", "H2"] == Decimal("0.25")
    )
    assert [bias.targets for bias in example.network.biases] == [("H1", "H2"), ("Y1", "Y2")]


def test_weights_are_numbered_as_the_form_says():
    fields = LESSONS | {"numbering": "source", "biases": "none", "bias_values": ""}
    example = parse_example(load_text(drafting.text(form.filled_in(fields)), "form"), "form", "form")
    assert [(w.source, w.target) for w in example.network.weights[:2]] == [("x1", "H1"), ("x1", "H2")]
    assert example.network.biases == ()


def test_what_a_form_leaves_out_is_drawn_the_same_for_the_same_seed():
    fields = {"inputs": "1 2", "targets": "0.5", "hidden": "3 2", "seed": "9"}
    one, two, other = (drafting.text(form.filled_in(fields | {"seed": seed})) for seed in ("9", "9", "10"))
    assert one == two != other
    example = parse_example(load_text(one, "form"), "form", "form")
    assert [len(column) for column in example.network.columns] == [2, 3, 2, 1]


def test_every_field_that_cannot_be_read_is_told():
    fields = {"inputs": "a", "targets": "", "hidden": "9", "loss": "huber"}
    with pytest.raises(ContentError) as error:
        form.filled_in(fields)
    assert [fault.where for fault in error.value.faults] == ["form: inputs", "form: targets", "form: hidden"]
    with pytest.raises(ContentError, match="form: weights: wanted 2 rows of 2 and 1 row of 2"):
        form.filled_in({"inputs": "1 2", "targets": "1", "hidden": "2", "weights": "1 2 3"})
    with pytest.raises(ContentError, match="form: bias_values: wanted 3 numbers"):
        form.filled_in({"inputs": "1 2", "targets": "1", "hidden": "2", "bias_values": "1 2"})


def test_a_key_is_found_in_the_line_it_stands_in():
    text = LESSON.read_text("utf-8")
    lines = text.splitlines()
    for key, begins in {
        "network.weights.w5": "w5", "network.inputs.x2": "inputs", "network.loss": "loss", "method": "[method]",
        "network.layers[2].neurons": "neurons", "network.layers[1]": "[[network.layers]]",
    }.items():  # fmt: skip
        assert lines[line_of(text, key) - 1].startswith(begins), key
    second = [number for number, line in enumerate(lines, 1) if line.startswith("neurons")][1]
    assert line_of(text, "network.layers[2].neurons") == second
    assert line_of(text, "nothing.here") == 0
