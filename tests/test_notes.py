"""Plain text notes are audited in an example's own names, in our symbols and ids, Greek or spelt."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from backprop.__main__ import main
from backprop.audit.notes.read import claims_in, read_notes
from backprop.audit.source.names import Names
from backprop.reading.example import read_example
from backprop.steps.solving import solve
from conftest import CONTENT, make_data, parse
from test_evidence import MAZUR

EXAMPLE = str(CONTENT / "examples" / "mazur-2015" / "example.toml")


@pytest.fixture(scope="module")
def known():
    solution = solve(parse(MAZUR))
    values = {id: number.value for id, number in solution.numbers.items()}
    return Names(solution.trace.quantities, values, solution.example.network)


@pytest.mark.parametrize(
    ("line", "quantity"),
    [
        ("net_h1 = 0.3775", "net_h1"), ("net h1 = 0.3775", "net_h1"), ("net(h1): 0.3775", "net_h1"),
        ("NET_H1 = 0.3775", "net_h1"), ("z_h1 = 0.3775", "net_h1"), ("out(o1) = 0.7514", "out_o1"),
        ("o1 = 0.7514", "out_o1"),
        ("δ(o1) = 0.1385", "delta_o1"), ("delta_o1 = 0.1385", "delta_o1"), ("delta o1 = 0.1385", "delta_o1"),
        ("E = 0.298", "E_total"), ("E_total = 0.298", "E_total"), ("Error: 0.298", "E_total"),
        ("E(o1) = 0.2748", "E_o1"),
        ("E_o1 = 0.2748", "E_o1"), ("w5+ = 0.3589", "new_w5"), ("w5' = 0.3589", "new_w5"),
        ("new w5 = 0.3589", "new_w5"),
        ("w₅⁺ = 0.3589", "new_w5"), ("∂E/∂w5 = 0.0822", "grad_w5"), ("dE_total/dw5 = 0.0822", "grad_w5"),
        ("Δw5 = −0.0411", "change_w5"), ("∂E/∂out_o1 = 0.7414", "dE_dout_o1"),
        ("dout/dnet o1 = 0.1868", "dout_dnet_o1"),
        ("∂C/∂w5 = 0.0822", "grad_w5"), ("dL_dw5 = 0.0822", "grad_w5"), ("∇w5 = 0.0822", "grad_w5"),
        ("dw5 = 0.0822", "grad_w5"), (r"\frac{\partial E}{\partial w_5} = 0.0822", "grad_w5"),
        ("∂E/∂w5 = ∂E/∂out_o1 * ∂out_o1/∂net_o1 * ∂net_o1/∂w5 = 0.0822", "grad_w5"),
        ("w5: 0.40 → 0.3589", "new_w5"), ("w5(t+1) = 0.3589", "new_w5"), ("w5_updated = 0.3589", "new_w5"),
        ("| w5 | 0.40 | 0.3589 |", "new_w5"), ("new weight w5 = 0.3589", "new_w5"),
        ("∂E/∂net_o1 = 0.1385", "delta_o1"), ("dL/dz_o1 = 0.1385", "delta_o1"), ("Err_o1 = 0.1385", "delta_o1"),
        ("∂L/∂a_o1 = 0.7414", "dE_dout_o1"), ("∂E_o1/∂out_h1 = 0.0554", "path_h1_o1"), ("MSE = 0.2984", "E_total"),
        ("f'(net_o1) = 0.1868", "dout_dnet_o1"), ("new E = 0.2910", "E_total@r1"), ("new out_o1 = 0.7420", "out_o1@r1"),
        ("E_total@r7 = 0.2", "E_total@r7"), ("**net_h1** = 0.3775", "net_h1"), ("$net_{h1} = 0.3775$ ✓", "net_h1"),
        ("`net_h1` = 0.3775", "net_h1"), ("| net_h1 | 0.3775 |", "net_h1"),
        ("- net_h1 ≈ 0.3775.", "net_h1"), ("out_o1 new = 0.7284", "out_o1@r1"), ("η = 0.5", "learning_rate"),
        ("∂net_o1/∂w5 = 0.5933", "out_h1"), ("dz_h1/dw1 = 0.05", "i1"), ("∂net/∂w6 = 0.5969", "out_h2"),
        ("∂net_o1/∂out_h1 = 0.40", "w5"), ("net_h1 | 0.3775", "net_h1"), ("w5 | 0.40 | 0.3589", "new_w5"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_whatever_hand_it_is_written(known, line, quantity):
    notes = read_notes(line, known)
    assert [said.quantity for said in notes.said] == [quantity]
    assert notes.unplaced == ()


READ = {  # which of two quantities of one name is meant, in Mazur's network: w5 = 0.40, its gradient 0.082167
    "w5 = 0.40": ["w5"], "w5 = 0.4": ["w5"], "w5 = 0.3589": ["new_w5"], "w5 = 0.40 + 0.0411 = 0.4411": ["new_w5"],
    "w5 ← 0.40 - 0.5*0.0822 = 0.3589": ["new_w5"], "dw5 = 0.0822": ["grad_w5"], "dw5 = -0.0411": ["change_w5"],
    "net_h1 = 0.3775, net_h2 = 0.3925": ["net_h1", "net_h2"],
    "net_h1 = 0.3775\nw1 = 0.1498\nnet_h1 = 0.3772\nnet_h1 = 0.3775": ["net_h1", "new_w1", "net_h1@r1", "net_h1"],
    "net_h1 = 0.3775\nnet_h1 = 0.3772": ["net_h1", "net_h1"],
    "out_o1 = 0.752\nw5 = 0.3589\nout_o1 = 0.752": ["out_o1", "new_w5", "out_o1"],  # the same number again
    "err_o1 = 0.2748": ["E_o1"], "err_o1 = 0.1385": ["delta_o1"], "dw5 = 0.0411": ["change_w5"],
    "0.5**2 = 0.25": [""], "E_o1 = 0.5*(0.01-0.7514)**2 = 0.2748": ["E_o1"],
    r"$out_{h1} = \frac{1}{1+e^{-0.3775}} = 0.5933$": ["out_h1"],
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_what_a_name_means_is_told_by_its_number(text):
    solution = solve(read_example(Path(EXAMPLE)))
    claims, unplaced = claims_in(text, "notes", "notes.txt", solution)
    assert [claim.quantity for claim in claims.claims] == READ[text] and unplaced == ()


UNREAD = (  # two numbers that may be anything, and a count
    *(
        "| 1 | 0.298 |",
        "| o1 | 0.7514 | 0.01 |",
        "| w5 | 0.40 | 0.45 |",
        "| b1 | 0.35 | 0.60 |",
        "| i1 | 0.05 | 0.10 |",
    ),
    *("h1: 0.3 -> 0.4", "x5: 0.40 -> 0.36", "| name | old | new |"),
)


@pytest.mark.parametrize("line", UNREAD)
def test_what_may_mean_anything_is_listed_as_it_stands(known, line):
    notes = read_notes(line, known)
    assert notes.said == () and notes.unplaced == ((1, line),)


def test_a_neuron_keeps_its_own_name_where_that_is_an_error_elsewhere():
    data = make_data(random.Random(3), (2, 1), ("sigmoid",), "half_squared_error")
    found = Names(solve(parse(data)).trace.quantities, {})
    neuron = next(iter(found.known[id].names[0] for id in found.known if id.startswith("out_")))
    turned = {id: replace(q, names=tuple("C" if n == neuron else n for n in q.names)) for id, q in found.known.items()}
    known = {quantity.id: quantity for quantity in turned.values()}
    assert Names(known, {}).id("C") == "out_C" and Names(known, {}).id("E") == "E_total"


def test_the_only_output_of_a_network_needs_no_name():
    example = read_example(CONTENT / "examples" / "one-neuron" / "example.toml")
    claims, _ = claims_in("ŷ = 0.5", "notes", "notes.txt", solve(example))
    assert [claim.quantity for claim in claims.claims] == ["out_Y"]


def test_a_line_with_its_working_is_taken_apart_and_its_names_are_spelt_as_ids(known):
    (said,) = read_notes("net(o1) = w5*out_h1 + w6*Out_H2 + b2 = 1.1059", known).said
    assert (said.quantity, said.expression, said.printed) == ("net_o1", "w5*out_h1 + w6*out_h2 + b2", "1.1059")
    (said,) = read_notes("out_h1 = 1/(1+e^-0.3775) = 0.5933", known).said
    assert said.expression == "1/(1+e^-0.3775)"


def test_what_cannot_be_placed_is_listed_and_the_rest_audited(tmp_path, capsys):
    notes = tmp_path / "notes.txt"
    notes.write_text(
        "# Sunday\n\nnet_h1 = 0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775\nthe moon = 4\nE = 0.289\nno number\n", "utf-8"
    )
    assert main(["audit", EXAMPLE, str(notes), "--verdicts"]) == 0
    said = capsys.readouterr()
    assert [line.split()[1] for line in said.out.splitlines()] == ["exact", "slip"]  # 0.289 for 0.298: turned round
    assert said.err.splitlines() == [
        f"{notes}: line 4: not placed, and left out: the moon = 4",
        f"{notes}: line 6: not placed, and left out: no number",
    ]


def test_lines_alone_are_audited_as_arithmetic(tmp_path, capsys):
    lines = tmp_path / "lines.txt"
    lines.write_text("0.75 × 0.25 = 0.1875\n0.75137 * 0.24863 = 0.18676\n2/3 = 0.666\n", "utf-8")
    assert main(["audit", str(lines), "--verdicts"]) == 0
    words = [line.split()[1:3] for line in capsys.readouterr().out.splitlines()]
    assert words == [["exact", "-"], ["slip", "miscalculated"], ["truncated", "-"]]  # 0.75137 · 0.24863 = 0.186813


def test_notes_with_commas_are_read_with_them(tmp_path, capsys):
    notes = tmp_path / "notes.txt"
    notes.write_text("net_h1 = 0,15*0,05 + 0,20*0,10 + 0,35 = 0,3775\nout_h1 = 0,5933\n", "utf-8")
    assert main(["audit", EXAMPLE, str(notes), "--verdicts"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["exact", "exact"]


def test_notes_of_nothing_are_refused(tmp_path, capsys):
    notes = tmp_path / "notes.txt"
    notes.write_text("nothing here\n", "utf-8")
    assert main(["audit", EXAMPLE, str(notes)]) == 1
    told = "wanted lines such as net_H1 = 0.3825, got none that could be read; write a name, =, and the number"
    assert capsys.readouterr().err == f"{notes}: {told}\n"


@pytest.mark.parametrize(
    ("line", "expression"),
    [
        ("-0.7414*0.1868 = -0.1385", "-0.7414*0.1868"),
        ("-(0.01 - 0.7514) = 0.7414", "-(0.01 - 0.7514)"),
        ("- 0.5*0.2 = 0.1", "0.5*0.2"),
        ("* > 0.5*0.2 = 0.1", "0.5*0.2"),
        ("•0.5*0.2 = 0.1", "0.5*0.2"),
        ("1/(1+e^(-0.3775)) = 0.5933", "1/(1+e^(-0.3775))"),
        ("-ln(0.65) = 0.431", "-ln(0.65)"),
        ("3.2e-4*2 = 6.4e-4", "3.2e-4*2"),
    ],
)
def test_a_line_of_arithmetic_keeps_its_minus_and_its_functions_and_loses_its_bullet(line, expression):
    [said] = read_notes(line, Names({}, {})).said
    assert (said.quantity, said.expression) == ("", expression)


@pytest.mark.parametrize("line", ["e = 2.72", "E2 = 0.3", "step 3 = 0.5", "w9 = 0.4", "accuracy on 10 = 0.4"])
def test_a_name_of_nothing_known_is_no_arithmetic(line):
    assert read_notes(line, Names({}, {})).said == ()


@pytest.mark.parametrize(
    "line",
    [
        *("net_H1@s2 = 0.23", "net_H1⁽²⁾ = 0.23", "net_H1(2) = 0.23", "net_H1[2] = 0.23", "net_H1_s2 = 0.23"),
        *("net_H1^(2) = 0.23", "net_H1^{(2)} = 0.23", "sample 2: net_H1 = 0.23", "net_H1 (sample 2) = 0.23"),
        *("Sample 2:\nnet_H1 = 0.23", "Sample 1\nnet_H2 = 0.5\nSample 2\nnet_H1 = 0.23"),
    ],
)
def test_the_sample_that_a_line_is_about_is_read_in_whatever_way_it_is_said(line):
    solution = solve(read_example(CONTENT / "examples" / "xor" / "example.toml"))
    notes = read_notes(line, Names(solution.trace.quantities, {}, solution.example.network))
    assert notes.unplaced == () and notes.said[-1].quantity == "net_H1@s2"


@pytest.fixture(scope="module")
def several():
    """The names of an example with several samples, which may stand behind any."""
    solution = solve(read_example(CONTENT / "examples" / "xor" / "example.toml"))
    return Names(solution.trace.quantities, {}, solution.example.network)


@pytest.mark.parametrize(
    "line",
    [
        *("a" * 20_000, "a1" * 10_000, "a_" * 10_000, "|" + "a" * 20_000, "a(" * 8_000, "a," * 8_000, "a|" * 5_000),
        *(" " * 20_000, f"a = 0.5{' ' * 20_000}b"),
    ],
    ids=["word", "digits", "lines below", "row", "brackets", "commas", "strokes", "blanks", "blanks between"],
)
def test_a_long_line_is_read_in_a_time_that_grows_with_its_length(several, line):
    """Eight times the length takes sixty-four times as long where a pattern goes back and forth, and eight here."""

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            read_notes(f"net_H1 = {text} = 0.5\n{text}", several)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(line) < 24 * seconds(line[: len(line) // 8])
