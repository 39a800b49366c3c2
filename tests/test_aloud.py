"""What a screen reader makes of a line of work, by the speech rules that browsers' readers use (speech-rule-engine)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from decimal import Decimal

import pytest

import npm
from backprop.formula import mathml
from backprop.formula.layout import formula
from backprop.steps.solving import solve
from conftest import ROOT, parse
from markup import trees

RULES = "4.1.5"
SAY = """
const rules = require(process.argv[1]);
rules.setupEngine({ locale: "en", domain: "mathspeak", modality: "speech" });
const said = () => JSON.parse(process.argv[2]).map((text) => rules.toSpeech(text));
rules.engineReady().then(() => console.log(JSON.stringify(said())));
"""
NET = {
    "title": "One neuron",
    "network": {
        "loss": "half_squared_error",
        "inputs": {"x": Decimal("-0.5")},
        "targets": {"Y": 1},
        "layers": [{"activation": "linear", "neurons": ["Y"]}],
        "weights": {"w": ["x", "Y", Decimal("0.75")]},
        "biases": {"b": ["Y", Decimal("-0.25")]},
    },
}


def said(lines: list[str]) -> list[str]:
    """Return formulas as they are spoken, with the words for brackets and their sides left out."""
    node = npm.tool("node")
    rules = npm.bring("speech-rule-engine", RULES, "lib/sre.js", ROOT / ".venv" / "speech") if node else None
    if rules is None or not shutil.which("node"):
        pytest.skip("no npm here to bring the rules of speech")
    done = subprocess.run(["node", "-e", SAY, str(rules), json.dumps(lines)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_number_below_zero_is_read_as_one_number_with_its_sign():
    # w · x + b = 0.75 · (−0.5) + (−0.25) = −0.625
    solution = solve(parse(NET))
    whole = formula(solution, solution.step_of["net_Y"])
    put_in, result = said([mathml.math(whole.substituted), mathml.math(whole.value)])
    assert re.sub(r" (left|right) parenthesis", "", put_in) == "0.75 times negative 0.5 plus negative 0.25"
    assert result == "negative 0.6250"


def test_no_number_of_a_formula_has_its_sign_inside(site):
    for path, tree in trees(site).items():
        inside = [part.text for part in tree.iter("mn") if (part.text or "").startswith(("−", "-"))]
        assert not inside, (path, inside[:3])


def test_every_line_of_work_is_one_element_that_is_called_what_it_says(site):
    found = 0
    for path, tree in trees(site).items():
        for step in tree.iter("li"):
            if step.get("class") == "step":
                lines = [part for part in step.iter("span") if part.get("role") == "math"]
                assert lines and all(part.get("aria-label").endswith(".") for part in lines), (path, step.get("id"))
                found += 1
    assert found > 1000


def test_a_factor_is_read_with_its_letter(site):
    lines = (part for part in trees(site)["backpropagation-2x2/index.html"].iter("span") if part.get("role") == "math")
    labels = [line.get("aria-label") for line in lines]
    assert sum("factor A" in label and "factor B" in label for label in labels) >= 4
