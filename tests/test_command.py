"""The command line: a worked example or an audit in the terminal and as data, and what CONTRIBUTING says to type."""

from __future__ import annotations

import itertools
import json
import math
import operator
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from backprop.__main__ import main
from backprop.formula.record import record as recorded
from backprop.prose.text import tex
from backprop.reading.example import read_example
from backprop.steps.solving import solve
from conftest import CONTENT, LESSON, ROOT

GOLDEN = Path(__file__).with_name("golden") / "content"
ONE = GOLDEN / "examples" / "one" / "example.toml"
CLAIMS = ONE.with_name("claims.toml")
PHASES = ["forward", "error", "output", "hidden", "update", "after"]
WIDE = """
title = "Three inputs, four hidden neurons, two outputs"

[network]
loss = "cross_entropy"
inputs = [0.5, -0.25, 1]
targets = [1, 0]

[[network.layers]]
activation = "tanh"
neurons = 4
init = { scheme = "xavier", seed = 7 }

[[network.layers]]
activation = "softmax"
neurons = 2
init = { scheme = "xavier", seed = 7 }
"""
ROUNDS = """
title = "One weight, three rounds"

[network]
loss = "half_squared_error"
inputs = { x = 1 }
targets = { y = 1 }

[[network.layers]]
activation = "linear"
neurons = ["y"]

[network.weights]
w = ["x", "y", 0.5]

[method]
learning_rate = 0.5
rounds = 3
"""
PAIR = """
title = "Two samples, one after the other"

[network]
loss = "binary_cross_entropy"

[[network.samples]]
inputs = { x1 = 1 }
targets = { Y1 = 1 }

[[network.samples]]
inputs = { x1 = -0.5 }
targets = { Y1 = 0 }

[[network.layers]]
activation = "leaky_relu"
neurons = ["H1"]

[[network.layers]]
activation = "sigmoid"
neurons = ["Y1"]

[network.weights]
w1 = ["x1", "H1", -0.4]
w2 = ["H1", "Y1", 0.00001]

[method]
batch = "online"
hidden_gradient = "updated_weights"
"""
OPERATIONS = {
    "add": lambda *parts: math.fsum(parts), "mul": lambda *parts: math.prod(parts), "neg": operator.neg,
    "div": operator.truediv, "pow": operator.pow, "exp": math.exp, "ln": math.log, "tanh": math.tanh, "max": max,
}  # fmt: skip


def evaluate(expr, values):
    """Return what an expression of a record gives, by the table of operations in CONTRIBUTING."""
    if isinstance(expr, str):
        return values[expr]
    if not isinstance(expr, list):
        return expr
    if expr[0] == "if_positive":
        return evaluate(expr[2] if evaluate(expr[1], values) > 0 else expr[3], values)
    return OPERATIONS[expr[0]](*(evaluate(part, values) for part in expr[1:]))


def refs(expr) -> set[str]:
    if isinstance(expr, list):
        return {name for part in expr[1:] for name in refs(part)}
    return {expr} if isinstance(expr, str) else set()


def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess:
    """Run `python -m backprop` as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "backprop", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        text=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        check=False,
    )


@pytest.fixture
def solved(tmp_path, capsys):
    """Solve a file, or a text as a file, and return what is printed."""

    def printed(file: Path | str, *options: str) -> str:
        path = file if isinstance(file, Path) else tmp_path / "written.toml"
        if isinstance(file, str):
            path.write_text(file, "utf-8")
        assert main(["solve", str(path), *options]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return printed


@pytest.fixture(params=["lesson", "one", "wide", "pair"])
def example(request) -> Path | str:
    return {"lesson": LESSON, "one": ONE, "wide": WIDE, "pair": PAIR}[request.param]


@pytest.fixture
def record(example, solved) -> dict:
    return json.loads(solved(example, "--json"))


# --- the record


def test_a_record_has_exactly_the_parts_it_promises(record, example):
    parts = "schema slug title display given names signs limits shares quantities steps parts tours moved rounds rates"
    assert list(record) == [*parts.split(), "bands"] and record["schema"] == 5
    folder = example.parent.name if isinstance(example, Path) else "written"
    text = example.read_text("utf-8") if isinstance(example, Path) else example
    assert (record["slug"], record["title"]) == (folder, tomllib.loads(text)["title"])
    for quantity in record["quantities"].values():
        assert list(quantity) == ["value", "shown"]
        assert isinstance(quantity["value"], float) and math.isfinite(quantity["value"])
        assert re.fullmatch(r"−?\d+(\.\d+)?( × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", quantity["shown"].replace("⁻", "", 1) or "")
    for step in record["steps"]:
        parts = "id phase ink sample round expr uses text tex spoken lights"
        assert list(step) == parts.split()
        assert list(step["text"]) == ["symbolic", "substituted", "value"]
        assert all(isinstance(text, str) and text for text in step["text"].values())
        assert step["text"]["value"] == record["quantities"][step["id"]]["shown"]
        assert list(step["lights"]) == ["nodes", "edges", "biases"]


INKS = {"output": "backward", "hidden": "backward", "update": "update"}


def test_a_step_of_a_record_knows_where_it_belongs_and_what_it_uses(record):
    biases = {id for id in record["given"] if re.fullmatch(r"b\d+", id)}
    for step in record["steps"]:
        sample, turn = (re.search(rf"@{letter}(\d+)", step["id"]) for letter in "sr")
        assert step["sample"] == (int(sample[1]) if sample else None), step["id"]
        assert step["round"] == (int(turn[1]) if turn else None), step["id"]
        assert step["ink"] == INKS.get(step["phase"], "forward"), step["id"]
        assert set(step["uses"]) == refs(step["expr"]) and len(step["uses"]) == len(set(step["uses"])), step["id"]
        used = {id.removeprefix("new_").partition("@")[0] for id in step["uses"]} | {step["id"].split("_", 1)[-1]}
        assert set(step["lights"]["biases"]) == biases & used, step["id"]
    for part in record["parts"]:
        assert set(part["uses"]) == refs(part["expr"]), part["id"]


def test_a_record_has_ways_through_its_steps(record):
    steps = [step["id"] for step in record["steps"]]
    notes, one, every, *alone = record["tours"]
    assert [tour["id"] for tour in (notes, one, every)] == ["notes", "one", "all"]
    samples = sorted({int(number) for id in steps for number in re.findall(r"@s(\d+)", id)})
    assert [tour["id"] for tour in alone] == [f"s{number}" for number in samples]
    for number, tour in zip(samples, alone, strict=True):
        assert tour["stops"] == [id for id in steps if f"@s{number}@" in f"{id}@"]
    assert one["stops"] is None and every["stops"] == steps
    assert set(notes["stops"]) <= set(steps) and set(record["given"]).isdisjoint(steps)


def test_a_record_lights_neurons_and_weights_of_its_network(record):
    ids = {id.partition("@")[0] for id in record["quantities"]}
    nodes = {id for id in ids if re.fullmatch(r"x\d", id)} | {id[4:] for id in ids if id.startswith("net_")}
    edges = {id for id in ids if re.fullmatch(r"w\d+", id)}
    for step in record["steps"]:
        assert step["lights"]["nodes"] and set(step["lights"]["nodes"]) <= nodes, step["id"]
        assert set(step["lights"]["edges"]) <= edges, step["id"]


@pytest.mark.parametrize("file", [LESSON, ONE, WIDE], ids=["lesson", "one", "wide"])
def test_the_phases_of_a_record_follow_each_other(file, solved):
    record = json.loads(solved(file, "--json"))
    assert [phase for phase, _ in itertools.groupby(step["phase"] for step in record["steps"])] == PHASES


def test_a_record_holds_what_is_given(solved):
    found = json.loads(solved(LESSON, "--json"))["quantities"]
    given = {"x1": "0.05", "x2": "0.10", "T_Y1": "0.01", "w1": "0.15", "w8": "0.55", "learning_rate": "0.5"}
    assert {id: found[id]["shown"] for id in given} == given
    assert {id: found[id]["value"] for id in given} == {id: float(text) for id, text in given.items()}
    biases = [id for id in found if re.fullmatch(r"b\d", id)]
    assert len([id for id in found if re.fullmatch(r"w\d", id)]) == 8 and biases


def test_every_step_follows_from_numbers_before_it_and_computes_again_to_its_value(record):
    values = {id: quantity["value"] for id, quantity in record["quantities"].items()}
    later = {step["id"] for step in record["steps"]}
    assert len(later) == len(record["steps"]) > 20
    for step in record["steps"]:
        assert not refs(step["expr"]) & later, step["id"]
        assert evaluate(step["expr"], values) == pytest.approx(values[step["id"]], rel=1e-12, abs=1e-15), step["id"]
        later.remove(step["id"])


def others(record: dict) -> set[str]:
    """Return the ids of the same network with the other numbers that lie beside the example."""
    return {id for id in record["quantities"] if id.endswith("@other")}


def test_another_input_put_into_a_record_gives_what_another_file_gives(solved):
    text = LESSON.read_text("utf-8")
    assert text.count("x1 = 0.05") == text.count("w5 = [") == 1
    other = re.sub(r'(w5 = \["H1", "Y1", )[\d.]+', r"\g<1>-1.5", text.replace("x1 = 0.05", "x1 = 0.75"))
    before, after = json.loads(solved(LESSON, "--json")), json.loads(solved(other, "--json"))
    beside = others(before)
    known = {id: quantity["value"] for id, quantity in before["quantities"].items() if id not in beside}
    values = known | {"x1": 0.75, "w5": -1.5}
    for step in (*before["steps"], *before["parts"]):
        values[step["id"]] = evaluate(step["expr"], values)
    wanted = {id: after["quantities"][id]["value"] for id in values}
    assert values == pytest.approx(wanted, rel=1e-12, abs=1e-15)
    assert wanted["net_H1"] != before["quantities"]["net_H1"]["value"]


# --- in the terminal


def whole_line(lines: list[str], first: int, subject: str) -> str:
    """Return a line of work that begins there, with what goes on below its equals sign."""
    sign = " " * len(f"  {subject} ") + "="
    rest = itertools.takewhile(lambda line: line.startswith(sign), lines[first + 1 :])
    return " ".join(line.strip() for line in (lines[first], *rest))


def test_every_step_stands_once_in_the_terminal_with_its_line_and_its_result(example, solved):
    steps = json.loads(solved(example, "--json"))["steps"]
    lines = solved(example).split("\nAfter round ")[0].splitlines()
    begun = [i for i, line in enumerate(lines) if re.match(r"  \S.* = ", line)]
    assert len(begun) == len(steps)
    for step, first in zip(steps, begun, strict=True):
        subject, _, symbolic = step["text"]["symbolic"].partition(" = ")
        whole = whole_line(lines, first, subject)
        sides = [symbolic, step["text"]["substituted"], step["text"]["value"]]
        assert whole.startswith(f"{subject} = ") and whole.endswith(f"= {sides[-1]}")
        assert [side for side in sides if f"= {side}" not in whole] == [], step["id"]


def test_numbers_in_the_terminal_are_written_as_by_hand(example, solved):
    out = solved(example)
    assert not re.search(r"\d[eE][-+]?\d", out)
    assert not re.search(r"(?<!\w)-\s?[\d.(]", out) and "−" in out
    assert "nan" not in out.lower().split() and "inf" not in out.lower().split()


def test_the_weights_stand_in_the_terminal_after_every_round_that_is_reported(solved):
    out = solved(ROUNDS)
    assert re.findall(r"After round (\d+)", out) == ["2", "3"]
    # y = w: 0.5, 0.75, 0.875, 0.9375, and E = ½(1 − w)² is a quarter of the last in each round
    assert "w = 0.8750   out_y = 0.8750   E_total = 0.007813" in out
    assert "w = 0.9375   out_y = 0.9375   E_total = 0.001953" in out


def test_the_terminal_says_what_changed_and_who_agrees(solved):
    out = solved(ONE).splitlines()
    # ½ · (1 − (−0.5))² = 1.125 before; ½ · (1 − 0.49375)² = 0.1281445 after
    assert out[-3] == "The error fell: 1.1250 before, 0.1281 after one round."
    assert re.match(r"Checked: \d+ quantities agree .*; 4 gradients with central differences\.", " ".join(out[-2:]))


# --- as Markdown


def test_every_step_stands_in_the_markdown_once_with_tex_that_can_be_set_and_its_result(example, solved):
    steps = json.loads(solved(example, "--json"))["steps"]
    out = solved(example, "--markdown")
    blocks = re.findall(r"^\*\*(\d+)\.\*\* .+\n\n\$\$\n(.+)\n\$\$$", out, flags=re.M)
    assert [int(number) for number, _ in blocks] == list(range(1, len(steps) + 1))
    for step, (_, line) in zip(steps, blocks, strict=True):
        assert "<math" in tex(line, block=True)
        digits = step["text"]["value"].replace("−", "-").partition(" ×")[0]
        assert re.fullmatch(rf".* = {re.escape(digits)}(?: \\times 10\^{{-\d+}})?", line), step["id"]


def test_the_markdown_of_several_rounds_ends_with_their_table(solved):
    out = solved(ROUNDS, "--markdown").splitlines()
    # y = w: 0.5, 0.75, 0.875, 0.9375, and E = ½(1 − w)²: 0.125, 0.03125, 0.0078125, 0.001953125
    table = [line for line in out if line.startswith("|")]
    assert table == [
        r"| Rounds done | $E_{\mathrm{total}}$ | $\mathrm{out}_{y}$ |",
        "| ---: | ---: | ---: |",
        "| 0 | $0.1250$ | $0.5000$ |",
        "| 1 | $0.03125$ | $0.7500$ |",
        "| 2 | $0.007813$ | $0.8750$ |",
        "| 3 | $0.001953$ | $0.9375$ |",
    ]


def test_a_title_in_markdown_is_one_line_of_plain_text(solved):
    text = ROUNDS.replace(re.search(r'title = "(.*)"', ROUNDS)[0], 'title = "Cost $5 | *bold* _x_ <b>\\n## two"')
    assert solved(text, "--markdown").splitlines()[0] == r"# Cost \$5 \| \*bold\* \_x\_ \<b\> \#\# two"


# --- an audit


def audited(capsys, *options: str) -> str:
    assert main(["audit", str(ONE), str(CLAIMS), *options]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_an_audit_is_a_verdict_a_claim_in_the_order_of_the_file(capsys):
    found = json.loads(audited(capsys, "--json"))
    parts = ["quantity", "expression", "where", "printed", "computed", "verdict", "deviations", "explanation"]
    assert [list(entry) for entry in found] == 3 * [parts]
    # −1 · 1.25 + 0.75; (−0.5 − 1) · 1.25, printed without its sign; 2 · 0.5 + 0.25 = 1.25, to one decimal 1.3
    assert [[entry[name] for name in parts[:-1]] for entry in found] == [
        ["out_Y1", None, "Line 1", "-0.5", -0.5, "exact", []],
        ["grad_w2", None, "Line 2", "1.875", -1.875, "slip", ["wrong_sign"]],
        [None, "2 × 0.5 + 0.25", "Line 3", "1.3", 1.25, "exact", []],
    ]
    assert "−1.875" in found[1]["explanation"]


def test_an_audit_in_the_terminal_names_every_claim_once(capsys):
    lines = audited(capsys).splitlines()
    assert lines[:2] == ["A note that never was", "3 claims: 2 right, 0 rounding, 0 carried, 1 slip, 0 unexplained"]
    assert [line.split(maxsplit=1) for line in lines if re.match("RIGHT|SLIP", line)] == [
        ["RIGHT", "out_Y1 = -0.5   (Line 1)"],
        ["SLIP", "grad_w2 = 1.875   (Line 2)"],
        ["RIGHT", "2 × 0.5 + 0.25 = 1.3   (Line 3)"],
    ]


@pytest.mark.parametrize("line", ["1/0", "ln(0)", "ln(0 − 1)", "0/0", "exp(exp(exp(9)))"])
def test_a_printed_line_that_has_no_value_is_judged_and_breaks_nothing(line, tmp_path, capsys):
    claims = tmp_path / "claims.toml"
    claims.write_text(f'[source]\ntitle = "Notes"\n[[claims]]\nexpression = "{line}"\nprinted = "0.5"\n', "utf-8")
    for options in ([], ["--json"]):
        assert main(["audit", str(ONE), str(claims), *options]) == 0
        out, err = capsys.readouterr()
        assert "unexplained" in out.lower() and err == ""


# --- endings


@pytest.mark.parametrize("arguments", [["solve", "nowhere.toml"], ["solve", "nowhere.toml", "--json"],
                                       ["audit", "nowhere.toml", CLAIMS], ["audit", ONE, "nowhere.toml"]])  # fmt: skip
def test_a_file_that_is_not_there_ends_with_1_and_one_line(arguments):
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "nowhere.toml: wanted a file to read, got No such file or directory; check the path, or write the file\n"
    )


def test_a_file_with_two_faults_ends_with_1_and_two_lines(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text(PAIR.replace("x1 = 1 ", "x1 = nan ").replace('"online"', '"onlin"'), "utf-8")
    done = command("solve", broken, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{broken}: network.samples[1].inputs.x1: wanted a finite number, got NaN",
        f'{broken}: method.batch: wanted one of full, online, got "onlin"; did you mean "online"?',
    ]


@pytest.mark.parametrize(
    "arguments",
    [[], ["sovle", ONE], ["solve"], ["solve", ONE, ONE], ["solve", ONE, "--jsn"],
     ["solve", ONE, "--json", "--markdown"], ["audit", ONE], ["audit", ONE, CLAIMS, "--json", "--verdicts"]],
    ids=lambda arguments: " ".join(getattr(part, "name", part) for part in arguments) or "nothing",
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_says_how_it_goes(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*map(str, arguments)])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("usage: python -m backprop")


def test_a_terminal_that_knows_no_greek_still_gets_the_whole_example():
    done = command("solve", ONE, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "net_H1 = w1·x1 + b1 = " in done.stdout and "The error fell" in done.stdout


def test_a_record_is_utf_8_whatever_the_terminal_knows():
    done = subprocess.run(
        [sys.executable, "-m", "backprop", "solve", str(ONE), "--json"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"}, capture_output=True, check=True,
    )  # fmt: skip
    assert "−" in json.loads(done.stdout.decode("utf-8"))["quantities"]["out_Y1"]["shown"]


def test_a_reader_who_stops_reading_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "backprop", "solve", str(LESSON)]
    done = subprocess.run(command, env=environment, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.stderr == ""


# --- weights drawn by a seed


def test_drawn_weights_are_the_same_each_time_and_lie_within_their_limits(tmp_path, solved):
    path = tmp_path / "wide.toml"
    path.write_text(WIDE, "utf-8")
    one, two = (command("solve", path, "--json", PYTHONHASHSEED=seed) for seed in "12")
    assert one.returncode == 0 and one.stdout == two.stdout
    found = {id: quantity["value"] for id, quantity in json.loads(one.stdout)["quantities"].items()}
    # Glorot and Bengio: uniform within ±√(6/(fan_in + fan_out)), √(6/7) = 0.9258 and √(6/6) = 1; biases begin at 0.
    first, second = [found[f"w{i}"] for i in range(1, 13)], [found[f"w{i}"] for i in range(13, 21)]
    assert "w21" not in found and [found[f"b{i}"] for i in range(1, 7)] == 6 * [0] and "b7" not in found
    assert 0.3 < max(map(abs, first)) <= 0.9259 and 0.3 < max(map(abs, second)) <= 1
    assert len(set(first)) == 12 and min(first) < 0 < max(first)
    # softmax with cross-entropy: the shares sum to 1, and each error signal is share minus target
    assert found["out_Y1"] + found["out_Y2"] == pytest.approx(1)
    assert found["delta_Y1"] == pytest.approx(found["out_Y1"] - 1)
    assert found["delta_Y2"] == pytest.approx(found["out_Y2"])
    assert found["E_total"] == pytest.approx(-math.log(found["out_Y1"]))
    other = json.loads(solved(WIDE.replace("seed = 7", "seed = 8"), "--json"))["quantities"]
    assert [other[f"w{i}"]["value"] for i in range(1, 13)] != first


# --- CONTRIBUTING


def test_every_key_of_a_record_is_described():
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The record")[2].partition("\n## ")[0]
    told = set(re.findall(r"`(\w+)`", section))
    made = recorded(solve(read_example(CONTENT / "examples" / "xor" / "example.toml")))
    keys = {*made, *(key for each in ("steps", "parts", "tours") for row in made[each] for key in row)}
    assert keys <= told and {step["phase"] for step in made["steps"]} <= told


def blocks(text: str, language: str) -> list[str]:
    return [textwrap.dedent(found) for found in re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.S | re.M)]


def test_adding_an_example_goes_as_contributing_says(tmp_path):
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Add an example")[2].partition("\n## ")[0]
    [example], [lines] = blocks(section, "toml"), blocks(section, "sh")
    shutil.copytree(GOLDEN, tmp_path / "content")
    path = tmp_path / example.splitlines()[0].removeprefix("# ")
    path.parent.mkdir()
    path.write_text(example, "utf-8")
    printed = {}
    for line in lines.splitlines():
        program, *arguments = shlex.split(line)
        assert program == ".venv/bin/python"
        if arguments[0] == "build.py":
            arguments = [ROOT / "build.py", *arguments[1:], "--content", "content", "--out", "site"]
        done = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), line
        printed[line.split()[-1]] = done.stdout
    [worked, built] = printed.values()
    # 0.30 · 0.50 + 0.10 and −0.20 · 0.50 + 0.10
    assert "net_H1 = w1·x1 + b1 = 0.30 × 0.50 + 0.10 = 0.2500\n" in worked
    assert "net_H2 = w2·x1 + b1 = (−0.20) × 0.50 + 0.10 = 0.0000\n" in worked
    page = (tmp_path / "site" / path.parent.name / "index.html").read_text("utf-8")
    assert built.startswith("site: 2 example(s), ") and tomllib.loads(example)["title"] in page


def test_an_example_that_is_a_link_to_itself_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "example.toml"
    path.symlink_to(path)
    assert main(["solve", str(path)]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and str(path) in told and "no surprise" not in told


@pytest.mark.parametrize(
    "arguments",
    [["solve", str(ONE), "--js"], ["build", "--conten", "."], ["build", "--check", "--serve"]],
    ids=" ".join,
)
def test_an_option_that_is_cut_short_or_stands_against_another_is_wrong_usage(arguments):
    done = command(*arguments)
    assert done.returncode == 2 and "error:" in done.stderr


@pytest.mark.parametrize("option", ["--cache", "--out", "--content"])
def test_a_path_that_is_empty_is_wrong_usage_and_not_this_folder(option):
    done = command("build", "--check", option, "")
    assert done.returncode == 2 and f"{option}: wanted the path of a file or folder, got nothing" in done.stderr


def closed(arguments: str, stream: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose output, or whose errors, have nowhere to go."""
    shell = f"{shlex.quote(sys.executable)} -m backprop {arguments} {stream}>&-"
    return subprocess.run(["sh", "-c", shell], capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_closed_output_is_no_fault(tmp_path):
    done = closed(f"solve {shlex.quote(str(ONE))} --json", "1")
    assert (done.returncode, done.stderr) == (0, "")
    lost = closed(f"build --check --no-sheets --no-cache --content {shlex.quote(str(tmp_path))}", "2")
    assert lost.returncode == 1 and "site.toml" in lost.stdout  # it is told what is missing, and where there is room
