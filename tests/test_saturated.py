"""What saturates is right to its last digit for all witnesses: the steps, the arrays, the differences, the program."""

from __future__ import annotations

import math
import subprocess
import sys
from decimal import Decimal

import pytest
from flint import arb, ctx

from backprop.errors import ContentError, Disagreement
from backprop.program import run as program
from backprop.program.numbers import plain
from backprop.program.numbers import printed as traced_output
from backprop.program.written import program as offered
from backprop.proof.verify import verify
from backprop.steps.solution import Number
from backprop.steps.solving import solve
from conftest import parse
from handmade import network

PLACES = 1000  # digits of the closed forms
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def one(activation: str, net: str, target: str = "0", loss: str = "half_squared_error", **method):
    """Return one neuron whose net input is its weight."""
    return parse({
        "title": "one neuron",
        "network": {
            "loss": loss, "inputs": {"x1": Decimal(1)}, "targets": {"Y": Decimal(target)},
            "layers": [{"activation": activation, "neurons": ["Y"]}], "weights": {"w1": ["x1", "Y", Decimal(net)]},
        },
        "method": method,
    })  # fmt: skip


def scores(first: str, second: str, targets: tuple[int, int]):
    """Return two outputs that share by softmax, with these net inputs."""
    return parse({
        "title": "two scores",
        "network": {
            "loss": "cross_entropy", "inputs": {"x1": Decimal(1)},
            "targets": dict(zip(("Y1", "Y2"), map(Decimal, targets), strict=True)),
            "layers": [{"activation": "softmax", "neurons": ["Y1", "Y2"]}],
            "weights": {"w1": ["x1", "Y1", Decimal(first)], "w2": ["x1", "Y2", Decimal(second)]},
        },
    })  # fmt: skip


def sigma(net) -> arb:
    return 1 / (1 + (-arb(net)).exp())


def softplus(net) -> arb:
    return arb(net).exp().log1p()


# --- examples, each with what the closed forms give for some of its quantities


def sigmoid_at(net: str):
    out, rest = sigma(net), sigma(-arb(net))
    return one("sigmoid", net), {
        "out_Y": out, "dout_dnet_Y": out * rest, "E_Y": out**2 / 2, "grad_w1": out**2 * rest,
    }  # fmt: skip


def tanh_at(net: str):
    out, slope = arb(net).tanh(), 1 / arb(net).cosh() ** 2
    return one("tanh", net), {"out_Y": out, "dout_dnet_Y": slope, "grad_w1": out * slope}


def softplus_at(net: str):
    out, slope = softplus(net), sigma(net)
    return one("softplus", net), {"out_Y": out, "dout_dnet_Y": slope, "grad_w1": out * slope}


def entropy_where_0_is_wanted(net: str):
    values = {"E_Y": softplus(net), "dE_dout_Y": 1 + arb(net).exp(), "delta_Y": sigma(net)}
    return one("sigmoid", net, "0", "binary_cross_entropy"), values


def entropy_where_1_is_wanted(net: str):
    values = {"E_Y": softplus(-arb(net)), "dE_dout_Y": -1 - (-arb(net)).exp(), "delta_Y": -sigma(-arb(net))}
    return one("sigmoid", net, "1", "binary_cross_entropy"), values


def scores_of_which_the_higher_is_wanted(high: str, low: str):
    apart = arb(high) - arb(low)
    return scores(high, low, (1, 0)), {
        "out_Y1": sigma(apart), "out_Y2": sigma(-apart), "E_total": softplus(-apart),
        "delta_Y1": -sigma(-apart), "delta_Y2": sigma(-apart),
    }  # fmt: skip


def scores_of_which_the_lower_is_wanted(high: str, low: str):
    apart = arb(high) - arb(low)
    values = {"out_Y1": sigma(apart), "E_total": softplus(apart), "delta_Y1": sigma(apart), "delta_Y2": -sigma(apart)}
    return scores(high, low, (0, 1)), values


CASES = [
    *((sigmoid_at, net) for net in ("219", "240", "-219", "-240", "700.5")),
    *((tanh_at, net) for net in ("111", "-111", "-250.25")),
    *((softplus_at, net) for net in ("-229", "-700", "800", "40")),
    *((entropy_where_0_is_wanted, net) for net in ("35", "36.5", "104", "300")),
    *((entropy_where_1_is_wanted, net) for net in ("-35", "-104", "104")),
    *((scores_of_which_the_higher_is_wanted, *nets) for nets in (("750", "0"), ("750", "25"))),
    *((scores_of_which_the_lower_is_wanted, *nets) for nets in (("0", "-694"), ("600", "0"))),
]
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join((case[0].__name__, *case[1:])))


def decimal(value: arb) -> Decimal:
    return Decimal(value.str(60, radius=False))


def written(value: Decimal) -> str:
    """Write a value as it is to be shown: four decimals and four digits, by a power of ten where that is too long."""
    if value and not -12 < value.adjusted() < 15:
        mantissa, _, power = f"{value:.3e}".replace("-", "−", value < 0).partition("e")
        return f"{mantissa} × 10{str(int(power)).translate(RAISED)}"
    return f"{value:.{max(4, 3 - value.adjusted()) if value else 4}f}".replace("-", "−")


def differs(number: Number, value: arb) -> bool:
    """Return whether a number, what is shown of it or its double is not that of the closed form."""
    true = decimal(value)
    far = abs(number.value - true) > abs(true) * Decimal("1e-40")
    return far or number.shown != written(true) or number.full != repr(float(true) + 0.0)


def all_witnesses(example):
    """Return the solution of an example on which steps, arrays, differences and program agree."""
    solution = solve(example)
    verify(solution)
    program.run(solution)
    return solution


@cases
def test_what_saturates_has_the_value_of_its_closed_form_and_all_witnesses_agree(case):
    with ctx.workdps(PLACES):
        example, values = case[0](*case[1:])
        solution = all_witnesses(example)
        wrong = {id: value for id, value in values.items() if differs(solution.numbers[id], value)}
    assert wrong == {}, {id: solution.numbers[id].shown for id in wrong}


@pytest.mark.parametrize("net", ["35", "104"])
def test_an_error_beyond_saturation_is_the_net_input_where_0_is_wanted(net):
    solution = all_witnesses(one("sigmoid", net, "0", "binary_cross_entropy"))
    assert solution.numbers["E_Y"].shown == solution.numbers["E_total"].shown == f"{net}.0000"


def test_an_output_that_no_double_holds_adds_nothing_where_nothing_is_wanted_of_it():
    net = network("cross_entropy", ["softplus a b"], "x a 1, x b -9000", ["x 1|a 1 b 0"])
    solution = all_witnesses(net.example)
    assert float(solution.numbers["E_total"].value) == pytest.approx(-math.log(math.log(1 + math.e)), rel=1e-14)
    assert solution.numbers["E_b"].value == 0 and solution.numbers["delta_b"].value == 0


@pytest.mark.parametrize("low", ["0", "25"])
def test_a_slope_that_no_double_holds_is_refused_in_one_line(low):
    # ∂E/∂out of a share of e^−750 is −e^750, about −10³²⁵
    wanted = r"\Arandom\.toml: dE_dout_Y2: wanted a number that can be computed, got one too large[^\n]*\Z"
    with pytest.raises(ContentError, match=wanted):
        solve(scores("750", low, (0, 1)))


def test_a_weight_that_passes_through_zero_is_zero_there():
    # 0.19 − 0.1 · (0.19 + 0.81) = 0.09, and 0.09 − 0.1 · (0.09 + 0.81) = 0
    solution = all_witnesses(one("linear", "0.19", "-0.81", learning_rate=Decimal("0.1"), rounds=2))
    shown = {id: solution.numbers[id].shown for id in ("new_w1", "new_w1@r2", "net_Y@r2", "E_Y@r2", "E_Y@r1")}
    assert shown == {
        "new_w1": "0.09000", "new_w1@r2": "0.0000", "net_Y@r2": "0.0000", "E_Y@r2": "0.3281", "E_Y@r1": "0.4050",
    }  # fmt: skip
    assert solution.numbers["new_w1@r2"].value == 0 and solution.numbers["E_Y@r2"].value == Decimal("0.32805")


# --- what the offered program prints


@pytest.fixture
def printed(monkeypatch):
    """Let the offered program of one neuron print something else; returns the text of the disagreement."""

    def told(lines: str, returncode: int = 0, errors: str = "") -> str:
        done = subprocess.CompletedProcess([], returncode, lines, errors)
        monkeypatch.setattr(program, "execute", lambda source: done)
        with pytest.raises(Disagreement) as raised:
            program.run(solve(one("sigmoid", "0.5")))
        return str(raised.value)

    return told


@pytest.mark.parametrize(
    "line",
    ["net_Y = nan", "net_Y = inf", "net_Y = -inf", "net_Y = None", "net_Y = half", "net_Y", "", "done", "net_Z = 0.5",
     "net_Y@r7 = 0.5", "net_Y = 0.500001", "net_Y = -0.5", "net_Y = 0.5 0.5", "w1 = 0.51"],
)  # fmt: skip
def test_a_program_that_prints_what_no_step_gives_is_a_mistake_of_ours_that_names_the_file(line, printed):
    said = printed(f"net_Y = 0.500000000\n{line}\nout_Y = 0.622459331\n")
    assert said.startswith("random.toml: ") and said.endswith("send the file and this line to the project's issues")
    assert line.partition(" = ")[0] in said


def test_a_program_that_stops_is_a_mistake_of_ours_that_names_the_file(printed):
    said = printed("net_Y = 0.5\n", 1, "Traceback\nValueError: no\n")
    assert said.startswith("random.toml: the program stopped: ValueError: no: ")


@pytest.mark.parametrize("text", ["0.622459331", "0.6224593312", "0.622459330801"])
def test_a_program_that_prints_a_step_to_nine_decimals_agrees_with_it(text, monkeypatch):
    # 1/(1 + e^−0.5) = 0.62245933120…
    done = subprocess.CompletedProcess([], 0, f"out_Y = {text}\n", "")
    monkeypatch.setattr(program, "execute", lambda source: done)
    monkeypatch.setattr(program, "promised", lambda source: ["out_Y"])
    assert program.run(solve(one("sigmoid", "0.5")))[1] == done.stdout


@pytest.mark.parametrize("kept", [0, 1, -1])
def test_a_program_that_leaves_out_a_line_is_a_mistake_of_ours(kept, printed):
    solution = solve(one("sigmoid", "0.5"))
    lines = program.run(solution)[1].splitlines(keepends=True)
    assert "does not print all that it says it prints" in printed("".join(lines[:kept]))


@cases
def test_the_program_of_what_saturates_runs_without_a_warning(case):
    text = plain(offered(solve(case[0](*case[1:])[0])))
    command = [sys.executable, "-I", "-W", "error", "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    numbers = [float(line.partition(" = ")[2]) for line in done.stdout.splitlines()]
    assert len(numbers) > 5 and all(abs(number) < float("inf") for number in numbers)


@pytest.mark.parametrize(
    ("activation", "formula"),
    [("sigmoid", "1 / (1 + np.exp(-net"), ("softplus", "np.log(1 + np.exp(net"), ("tanh", "1 - out_output**2")],
)
def test_the_program_of_a_small_network_has_the_formula_of_the_textbook(activation, formula):
    text = plain(offered(solve(one(activation, "0.5"))))
    assert formula in text and "np.where" not in text and "logaddexp" not in text


def test_the_program_of_small_scores_has_the_formula_of_the_textbook():
    text = plain(offered(solve(scores("0.5", "-0.25", (1, 0)))))
    assert "np.exp(net_output) / np.exp(net_output).sum()" in text and "-T * np.log(out)" in text


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "softplus", "linear"])
def test_a_net_input_of_nothing_keeps_its_second_witness(activation):
    # 1 · 0.5 − 0.5 is 0 to a double too, so the arrays have all of it
    data = {
        "title": "nothing",
        "network": {
            "loss": "half_squared_error", "inputs": {"x": Decimal(1)}, "targets": {"y": Decimal(1)},
            "layers": [{"activation": activation, "neurons": ["h"]}, {"activation": "linear", "neurons": ["y"]}],
            "weights": {"w1": ["x", "h", Decimal("0.5")], "w2": ["h", "y", Decimal("0.25")]},
            "biases": {"b": ["h", Decimal("-0.5")]},
        },
    }  # fmt: skip
    assert verify(solve(parse(data))).unwitnessed == 0


@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_a_net_input_that_doubles_do_not_tell_from_zero_is_no_mistake_of_ours(activation):
    # 0.1 + 0.2 − 0.29999999999999999999 is 10⁻²⁰, above zero; in doubles it is 5.6 · 10⁻¹⁷ or 0
    data = {
        "title": "a hair above zero",
        "network": {
            "loss": "half_squared_error", "inputs": {"a": Decimal("0.1"), "b": Decimal("0.2")},
            "targets": {"y": Decimal(1)}, "layers": [{"activation": activation, "neurons": ["y"]}],
            "weights": {"w1": ["a", "y", Decimal(1)], "w2": ["b", "y", Decimal(1)]},
            "biases": {"c": ["y", Decimal("-0.29999999999999999999")]},
        },
    }  # fmt: skip
    solution = solve(parse(data))
    assert solution.numbers["dout_dnet_y"].shown == "1.0000" and solution.numbers["net_y"].shown == "1.000 × 10⁻²⁰"
    assert verify(solution).unwitnessed > 0 and program.run(solution)


@pytest.mark.parametrize("rounds", [3, 10, 100])
def test_what_no_double_holds_decides_a_later_round_for_one_witness_only(rounds):
    # σ(−10⁶) is 10⁻⁴³⁴²⁹⁵, above zero: the relu behind it has slope 1, and in doubles 0 stands in its corner
    data = {
        "title": "nearly nothing",
        "network": {
            "loss": "half_squared_error", "inputs": {"x": Decimal(-1_000_000)}, "targets": {"y": Decimal(1)},
            "layers": [{"activation": "sigmoid", "neurons": ["h"]}, {"activation": "relu", "neurons": ["y"]}],
            "weights": {"w1": ["x", "h", Decimal(1)], "w2": ["h", "y", Decimal("0.5")]},
            "biases": {"c": ["y", Decimal(0)]},
        },
        "method": {"rounds": rounds, "learning_rate": Decimal("0.5")},
    }  # fmt: skip
    solution = solve(parse(data))
    assert solution.numbers["new_c@r2"].value == Decimal("0.75")  # half the way to 1, and half of what is left
    assert verify(solution).unwitnessed > 0


def test_a_program_whose_training_magnifies_rounding_beyond_all_bounds_is_no_mistake_of_ours():
    # steps of ten on a softplus jump to and fro for ever: after a thousand of them no double has a digit right
    data = {
        "title": "to and fro",
        "network": {
            "loss": "half_squared_error", "inputs": {"x": Decimal("-0.06")}, "targets": {"y": Decimal(1)},
            "layers": [{"activation": "softplus", "neurons": ["y"]}], "weights": {"w": ["x", "y", Decimal("0.53")]},
            "biases": {"b": ["y", Decimal("-0.65")]},
        },
        "method": {"rounds": 1000, "learning_rate": Decimal(10)},
    }  # fmt: skip
    solution = solve(parse(data))
    assert verify(solution).unwitnessed > 0
    _, output = program.run(solution)
    late = float(next(line for line in output.splitlines() if line.startswith("new_b@r1000")).split()[-1])
    if (
        abs(late - float(solution.numbers["new_b@r1000"].value)) > 1e-3
    ):  # then the page has it as the program's, not as ours
        assert f'<q class="claim">{late:.9f}</q>' in traced_output(output, solution)


def test_a_target_of_0_or_1_is_trained_for_many_rounds():
    """∂E/∂out has T/out in it, a zero of whatever size where T is 0; w moves by −η(σ(w) − T), here in doubles."""
    for target, w in (("0", 2.0), ("1", -2.0)):
        rate, rounds = 0.5, 20_000
        example = one("sigmoid", str(w), target, "binary_cross_entropy", learning_rate=Decimal("0.5"), rounds=rounds)
        solution = solve(example)
        for _ in range(rounds):
            w -= rate * (1 / (1 + math.exp(-w)) - float(target))
        assert float(solution.numbers[f"new_w1@r{rounds}"].value) == pytest.approx(w, rel=1e-10)
