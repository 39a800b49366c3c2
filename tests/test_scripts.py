"""The scripts: their types hold, and the player's pure part does by itself what it says, without a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

import npm
from conftest import ROOT

SCRIPTS = sorted((ROOT / "templates" / "assets" / "js").glob("*.js"))
TYPESCRIPT = "5.9.3"
STRICT = ("--noEmit", "--allowJs", "--checkJs", "--skipLibCheck", "--target", "es2022", "--module", "es2022",
          "--lib", "es2022,dom,dom.iterable")  # fmt: skip

# Four steps: a and b by themselves, c of a, d of b and c; the first two forward, the others back.
STEPS = [
    {"id": "a", "phase": "forward", "uses": ["x"]},
    {"id": "b", "phase": "forward", "uses": ["x"]},
    {"id": "c", "phase": "output", "uses": ["a"]},
    {"id": "d", "phase": "update", "uses": ["b", "c"]},
]
PHASES = [step["phase"] for step in STEPS]


@pytest.fixture(scope="module")
def node() -> str:
    found = npm.tool("node")
    if not found:
        pytest.skip("no Node here")
    return found


def compiler() -> list[str] | None:
    checker = npm.bring("typescript", TYPESCRIPT, "bin/tsc", ROOT / ".venv" / "typescript")
    node = shutil.which("node")
    return [node, str(checker)] if node and checker else None


def checked(*files: str) -> str:
    command = compiler()
    if command is None:
        pytest.skip("no npm here to bring the type checker")
    done = subprocess.run([*command, *STRICT, *files], cwd=ROOT, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_the_types_of_the_scripts_hold():
    assert all(path.read_text("utf-8").startswith("// @ts-check\n") for path in SCRIPTS)
    assert checked("tests/scripts.d.ts", *map(str, SCRIPTS)) == ""


def test_a_script_with_a_wrong_type_is_noticed(tmp_path):
    wrong = tmp_path / "wrong.js"
    wrong.write_text('// @ts-check\nwindow.Backprop.say("step", 3).toFixed();\n', "utf-8")
    assert re.findall(r"error (TS\d+)", checked("tests/scripts.d.ts", str(wrong))) == ["TS2345", "TS2551"]


def run(node: str, name: str, *arguments: object) -> object:
    """Return what a function of the pure part gives."""
    script = f"""
const core = require({json.dumps(str(ROOT / "templates/assets/js/core.js"))});
const plain = (value) => value instanceof Set ? [...value].sort() : value;
const found = core[{json.dumps(name)}](...JSON.parse(process.argv[1]));
console.log(JSON.stringify(found, (key, value) => plain(value)));
"""
    done = subprocess.run([node, "-e", script, json.dumps(arguments)], capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else re.search(r"Error: (.*)", done.stderr)[1]


@pytest.mark.parametrize(("id", "led"), [("a", ["a"]), ("c", ["a", "c"]), ("d", ["a", "b", "c", "d"])])
def test_what_leads_to_a_step_is_found_in_order(node, id, led):
    assert run(node, "leadingTo", STEPS, id) == led


def test_a_tour_has_a_board_for_every_stop_and_one_for_the_start(node):
    assert run(node, "makeTour", STEPS, ["c", "d"]) == {
        "stops": ["c", "d"],
        "boards": [[], ["a", "c"], ["a", "b", "c", "d"]],
    }
    assert run(node, "makeTour", STEPS, ["e"]) == "no step e"


def test_the_pass_after_the_update_begins_on_a_board_with_the_new_weights_alone(node):
    steps = [
        {"id": "net", "phase": "forward", "uses": []},
        {"id": "out", "phase": "forward", "uses": ["net"]},
        {"id": "new", "phase": "update", "uses": ["out"]},
        {"id": "net@r1", "phase": "after", "uses": ["new"]},
        {"id": "out@r1", "phase": "after", "uses": ["net@r1"]},
    ]
    assert run(node, "makeTour", steps, ["new", "net@r1", "out@r1"])["boards"] == [
        [], ["net", "new", "out"], ["net@r1", "new"], ["net@r1", "new", "out@r1"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("k", "action", "after"),
    [
        (0, "next", 1), (4, "next", 4), (0, "previous", 0), (3, "previous", 2), (2, "first", 0), (2, "last", 4),
        (0, "nextPhase", 1), (1, "nextPhase", 3), (3, "nextPhase", 4), (4, "nextPhase", 4),
        (4, "previousPhase", 3), (3, "previousPhase", 1), (2, "previousPhase", 1), (1, "previousPhase", 0),
    ],
)  # fmt: skip
def test_an_action_leads_where_it_says_and_stops_the_playing(node, k, action, after):
    assert run(node, "move", {"k": k, "playing": True}, {"do": action}, PHASES) == {"k": after, "playing": False}


@pytest.mark.parametrize(
    ("state", "action", "after"),
    [
        ((2, False), "toggle", (3, True)), ((2, True), "toggle", (2, False)), ((4, False), "toggle", (1, True)),
        ((2, True), "tick", (3, True)), ((3, True), "tick", (4, False)), ((2, False), "tick", (3, False)),
    ],
)  # fmt: skip
def test_playing_begins_goes_on_and_ends(node, state, action, after):
    found = run(node, "move", dict(zip(("k", "playing"), state, strict=True)), {"do": action}, PHASES)
    assert (found["k"], found["playing"]) == after


def test_an_action_that_there_is_not_is_an_error(node):
    assert run(node, "move", {"k": 0, "playing": False}, {"do": "fly"}, PHASES) == "no action fly"


@pytest.mark.parametrize(
    ("k", "playing", "status"),
    [(0, False, "ready"), (0, True, "playing"), (2, False, "paused"), (4, False, "finished")],
)
def test_a_state_has_its_name(node, k, playing, status):
    assert run(node, "status", {"k": k, "playing": playing}, 4) == status


def test_a_sentence_is_filled_and_an_unknown_place_says_so(node):
    assert run(node, "fill", "Step {k} of {n}", {"k": 3, "n": 16}) == "Step 3 of 16"
    assert run(node, "fill", "{a}{b}", {"a": "{b}"}) == "{b}undefined"


@pytest.mark.parametrize(
    ("k", "action", "moves"), [(0, "first", False), (1, "first", True), (4, "next", False), (4, "legend", True)]
)
def test_a_key_at_an_end_goes_back_to_the_page(node, k, action, moves):
    assert run(node, "moves", {"k": k, "playing": False}, action, 4) is moves
