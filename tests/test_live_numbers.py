"""Live numbers: what the page computes by itself is what the program computes, and the page follows every edit."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
import tomllib
from decimal import Decimal

import pytest

import npm
from backprop.formula.record import on_page
from backprop.reading.example import read_example
from backprop.reading.other_numbers import with_given
from backprop.steps.solving import solve
from conftest import CONTENT, ROOT, make_data, parse
from handmade import network

SCRIPTS = ROOT / "templates" / "assets" / "js"
EXPR = SCRIPTS / "expr.js"
LOADED = "".join(f"require({json.dumps(str(SCRIPTS / name))});" for name in ("digits.js", "expr.js", "rounds.js"))
LOADED += "const B = globalThis.Backprop;"
NEAR = 1e-12  # of the larger of one and the number
LATER = 1e-9  # after many rounds, each of which feeds its rounding to the next
TIE = Decimal("1e-12")  # of a unit of the last digit: as near as that to a tie either digit will do
RANDOM = 1000


@pytest.fixture(scope="module")
def node() -> str:
    found = npm.tool("node")
    if not found:
        pytest.skip("no Node here")
    return found


def computed(node: str, asked: list[tuple[dict, dict]]) -> list[dict]:
    """Return for each record, with its edits, the numbers that the page's interpreter finds, and how it shows them."""
    script = (
        f"{LOADED} let text = '';"
        "process.stdin.on('data', (part) => { text += part; });"
        "process.stdin.on('end', () => { console.log(JSON.stringify(JSON.parse(text).map(([record, edits]) => {"
        " const found = B.live(record, edits); const shown = {};"
        " Object.keys(found).forEach((id) => { shown[id] = B.asRead(found[id], record.display.digits); });"
        " return { found, shown }; }))); });"
    )
    done = subprocess.run([node, "-e", script], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def differences(solution, answer: dict) -> list[str]:
    """Return what the page would show otherwise than the program, by more than rounding in doubles and ties allow."""
    found = []
    for id, number in solution.quantities.items():
        value = number.value
        got = answer["found"][id]
        if got is None or abs(got - float(value)) > (LATER if "@r" in id else NEAR) * max(1.0, abs(float(value))):
            found.append(f"{id}: {got} for {float(value)}")
        elif (
            not number.quantity.given
            and number.quantity.kind != "learning_rate"
            and answer["shown"][id] != number.shown
        ):
            unit = Decimal(1).scaleb(-len(number.shown.partition(".")[2].split(" ")[0]))
            if (
                "×" in number.shown
                or abs(abs(value) / unit % 1 - Decimal("0.5")) > Decimal(abs(got - float(value))) / unit + TIE
            ):
                found.append(f"{id}: shown {answer['shown'][id]} for {number.shown}")
    return found


def test_the_interpreter_knows_the_record_alone():
    text = EXPR.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert not re.search(r"neuron|layer|sigmoid|delta|grad", re.sub(r"/\*.*?\*/", "", text, flags=re.S))


def test_on_every_example_the_page_computes_what_the_program_does(node):
    solutions = [solve(read_example(path)) for path in sorted(CONTENT.glob("examples/*/example.toml"))]
    answers = computed(node, [(on_page(solution), {}) for solution in solutions])
    wrong = [f"{s.example.slug}: {text}" for s, a in zip(solutions, answers, strict=True) for text in differences(s, a)]
    assert wrong == [] and len(solutions) > 20


def test_on_random_networks_too(node):
    maker = random.Random(7)
    solutions = []
    while len(solutions) < RANDOM:
        shape = maker.choice(((1, 1), (2, 1), (2, 2, 1), (1, 2, 2), (2, 2, 2), (2, 3, 1)))
        activations = [maker.choice(("sigmoid", "tanh", "relu", "leaky_relu", "linear", "softplus")) for _ in shape[1:]]
        losses = ("half_squared_error", "squared_error", "mean_squared_error", "binary_cross_entropy", "cross_entropy")
        loss = maker.choice(losses)
        if loss == "cross_entropy" and shape[-1] == 1:
            continue
        if loss == "binary_cross_entropy":
            activations[-1] = "sigmoid"
        if loss == "cross_entropy":
            activations[-1] = "softmax"
        solutions.append(solve(parse(make_data(maker, shape, activations, loss))))
    answers = computed(node, [(on_page(solution), {}) for solution in solutions])
    wrong = [text for s, a in zip(solutions, answers, strict=True) for text in differences(s, a)]
    assert wrong == []


def test_edited_numbers_are_those_of_the_edited_file(node):
    path = CONTENT / "examples" / "backpropagation-2x2" / "example.toml"
    text = path.read_text("utf-8")
    record = on_page(solve(read_example(path)))
    edits = {"w1": 0.2, "x1": 0.5, "w5": -0.4, "learning_rate": 0.25}
    edited = re.sub(r"(w1 = \[.*, )[\d.]+\]", r"\g<1>0.2]", text)
    edited = re.sub(r"(w5 = \[.*, )[\d.]+\]", r"\g<1>-0.4]", edited)
    edited = re.sub(r"x1 = [\d.]+", "x1 = 0.5", edited)
    edited = re.sub(r"learning_rate = [\d.]+", "learning_rate = 0.25", edited)
    assert edited != text
    other = path.with_name("never-written.toml")
    solution = solve(parse_text(edited, other))
    [answer] = computed(node, [(record, edits)])
    assert differences(solution, answer) == []


@pytest.mark.parametrize(
    ("slug", "edits"),
    [
        ("backpropagation-2x2", {"b3": 30}), ("backpropagation-2x2", {"b3": 40, "b1": 35}),
        ("backpropagation-2x2", {"b4": 60, "w1": -900}), ("softmax-cross-entropy", {"w5": 90}),
        ("softmax-cross-entropy", {"b1": 25, "b2": -25}), ("relu-homework-2-2-1-sigmoid", {"b3": 45}),
    ],
)  # fmt: skip
def test_where_an_output_is_almost_one_what_is_missing_to_one_keeps_its_digits(node, slug, edits):
    """In doubles 1 − out would have lost them: here they are those of the program, which has fifty digits."""
    example = read_example(CONTENT / "examples" / slug / "example.toml")
    record = on_page(solve(example))
    other = solve(with_given(example, {id: str(value) for id, value in edits.items()}))
    [answer] = computed(node, [(record, edits)])
    small = {
        id: (answer["found"][id], float(number.value))
        for id, number in other.quantities.items()
        if number.quantity.kind in {"dout_dnet", "dE_dout"} and not number.quantity.round
    }
    assert any(0 < abs(value) < 1e-9 for _, value in small.values())
    for id, (got, value) in small.items():
        assert got == pytest.approx(value, rel=1e-9, abs=1e-300), id


def parse_text(text: str, path):
    return parse(tomllib.loads(text, parse_float=Decimal))


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), ("−0.25", -0.25), (".5", 0.5), ("1e-3", 0.001), (" 2 ", 2)])
def test_numbers_are_typed_with_a_comma_or_a_true_minus(node, text, value):
    script = f"{LOADED} console.log(B.typed({json.dumps(text)}))"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert float(done.stdout) == value


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.2.3", "--1", "0x10", "Infinity"])
def test_what_is_no_number_is_none(node, text):
    script = f"{LOADED} console.log(B.typed({json.dumps(text)}))"
    assert subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout == "NaN\n"


def test_a_neuron_may_be_called_as_what_every_object_has(node):
    toml = """
title = "a name that every object has"
[network]
inputs = { constructor = 0.5 }
targets = { valueOf = 0.9 }
[[network.layers]]
neurons = ["valueOf"]
[network.weights]
toString = ["constructor", "valueOf", 0.4]
[network.biases]
b = ["valueOf", -0.2]
"""
    record = on_page(solve(parse(tomllib.loads(toml, parse_float=Decimal))))
    assert "constructor" in record["given"]
    [as_it_is, edited] = computed(node, [(record, {}), (record, {"constructor": 0.9})])
    assert as_it_is["found"]["net_valueOf"] == pytest.approx(0.4 * 0.5 - 0.2)
    assert edited["found"]["net_valueOf"] == pytest.approx(0.4 * 0.9 - 0.2)


@pytest.mark.parametrize("own", [1, 10, 20])
def test_an_error_of_almost_nothing_keeps_its_digits_and_what_is_not_wanted_adds_none(node, own):
    """Two shares of e^w and e^−w, of which the first is wanted: E = −ln(1/(1 + e^−2w)) = ln(1 + e^−2w)."""
    error = math.log1p(math.exp(-2 * own))
    net = network("cross_entropy", ["softmax a b"], "x a 1, x b -1", ["x 1|a 1 b 0"])
    record = on_page(net)
    [answer, far] = computed(node, [(record, {"w1": own, "w2": -own}), (record, {"w1": 400, "w2": -400})])
    assert answer["found"]["E_total"] == pytest.approx(error, rel=1e-14)
    assert far["found"]["E_b"] == 0 and far["found"]["new_w1"] == 400


def test_the_largest_number_that_can_be_given_is_shown_as_it_is(node):
    script = f"{LOADED} console.log([1e12, 999999999999.5].map((x) => B.asRead(x, 4)).join(' '))"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1000000000000.0000", "999999999999.5000"]


def test_no_digit_is_shown_that_a_double_does_not_have(node):
    """Of 36701707752584.0391 and 648638347037.7946 a double knows 15 digits; 10¹¹ and a half it knows whole."""
    numbers = "[36701707752584.0391, 648638347037.7946, -648638347037.7946, 100000000000.5]"
    script = f"{LOADED} console.log({numbers}.map((x) => B.asRead(x, 4)).join(' '))"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["36701707752584.0", "648638347037.795", "−648638347037.795", "100000000000.5000"]


@pytest.mark.parametrize(("text", "tex"), [("−3.809 × 10⁻¹⁸", "-3.809 \\times 10^{-18}"), ("−0.25", "-0.25")])
def test_a_number_as_it_is_read_is_copied_as_tex(node, text, tex):
    script = f"{LOADED} console.log(B.inTex('{text}'))"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == tex
