"""Networks too wide to be read line by line: a page that stays light, and any weight's lines when asked for."""

from __future__ import annotations

import http.server
import itertools
import json
import threading
import xml.etree.ElementTree as ET
from functools import partial

import pytest

import build
import markup
from backprop.__main__ import main
from backprop.drawing.diagram import diagram
from backprop.drawing.geometry import fits, in_cells
from backprop.errors import ContentError
from backprop.formula.opened import MOST_OPEN, opened
from backprop.steps.solving import solve
from backprop.steps.trace import MOST_STEPS
from conftest import parse

MOST_HTML = 1_500_000  # bytes of a page


def toml(*sizes: int) -> str:
    """Return the file of a network whose weights are drawn by a seed."""
    inputs = ", ".join(f"x{i} = {(i * 37 % 101 + 1) / 100}" for i in range(1, sizes[0] + 1))
    targets = ", ".join(f"Y{i} = {(i * 53 % 97 + 1) / 100}" for i in range(1, sizes[-1] + 1))
    layers = (
        f'[[network.layers]]\nactivation = "tanh"\nneurons = {size}\ninit = {{ scheme = "xavier", seed = {seed} }}\n'
        for seed, size in enumerate(sizes[1:], 1)
    )
    return f'title = "Wide"\n[network]\ninputs = {{ {inputs} }}\ntargets = {{ {targets} }}\n{"".join(layers)}'


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """The site of a course whose one network has 1,800 weights."""
    home = tmp_path_factory.mktemp("wide")
    assert main(["new", "wide", "--course", "--content", str(home / "content")]) == 0
    (home / "content" / "examples" / "wide" / "example.toml").write_text(toml(30, 30, 30), "utf-8")
    assert (
        build.main(
            [
                "--no-cache",
                "--no-sheets",
                "--jobs",
                "1",
                "--content",
                str(home / "content"),
                "--out",
                str(home / "site"),
            ]
        )
        == 0
    )
    return home / "site"


@pytest.fixture(scope="module")
def record(wide):
    return json.loads((wide / "wide" / "trace.json").read_text("utf-8"))


@pytest.fixture
def at_home(wide):
    """The address of that site."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *about):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=wide))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_page_of_1800_weights_is_light_and_says_what_it_leaves_out(wide, record):
    page = (wide / "wide" / "index.html").read_text("utf-8")
    assert len(page.encode()) < MOST_HTML / 3  # of ten thousand weights it is 1.43 million
    (tree,) = (found for path, found in markup.trees(wide).items() if path == "wide/index.html")
    rows = [e.get("id") for e in tree.iter("li") if "step" in markup.classes(e)]
    assert 20 < len(rows) < 100 and {"net_H1", "grad_w1", "new_w1", "net_Y1", "E_total@r1"} <= set(rows)
    (told,) = markup.having(tree, "left-out")
    assert f"{len(record['steps']):,} steps" in markup.text_of(told) and f"are {len(rows)} of them" in markup.text_of(
        told
    )
    assert not (wide / "wide" / "practice").exists()
    for element in tree.iter():
        if element.get("data-q"):
            assert float(element.get("value")) == record["quantities"][element.get("data-q")]["value"]


def test_any_weight_is_worked_out_by_its_name_with_the_digits_of_the_record(page, at_home, record):
    page.goto(f"{at_home}wide/index.html")
    shown = "all => all.map((e) => [e.dataset.q, e.textContent, Number(e.getAttribute('value'))])"
    signs = "all => all.map((e) => e.textContent.replace(/\\s|\\u200b/g, ''))"
    for name, source, target in (("w1", "x1", "H1"), ("w634", "x4", "H22"), ("w1800", "out_H30", "Y30")):
        page.locator("[data-set=weight]").fill(name)
        page.locator("[data-set=weight]").press("Enter")
        lines = page.locator(".derivation .row")
        assert lines.count() == 4
        numbers = lines.locator("[data-q]").evaluate_all(shown)
        ids = {id for id, _, _ in numbers}
        assert ids == {name, source, "learning_rate"} | {f"{kind}_{name}" for kind in ("grad", "change", "new")} | {
            f"{kind}_{target}" for kind in ("delta", "dE_dout", "dout_dnet")
        }
        for id, text, value in numbers:
            assert (text, value) == (record["quantities"][id]["shown"], record["quantities"][id]["value"]), id
        first, *_, last = lines.locator(".chip").evaluate_all(signs)
        number = name[1:]
        assert first == f"δ{target}" and last == f"w{number}new"
        grad = lines.nth(1).evaluate("row => row.textContent.replace(/\\s|\\u200b/g, '')")
        assert grad.startswith(f"∂E∂w{number}=δ{target}·{source.replace('_', '')}=")
    page.locator("[data-set=weight]").fill("w1801")
    page.locator("[data-set=weight]").press("Enter")
    assert page.locator(".no-weight").text_content() == "There is no weight w1801."


def test_the_map_is_walked_with_the_arrow_keys_and_pointed_at(page, at_home):
    page.goto(f"{at_home}wide/index.html")
    map = page.locator(".map").nth(1)  # the output layer's: w901 and on, thirty to a row
    map.focus()
    for key, name in (("ArrowRight", "w901"), ("ArrowRight", "w902"), ("ArrowDown", "w932"), ("ArrowLeft", "w931")):
        page.keyboard.press(key)
        assert map.get_attribute("data-chosen") == name
    box = map.locator(".heat").bounding_box()
    map.locator(".heat").click(position={"x": box["width"] * 29.5 / 30, "y": box["height"] * 29.5 / 30})
    assert map.get_attribute("data-chosen") == "w1800"


def test_the_map_has_every_weight_once_and_is_darker_for_larger_ones(wide, record):
    (tree,) = (found for path, found in markup.trees(wide).items() if path == "wide/index.html")
    value = {id: quantity["value"] for id, quantity in record["quantities"].items()}
    for number, drawing in enumerate(markup.having(tree, "heat")):
        found: dict[str, list[float]] = {}
        for path in (e for e in drawing.iter() if e.get("d")):
            for place in path.get("d").split("M")[1:]:
                x, y = map(int, place.split("h")[0].split())
                found.setdefault(path.get("class"), []).append(value[f"w{900 * number + 30 * y + x + 1}"])
        assert sum(map(len, found.values())) == 900 and len(found) == 9
        shades = sorted(found, key=lambda name: int(name.split("-")[1]) * (-1 if "minus" in name else 1))
        assert [max(found[a]) < min(found[b]) for a, b in itertools.pairwise(shades)] == [True] * 8


def test_the_steps_that_stand_open_are_of_every_kind_and_layer():
    solution = solve(parse_toml(toml(30, 20, 10, 5)))
    assert len(solution.steps) > MOST_OPEN
    kinds = {(step.quantity.kind, step.phase) for step in solution.steps if not step.quantity.round}
    assert {(step.quantity.kind, step.phase) for step in opened(solution) if not step.quantity.round} == kinds
    ids = [step.id for step in opened(solution)]
    assert ids == [step.id for step in solution.steps if step.id in set(ids)] and len(ids) < 100


def parse_toml(text: str):
    import tomllib
    from decimal import Decimal

    return parse(tomllib.loads(text, parse_float=Decimal))


def test_a_network_beyond_the_limit_is_refused_with_the_reason():
    with pytest.raises(ContentError, match=f"a network of at most {MOST_STEPS:,} steps"):
        solve(parse_toml(toml(50, 50, 50, 50, 50, 50)))


def test_claims_about_a_wide_network_are_refused_in_one_line(tmp_path, capsys):
    (tmp_path / "example.toml").write_text(toml(40, 40, 40), "utf-8")
    (tmp_path / "claims.toml").write_text(
        '[source]\ntitle = "A"\n[[claims]]\nquantity = "net_H1"\nprinted = "1"\n', "utf-8"
    )
    assert main(["audit", str(tmp_path / "example.toml"), str(tmp_path / "claims.toml")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "wanted claims about at most 1,500 steps, got" in told


def test_a_larger_board_has_a_cell_for_every_neuron_whose_numbers_come_with_its_light():
    solution = solve(parse_toml(toml(3, 16, 2)))
    net = solution.example.network
    assert not fits(net) and in_cells(net) and len(solution.steps) == 458
    root = ET.fromstring(diagram(solution, title="t"))
    assert {e.get("data-node") for e in root.iter() if e.get("data-node")} == {
        n for column in net.columns for n in column
    }
    assert {e.get("data-edge") for e in root.iter() if e.get("data-edge")} == {w.name for w in net.weights}
    drawn = {e.get("data-q") for e in root.iter() if e.get("data-q")}
    assert {f"{kind}_H{i}" for kind in ("net", "out", "delta") for i in range(1, 17)} <= drawn


BOARD = """() => {
  const board = document.querySelector(".board");
  const [drawn, ...more] = Array.from(board.querySelectorAll("svg")).filter((svg) => svg.checkVisibility());
  const scale = drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width;
  const texts = Array.from(drawn.querySelectorAll(".name, .num")).filter((text) => text.checkVisibility());
  return {more: more.length, over: board.scrollWidth - board.clientWidth, high: board.clientHeight,
    below: board.scrollHeight - board.clientHeight,
    smallest: scale * Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))),
    out: texts.filter((text) => text.getBoundingClientRect().right > innerWidth).map((text) => text.textContent),
    neurons: drawn.querySelectorAll(".node").length,
    lit: Array.from(drawn.querySelectorAll(".node[data-lit] .num")).filter((text) => text.checkVisibility())
      .map((text) => text.dataset.q)};
}"""


# What stands at the neurons of a network of many layers.
LAST = """() => Array.from(document.querySelectorAll(".board .rows .node .num"))
  .filter((text) => text.checkVisibility()).map((text) => text.dataset.q)"""
DEEP = {"n2-2-2-2-2-2-1": 13, "n2-4-3-1": 10}  # what would be too high drawn downward


def test_on_a_phone_a_network_that_goes_in_no_other_way_has_a_cell_for_every_neuron(page, tmp_path):
    content, shapes = tmp_path / "content", {"n5-5-2": 12, "n4-4-4-4": 16, "n3-16-2": 21} | DEEP
    assert main(["new", "first", "--course", "--content", str(content)]) == 0
    for name in shapes:
        assert main(["new", name, "--shape", name[1:], "--content", str(content)]) == 0
    places = ["--content", str(content), "--out", str(tmp_path / "site")]
    assert build.main(["--no-cache", "--no-sheets", "--jobs", "1", *places]) == 0
    for name, neurons, width in (*((n, s, 390) for n, s in shapes.items()), *((n, s, 1280) for n, s in DEEP.items())):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto((tmp_path / "site" / name / "index.html").as_uri())
        page.locator(".player [data-set=tour]").select_option("all")
        page.locator(".player [data-do=next]").click()
        seen = page.evaluate(BOARD)
        lit = seen.pop("lit")
        hidden = "H1" if name.count("-") == 2 else "H1_1"
        assert f"net_{hidden}" in lit and f"out_{hidden}" not in lit, name
        assert seen["smallest"] >= 12 and seen["high"] < 844 * (0.5 if width == 390 else 0.7), (name, seen)
        assert [seen[what] for what in ("more", "over", "below", "out", "neurons")] == [0, 0, 0, [], neurons], name
    page.goto((tmp_path / "site" / "n2-2-2-2-2-2-1" / "index.html").as_uri() + "#delta_H3_1")
    page.locator(".player[data-status=paused]").wait_for()
    back = ["delta_H3_1", *(f"delta_H{layer}_{i}" for layer in (4, 5) for i in (1, 2)), "delta_Y1"]
    ahead = [f"out_H{layer}_{i}" for layer in (1, 2) for i in (1, 2)]
    assert sorted(page.evaluate(LAST)) == sorted(["x1", "x2", *ahead, "out_H3_2", *back])


def test_a_long_way_has_a_bar_that_can_be_scrubbed(page, address):
    page.goto(f"{address}xor/index.html")
    bar = page.locator(".scrub-bar")
    assert bar.is_hidden()
    page.locator("[data-set=tour]").select_option("all")
    assert bar.is_visible() and page.locator(".timeline").is_hidden()
    bar.evaluate("bar => { bar.value = '100'; bar.dispatchEvent(new Event('input')); }")
    total = bar.get_attribute("max")
    assert page.locator(".count").text_content() == f"Step 100 / {total}" and int(total) > 120
    page.locator(".player [data-do=next]").click()
    assert bar.input_value() == "101" and bar.get_attribute("aria-valuetext") == f"Step 101 / {total}"
    page.locator("[data-set=tour]").select_option("one")
    assert bar.is_hidden() and page.locator(".timeline").is_visible()


def samples(count: int, batch: str) -> str:
    """Return the file of a small network with many samples, its weights named by hand."""
    blocks = (
        f"[[network.samples]]\ninputs = {{ x = 0.{i:02d} }}\ntargets = {{ Y = 0.5 }}\n" for i in range(10, 10 + count)
    )
    return (
        f'title = "Many"\n[network]\n{"".join(blocks)}[[network.layers]]\nactivation = "tanh"\nneurons = ["H", "G"]\n'
        '[[network.layers]]\nactivation = "sigmoid"\nneurons = ["Y"]\n[network.weights]\nv1 = ["x", "H", 0.4]\n'
        'v2 = ["x", "G", -0.3]\nv3 = ["H", "Y", 0.5]\nv4 = ["G", "Y", 0.7]\n[network.biases]\nb = ["Y", 0.1]\n'
        f'[method]\nbatch = "{batch}"\n'
    )


@pytest.mark.parametrize("batch", ["full", "online"])
def test_of_many_samples_the_first_is_worked_out_and_every_number_is_its_own(tmp_path, batch, capsys):
    assert main(["new", "many", "--course", "--content", str(tmp_path / "content")]) == 0
    (tmp_path / "content" / "examples" / "many" / "example.toml").write_text(samples(40, batch), "utf-8")
    places = ["--content", str(tmp_path / "content"), "--out", str(tmp_path / "site")]
    assert build.main(["--no-cache", "--no-sheets", "--jobs", "1", *places]) == 0
    record = json.loads((tmp_path / "site" / "many" / "trace.json").read_text("utf-8"))
    (tree,) = (found for path, found in markup.trees(tmp_path / "site").items() if path == "many/index.html")
    rows = [e.get("id") for e in tree.iter("li") if "step" in markup.classes(e)]
    assert len(record["steps"]) > MOST_OPEN > len(rows) and {"net_H@s1", "grad_v1@s1", "new_v4"} <= set(rows)
    assert "those of the first sample" in markup.text_of(tree) and not markup.having(tree, "heat")
    for element in tree.iter():
        if element.get("data-q"):
            assert float(element.get("value")) == record["quantities"][element.get("data-q")]["value"]
