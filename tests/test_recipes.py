"""The recipes of CONTRIBUTING are followed to the letter in a copy, and do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

RECIPES = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
_FILE = re.compile(r"^# (?P<path>[\w/]+\.py)(?:, in (?P<tables>\w+(?: and in \w+)*))?\n", re.M)

EXAMPLE = """
title = "Softsign all the way"
[network]
loss = "half_squared_error"
inputs = { x1 = 0.5 }
targets = { Y1 = 0.25 }
[[network.layers]]
activation = "softsign"
neurons = ["H1", "H2"]
[[network.layers]]
activation = "softsign"
neurons = ["Y1"]
[network.weights]
w1 = ["x1", "H1", 1]
w2 = ["x1", "H2", -3]
w3 = ["H1", "Y1", 1.5]
w4 = ["H2", "Y1", 0.5]
[method]
learning_rate = 0.3
rounds = 3
"""
# net_H1 is 0.5, its softsign 1/3 and its slope 1/2.25; a line of arithmetic may name the function
SOFTSIGN = {"net_H1": "0.5000", "out_H1": "0.3333", "out_H2": "-0.6000", "dout_dnet_H1": "0.4444"}
LINE = '[[claims]]\nexpression = "softsign(-3) * 2"\nprinted = "-1.5"\n'


def steps(heading: str) -> list[tuple[str, str, str]]:
    """Return the steps of a recipe: the file, the table in it if any, and what is added."""
    [block] = re.findall(rf"^## {heading}\n.*?^```python\n(.*?)^```$", RECIPES, re.M | re.S)
    found = list(_FILE.finditer(block))
    ends = [*(step.start() for step in found[1:]), len(block)]
    return [
        (step["path"], step["tables"] or "", block[step.end() : end]) for step, end in zip(found, ends, strict=True)
    ]


def follow(heading: str, package: Path) -> None:
    """Do what a recipe says: a row goes to the end of its table, a function to the end of its file, new or not."""
    for name, tables, text in steps(heading):
        path = package / name
        whole = path.read_text("utf-8") if path.exists() else ""
        if not tables:
            path.write_text(whole + ("\n\n" if whole else "") + text, "utf-8")
            continue
        rows = text.splitlines(keepends=True)
        for table in tables.split(" and in "):
            row = rows.pop(0) if " and in " in tables else text
            start = re.search(rf"^{table}\b.*? = [({{]$", whole, re.M)
            end = re.compile(r"^[)}]", re.M).search(whole, start.end())
            whole = whole[: end.start()] + row + whole[end.start() :]
        path.write_text(whole, "utf-8")


@pytest.fixture
def copy(tmp_path):
    """A scratch copy of what builds a site, with no example."""
    for name in ("backprop", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", tmp_path)
    shutil.copytree(ROOT / "tests" / "golden" / "content", tmp_path / "content")
    shutil.rmtree(tmp_path / "content" / "examples" / "one")
    return tmp_path


def put(folder: Path, example: str, claims: dict[str, str], more: str = "") -> None:
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text(example, "utf-8")
    blocks = "".join(f'[[claims]]\nquantity = "{id}"\nprinted = "{text}"\n' for id, text in claims.items())
    (folder / "claims.toml").write_text(f'[source]\ntitle = "by hand"\n{blocks}{more}', "utf-8")


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def audited(folder: Path) -> list[str]:
    """Return verdict and slips of every claim of the example `one`."""
    files = [f"content/examples/one/{name}.toml" for name in ("example", "claims")]
    return [
        " ".join(line.split()[1:3])
        for line in run(folder, "-m", "backprop", "audit", *files, "--verdicts").splitlines()
    ]


def test_an_activation_takes_its_rows_and_its_sentences(copy):
    follow("Add an activation or a loss", copy / "backprop")
    put(copy / "content" / "examples" / "one", EXAMPLE, SOFTSIGN, LINE)
    assert audited(copy) == ["exact -"] * 5
    told = run(copy, "-m", "backprop", "solve", "content/examples/one/example.toml")
    assert "Softsign divides the net input of H1" in told and "4 gradients with central differences" in " ".join(
        told.split()
    )
    assert "1 example(s)" in run(copy, "build.py", "--out", "site")  # the program it offers was run and compared
    assert "out_hidden = net_hidden / (1 + np.maximum(net_hidden, -net_hidden))" in page(copy, "one")


def page(folder: Path, path: str) -> str:
    """Return the text of a built page, without its tags."""
    return re.sub(r"<[^>]*>", "", (folder / "site" / path / "index.html").read_text("utf-8"))


def test_a_slip_is_named_where_it_was_made(copy):
    # half the way from 0.5 to 1 would be 0.75 with a rate of 0.5; with 0.3, 0.65; with 0.3² of the gradient −0.5, 0.545
    example = """
title = "One neuron"
[network]
loss = "half_squared_error"
inputs = { x = 1 }
targets = { Y1 = 1 }
[[network.layers]]
activation = "linear"
neurons = ["Y1"]
[network.weights]
w = ["x", "Y1", 0.5]
[method]
learning_rate = 0.3
"""
    follow("Add a slip", copy / "backprop")
    put(copy / "content" / "examples" / "one", example, {"grad_w": "-0.5000", "change_w": "0.0450", "new_w": "0.5450"})
    assert audited(copy) == ["exact -", "slip rate_twice", "carried -"]
    run(copy, "build.py", "--out", "site")
    told = page(copy, "one/audit")
    assert "consistent with learning rate twice, which gives 0.045000: the gradient is multiplied by the" in told


def test_a_way_of_writing_formulas_writes_every_step(copy):
    follow("Add a way of writing formulas", copy / "backprop")
    put(copy / "content" / "examples" / "one", EXAMPLE.replace("softsign", "sigmoid"), {"net_H1": "0.5"})
    script = """
from pathlib import Path
from backprop.formula import code
from backprop.formula.layout import formula
from backprop.reading.example import read_example
from backprop.steps.solving import solve
solution = solve(read_example(Path("content/examples/one/example.toml")))
for step in solution.steps:
    print(code.line(formula(solution, step, linear=True)))
"""
    lines = run(copy, "-c", script).splitlines()
    assert lines[0] == "net_H1 = w1*x1 = 1*0.5 = 0.5000"
    assert len(lines) > 30 and not set("".join(lines)) & set("·×−²½")
