"""The authors' guide holds: its commands work to the letter, its tables name every key, its messages are real ones."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

import build
import markup
from backprop.audit.source.arithmetic import NAMED
from backprop.audit.source.conventions import CONVENTIONS
from backprop.audit.source.stating import COUNTS, OF_WEIGHTS
from backprop.errors import UsageError
from backprop.lesson.lesson import ASKED
from backprop.network.quantity import OF_NEURONS, id_of
from backprop.network.spec import Method
from backprop.reading.example import read_example
from backprop.reading.other_numbers import bank_beside, bank_text
from backprop.reading.scaffold import create, scaffold
from backprop.reading.toml_lines import cure_of
from conftest import CONTENT, ROOT
from markup import having, text_of

GUIDE = (CONTENT / "pages" / "authors.md").read_text("utf-8")


@pytest.fixture
def fork(tmp_path):
    """A copy of the project, as somebody who follows the guide has it; the environment is the one at hand."""
    left_out = shutil.ignore_patterns(".venv", "site", ".git", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, tmp_path / "fork", ignore=left_out)
    return tmp_path / "fork"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.S | re.M)


def test_the_command_of_the_guide_makes_the_example_that_the_guide_shows(fork):
    command = next(line for block in blocks("sh") for line in block.splitlines() if " -m backprop new " in line)
    environment = {**os.environ, "PYTHONPATH": str(fork)}
    words = [sys.executable, *command.split()[1:]]
    done = subprocess.run(words, cwd=fork, env=environment, capture_output=True, text=True, check=True)
    made = fork / "content" / "examples" / "my-example" / "example.toml"
    assert str(made.relative_to(fork)) in done.stdout
    shown = (CONTENT / "examples" / "first-network" / "example.toml").read_text("utf-8")
    assert made.read_text("utf-8").replace("My example", "First network") == shown


@pytest.mark.parametrize("shape", ["1-1", "2-2-1", "3-2-1", "2-3-3-2", "9-12-3"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "leaky_relu"])
def test_a_scaffold_of_any_shape_is_an_example(tmp_path, shape, activation):
    path = tmp_path / "example.toml"
    sizes = tuple(map(int, shape.split("-")))
    path.write_text(scaffold("some-name", sizes, activation), encoding="utf-8")
    network = read_example(path).network
    assert tuple(map(len, network.columns)) == sizes
    assert len(network.weights) == sum(a * b for a, b in itertools.pairwise(sizes))


def test_a_first_site_of_their_own_is_built_from_the_guide_alone(tmp_path):
    content = tmp_path / "content"
    shutil.copytree(CONTENT / "examples" / "first-network", content / "examples" / "my-example")
    shutil.copytree(CONTENT / "pages", content / "pages", ignore=lambda folder, names: set(names) - {"404.md"})
    (content / "pages" / "index.md").write_text("My own course.\n", encoding="utf-8")
    (content / "site.toml").write_text(
        'title = "Mine"\ndescription = "My course"\n[course]\nlessons = ["my-example"]\n', encoding="utf-8"
    )
    assert build.main(["--no-cache", "--content", str(content), "--out", str(tmp_path / "site")]) == 0
    assert "Lesson 1 of 1" in (tmp_path / "site" / "my-example" / "index.html").read_text("utf-8")


def test_the_guide_names_every_convention_and_every_kind_of_claim():
    for name, (_, *others) in CONVENTIONS.items():
        assert f'{name} = "' in GUIDE and all(f'"{value}"' in GUIDE for value in others), name
    for name in (*COUNTS, *OF_NEURONS, *OF_WEIGHTS, *NAMED):
        assert name in GUIDE, name


def test_the_guide_names_every_key_of_the_method_and_everything_prose_may_ask_for(site):
    for key in Method.__dataclass_fields__:
        assert f"`method.{key}`" in GUIDE, key
    tree = markup.trees(site)["authors/index.html"]
    asked = text_of(having(tree, "asked")[0])
    assert [name for name in ASKED if f"[[ {name}(" not in asked.replace("\u00a0", " ")] == []


def test_the_guide_shows_the_messages_as_they_are_met(site):
    told = " ".join(text_of(e) for e in having(markup.trees(site)["authors/index.html"], "messages"))
    assert "did you mean" in told and told.count("wanted") > 60


def test_names_and_shapes_that_are_none_are_refused(tmp_path, capsys):
    from backprop.__main__ import main

    (tmp_path / "examples" / "taken").mkdir(parents=True)
    for words, told in (
        (["My Example"], "wanted a name of small letters"),
        (["../out"], "wanted a name of small letters"),
        (["taken"], "wanted a name that is free"),
        (["a", "--shape", "3"], "--shape: wanted sizes"),
        (["a", "--shape", "3-0-1"], "--shape: wanted sizes"),
        (["a", "--activation", "sigmod"], "--activation: wanted one of"),
    ):
        assert main(["new", *words, "--content", str(tmp_path)]) == 2
        assert told in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "examples").iterdir()) == ["taken"]


@pytest.mark.parametrize("name", ["2.0-net", "3.14"])
def test_a_course_whose_first_lesson_has_a_decimal_for_its_name_builds(tmp_path, name):
    from backprop.__main__ import main

    content = str(tmp_path / "course")
    assert main(["new", name, "--course", "--content", content]) == 0
    assert build.main(["--no-cache", "--no-sheets", "--content", content, "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site" / name / "index.html").is_file()


def test_another_seed_draws_other_weights_of_a_wide_network_too(tmp_path):
    texts = {scaffold("wide", (20, 20, 3), "tanh", seed).partition("[[network.layers]]")[2] for seed in "1212"}
    assert len(texts) == 2


def test_an_empty_course_is_written_whole_and_builds_as_it_is(tmp_path, capsys):
    from backprop.__main__ import main

    content = tmp_path / "course"
    assert main(["new", "first", "--course", "--shape", "3", "--content", str(content)]) == 2 and not content.exists()
    capsys.readouterr()
    assert main(["new", "first", "--course", "--content", str(content)]) == 0
    assert f"--content {content} --serve" in capsys.readouterr().out
    files = sorted(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())
    assert files == ["examples/first/example.toml", "pages/404.md", "pages/index.md", "site.toml"]
    assert build.main(["--no-cache", "--no-sheets", "--content", str(content), "--out", str(tmp_path / "site")]) == 0
    front = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'href="first/index.html"' in front and "<code>example.toml</code>" in front
    capsys.readouterr()
    assert main(["new", "second", "--course", "--content", str(content)]) == 2  # nothing is written over
    assert (
        "wanted a new or empty folder to begin a course in, got one in which examples lies" in capsys.readouterr().err
    )
    assert main(["new", "second", "--content", str(content)]) == 0


@pytest.mark.parametrize(
    ("name", "shape", "said"),
    [
        ("search", "2-2-1", "which the site itself uses"),
        ("index", "2-2-1", "which the site itself uses"),
        ("404", "2-2-1", "which the site itself uses"),
        ("wide", "5000-1", "wanted at most 3,000 weights into a layer"),
        ("deep", "64-64-64-2", "wanted at most 3,000 weights into a layer"),
    ],
)
def test_no_example_is_begun_that_would_not_build(tmp_path, name, shape, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        create(name, shape, None, tmp_path)
    assert not any(tmp_path.iterdir())


def test_an_example_named_like_a_number_builds_as_it_is(tmp_path):
    assert read_example(create("1.5", "2-2-1", None, tmp_path)).title == "1 5"


CURED = {  # TOML as people write it, and what they are told to do
    "rounds = 1,000": "write a whole number without commas",
    'b1 = ["H1", 0,06]': "write a decimal with a point",
    "update_biases = False": "write true or false, in small letters",
    "w = - 0.79": "leave no space behind the minus",
    "learning_rate = 1/2": "write a fraction as a decimal",
    "activation = sigmoid": "put a text in quotes",
    "rounds = 010": "write no 0 before a number",
    "// a remark": "begin a remark with #",
    "inputs = {\n x1 = 1 }": "keep { … } on one line",
    "inputs = { x1 = 1, }": "put no comma before the closing brace",
    'title = "Step\\ one"': "write a backslash twice, or leave it out",
    "[layers]\na = 1\n[[layers]]\na = 2": "write [[ and ]] around every header of that name",
}


@pytest.mark.parametrize("text", CURED)
def test_what_is_no_toml_is_told_with_what_to_do_about_it(text):
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    assert cure_of(text, str(raised.value)) == CURED[text]


def test_numbers_to_practise_of_a_weight_that_is_gone_stop_no_build(tmp_path):
    folder = tmp_path / "content" / "examples" / "one"
    shutil.copytree(ROOT / "tests" / "golden" / "content", tmp_path / "content")
    example = read_example(folder / "example.toml")
    given = {id_of("weight", "w1"): "0.75"}
    (folder / "practice.json").write_text(bank_text(example, [given]), "utf-8")
    assert bank_beside(folder / "practice.json", example).proven
    text = (folder / "example.toml").read_text("utf-8").replace("w1", "w9")
    (folder / "example.toml").write_text(text, "utf-8")
    left = bank_beside(folder / "practice.json", read_example(folder / "example.toml"))
    assert left.numbers == () and not left.proven
