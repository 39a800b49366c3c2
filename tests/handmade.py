"""Small networks whose numbers can be checked by hand, and ways to read the lines that are written of them."""

from __future__ import annotations

import functools
import math
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

from backprop.formula.layout import formula
from backprop.formula.nodes import Formula
from backprop.reading.example import read_example
from backprop.steps.numerals import as_read
from backprop.steps.solution import Solution
from backprop.steps.solving import solve
from conftest import LESSON, parse


def network(loss, layers, links, samples, biases="", **method) -> Solution:
    """Return the solution of a network written in a few lines: "relu H1 H2", "x1 H1 0.5, x1 H2 -1", "x1 2|Y 1"."""

    def pairs(part: str) -> dict:
        return {n: Decimal(v) for n, v in zip(part.split()[::2], part.split()[1::2], strict=True)}

    def numbered(letter: str, lines: str) -> dict:
        found = [line.split() for line in lines.split(", ") if line]
        return {f"{letter}{i}": [*line[:-1], Decimal(line[-1])] for i, line in enumerate(found, 1)}

    blocks = [dict(zip(("inputs", "targets"), map(pairs, sample.split("|")), strict=True)) for sample in samples]
    net = {
        "loss": loss,
        "layers": [{"activation": one.split()[0], "neurons": one.split()[1:]} for one in layers],
        "weights": numbered("w", links),
        "biases": numbered("b", biases),
        **(blocks[0] if len(blocks) == 1 else {"samples": blocks}),
    }
    return solve(parse({"title": "small", "network": net, "method": method}))


HALF, PAIR = "half_squared_error", ("x1 1|Y 1", "x1 2|Y 0")
NETS = {
    "lesson": lambda: solve(read_example(LESSON)),
    # nets 1 and −1, so the first share is 1/(1 + e⁻²) = 0.880797 and the second the rest, 0.119203
    "shares": lambda: network("cross_entropy", ["softmax Y1 Y2"], "x1 Y1 1, x1 Y2 -1", ["x1 1|Y1 1 Y2 0"]),
    "halves": lambda: network("cross_entropy", ["softmax Y1 Y2"], "x1 Y1 1, x1 Y2 -1", ["x1 1|Y1 0.5 Y2 0.5"]),
    # nets 0.5 · 2 = 1 and −0.25 · 2 = −0.5: one passes, one is held; then out 0.5, δ −0.5, and half of that comes back
    "relu": lambda: network(
        HALF, ["relu H1 H2", "linear Y"], "x1 H1 0.5, x1 H2 -0.25, H1 Y 0.5, H2 Y 0.5", ["x1 2|Y 1"]
    ),
    # tanh 0.5 = 0.462117, its square 0.213552, half of that 0.106776
    "tanh": lambda: network("mean_squared_error", ["tanh Y1 Y2"], "x1 Y1 1, x1 Y2 -1", ["x1 0.5|Y1 0 Y2 0"]),
    # errors ½(1 − 0.5)² and ½(0 − 1)²; gradients (0.5 − 1) · 1 and (1 − 0) · 2; the weight goes to 0.5 − 0.5 · 0.75,
    # and the errors to ½(1 − 0.125)² = 0.382813 and ½(0 − 0.25)²
    "mean": lambda: network(HALF, ["linear Y"], "x1 Y 0.5", PAIR),
    "sum": lambda: network(HALF, ["linear Y"], "x1 Y 0.5", PAIR, over_samples="sum"),
    # the weight goes to 0.5 + 0.5 · 0.5 = 0.75, then out is 1.5, the gradient 3, and the weight −0.75
    "online": lambda: network(HALF, ["linear Y"], "x1 Y 0.5", PAIR, batch="online"),
    # the other way round: out 1, gradient 2, weight −0.5; then out −0.5, gradient −1.5, weight 0.25
    "turning": lambda: network(HALF, ["linear Y"], "x1 Y 0.5", PAIR[::-1], batch="online"),
    # σ(0) = 0.5, ln 2 = 0.693147
    "binary": lambda: network("binary_cross_entropy", ["sigmoid Y"], "x1 Y 0", ["x1 1|Y 1"]),
    # 0.01 · (−2), and ln(1 + e⁰) = ln 2
    "leaky": lambda: network(HALF, ["leaky_relu H1", "softplus Y"], "x1 H1 -2, H1 Y 0", ["x1 1|Y 0"]),
    # 1 − σ(200) = 1.3839 · 10⁻⁸⁷
    "tiny": lambda: network(HALF, ["sigmoid Y"], "x1 Y 200", ["x1 1|Y 0"]),
    # σ(1) = 0.731059, σ(1.462117) = 0.811864; δ 0.811864² · 0.188136 = 0.124005, and 0.196612 of that in each H
    "shared": lambda: network(
        HALF, ["sigmoid H1 H2", "sigmoid Y"], "x1 H1 1, x1 H2 1, H1 Y 1, H2 Y 1", ["x1 1|Y 0"], "H1 H2 Y 0",
        update_biases=False,
    ),
    "deep": lambda: network(
        HALF, ["sigmoid H1_1 H1_2", "linear H2_1 H2_2 H2_3 H2_4", "linear Y"],
        "x1 H1_1 0, x1 H1_2 0, " + "".join(f"H1_1 H2_{i} 0.5, H1_2 H2_{i} 0.5, " for i in (1, 2, 3, 4)) + "H2_4 Y 1",
        ["x1 1|Y 0"],
    ),
}  # fmt: skip
solved = functools.cache(lambda net: NETS[net]())


def work(net: str, id: str, *, linear: bool = False, letters: tuple[str, ...] = ()) -> Formula:
    return formula(solved(net), solved(net).step_of[id], linear=linear, letters=letters)


CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2}
BRACES = {"mfrac": "{{{}}}/{{{}}}", "msub": "{}_{{{}}}", "msup": "{}^{{{}}}", "msubsup": "{}_{{{}}}^{{{}}}"}
PYTHON = {"mfrac": "(({})/({}))", "msup": "({})**({})"}


def spelled(markup: str | ET.Element, forms: dict[str, str] = BRACES) -> str:
    """Return MathML in one line; every fraction and every script must have the parts it wants and nothing else."""
    element = ET.fromstring(markup) if isinstance(markup, str) else markup
    parts = [spelled(child, forms) for child in element]
    assert len(parts) == CHILDREN.get(element.tag, len(parts)), ET.tostring(element)
    assert not parts or not (element.text or "").strip(), ET.tostring(element)
    if element.tag in forms:
        return forms[element.tag].format(*parts)
    return "".join(parts) if parts else element.text.replace("\u00a0", " ")


def wanted() -> list[tuple[str, str, str, str]]:
    """Return the lines of notation.txt: network, id, view, and what the view must make of the step."""
    found, step = [], []
    for line in Path(__file__).with_name("notation.txt").read_text("utf-8").splitlines():
        if line.startswith("  "):
            found.append((*step, *line.split(maxsplit=1)))
        elif line and not line.startswith("#"):
            step = line.split()
    return found


def computed(line: str) -> float:
    """Return what Python makes of a line of numbers."""
    line = re.sub(r" × (10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: f"e{as_read('1 × ' + found[1]).adjusted()}", line)
    line = re.sub(r"\be\^([\d.]+)", r"e^(\1)", line.partition(" since ")[0]).replace(")(", ")*(")
    for ours, pythons in (("−", "-"), ("×", "*"), ("·", "*"), ("²", "**2"), ("½", "(1/2)"), ("^", "**")):
        line = line.replace(ours, pythons)
    return eval(line, {"__builtins__": {}}, {"ln": math.log, "tanh": math.tanh, "max": max, "e": math.e})
