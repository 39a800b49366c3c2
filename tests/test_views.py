"""Every view of a step, held against what a person would write; the drawing and the program of whole networks.

The lines themselves stand in notation.txt; the numbers in them follow from the arithmetic beside the networks here.
"""

from __future__ import annotations

import functools
import itertools
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
import typst

from backprop.drawing.diagram import diagram, stands_alone
from backprop.drawing.geometry import narrow, tall
from backprop.formula import mathml, skeleton, speech, tex, text
from backprop.formula import typst as typst_view
from backprop.formula.layout import formula, lay_out_small, letters_of, small_exprs
from backprop.formula.nodes import pieces
from backprop.program import written as code
from backprop.program.numbers import plain, printed_values
from backprop.reading.example import read_example
from backprop.steps.numerals import as_read
from backprop.steps.solving import solve
from backprop.words.en import sentences
from conftest import CONTENT, make_data, parse
from handmade import HALF, NETS, PYTHON, computed, network, solved, spelled, wanted, work

VIEWS = {
    "text": lambda net, id: text.line(work(net, id, linear=True)),
    "mathml": lambda net, id: " = ".join(spelled(mathml.math(side)) for side in work(net, id).sides),
    "typst": lambda net, id: " ".join(typst_view.line(work(net, id)).split()),
    "speech": lambda net, id: speech.line(work(net, id)),
    "words": lambda net, id: sentences.sentence(solved(net), solved(net).step_of[id]),
}


@pytest.mark.parametrize(("net", "id", "view", "expected"), wanted())
def test_a_view_writes_a_step_as_a_person_would(net, id, view, expected):
    assert VIEWS[view](net, id) == expected


def test_a_gradient_is_written_as_its_lettered_factors():
    # δ_H1 = 0.037129 · 0.241074; both paths are in the first of the three factors
    assert text.line(work("lesson", "grad_w1", linear=True, letters=("Σ A·B·C", "B", "D"))) == (
        "∂E/∂w1 = [Σ A·B·C: ∂E/∂out_H1] × [B: ∂out_H1/∂net_H1] × [D: x1] "
        "= [Σ A·B·C: 0.03713] × [B: 0.2411] × [D: 0.05] = 0.0004476"
    )
    lettered = spelled(mathml.math(work("lesson", "grad_w5", letters=("A", "B", "D")).symbolic))
    assert lettered == "{∂E}/{∂out_{Y_{1}}}⏟A×{∂out_{Y_{1}}}/{∂net_{Y_{1}}}⏟B×out_{H_{1}}⏟D"


@pytest.mark.parametrize(
    ("net", "id", "letters"),
    [
        ("lesson", "grad_w5", ("A", "B", "D")),
        ("lesson", "grad_w1", ("Σ A·B·C", "B", "D")),
        ("deep", "grad_w1", ("Σ C·δ", "B", "D")),
    ],
)
def test_one_alphabet_names_the_factors_of_every_gradient(net, id, letters):
    solution = solved(net)
    assert letters_of(solution, solution.step_of[id]) == letters


@pytest.mark.parametrize("net", NETS)
def test_a_line_of_numbers_gives_what_a_calculator_gives_and_no_sign_follows_an_operator(net):
    for step in solved(net).steps:
        lines = []
        if work(net, step.id).substituted:
            lines.append(text.write(work(net, step.id, linear=True).substituted))
            lines.append(spelled(mathml.math(work(net, step.id).substituted), PYTHON))
        result = as_read(solved(net).calculator.get(step.id, solved(net).numbers[step.id].shown))
        for line in lines:
            assert not re.search(r"[+−×·/]\s*−", line), line
            assert abs(computed(line) - float(result)) <= 0.5001 * 10.0 ** result.as_tuple().exponent, line


@pytest.mark.parametrize("net", NETS)
def test_a_line_on_a_page_is_well_formed_and_each_number_says_whose_it_is(net):
    for step in solved(net).steps:
        sides = work(net, step.id).sides
        spans = list(ET.fromstring(f"<p>{mathml.line(work(net, step.id))}</p>"))
        assert [span.get("class") for span in spans] == ["subject", *["work"] * (len(sides) - 2), "value"]
        for span, side in zip(spans, sides, strict=True):
            assert "".join(map(spelled, span)).removeprefix("=") == spelled(mathml.math(side))
            assert len(span) == len(list(pieces(side)))
        marked = [part for span in spans for part in span.iter() if part.get("data-q")]
        for part in marked:
            number, shown = solved(net).numbers[part.get("data-q")], "".join(part.itertext())
            assert (float(part.get("value")), shown) == (float(number.value), number.shown)
        assert marked[-1].get("data-q") == step.id


def test_typst_can_set_every_step():
    lines = [typst_view.line(work(net, step.id)) for net in NETS for step in solved(net).steps]
    lines.append(typst_view.line(work("lesson", "grad_w1", letters=("Σ A·B·C", "B", "D"))))
    assert typst.compile("\n\n".join(f"$ {line} $" for line in lines).encode()).startswith(b"%PDF")


@pytest.mark.parametrize("net", NETS)
def test_a_sentence_is_one_sentence_without_a_decimal(net):
    for step in solved(net).steps:
        sentence = sentences.sentence(solved(net), step)
        assert re.fullmatch(r"\S[^.]*\.", sentence), sentence


def test_the_line_of_binary_cross_entropy_may_be_broken_within_its_brackets():
    """−(T·ln(y) + (1 − T)·ln(1 − y)) in two parts, with every bracket opened and closed."""
    solution = example((1, 1), ["sigmoid"], "binary_cross_entropy")
    step = next(step for step in solution.steps if step.quantity.kind == "E")
    parts = list(pieces(formula(solution, step).symbolic))
    assert len(parts) == 2
    one, other = ("".join(ET.fromstring(mathml.math(part)).itertext()) for part in parts)
    assert (one.count("("), one.count(")")) == (2, 1) and (other.count("("), other.count(")")) == (2, 3)
    whole = "".join(ET.fromstring(mathml.math(formula(solution, step).symbolic)).itertext())
    assert one + other == whole


def example(shape, activations, loss=HALF, **more):
    return solve(parse(make_data(random.Random(5), shape, activations, loss, **more)))


DRAWINGS = {path.parent.name: path for path in sorted(CONTENT.glob("examples/*/example.toml"))}
SHAPES = {
    "dense": lambda: example((3, 4, 3), ["tanh"] * 2),
    "sparse": lambda: example((2, 3, 3, 2), ["tanh"] * 3, links=0.5),
    "single": lambda: example((1, 1), ["tanh"]),
    "online": lambda: example((2, 2, 2), ["tanh"] * 2, samples=2, batch="online"),
}


@functools.cache
def pictured(name: str):
    return SHAPES[name]() if name in SHAPES else solve(read_example(DRAWINGS[name]))


def bare(drawing: str) -> ET.Element:
    """Return a drawing as a tree without namespaces."""
    return ET.fromstring(drawing.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def svg(solution, *, paper: bool) -> ET.Element:
    write = (lambda id: solution.numbers[id].shown) if paper else None
    return bare(diagram(solution, title="a <net>", write=write, paper=paper))


DRAWN = {"node": "node", "edge": "edge", "label": "edge", "bias": "bias"}


def corners(element: ET.Element) -> list[tuple[float, float]]:
    """Return points that a shape reaches."""
    at = {name: float(element.get(name, 0)) for name in ("cx", "cy", "r", "x", "y", "width", "height")}
    match element.tag:
        case "line":
            return [(float(element.get(f"x{i}")), float(element.get(f"y{i}"))) for i in "12"]
        case "circle":
            return [(at["cx"] + side * at["r"], at["cy"] + side * at["r"]) for side in (-1, 1)]
        case "rect":
            return [(at["x"], at["y"]), (at["x"] + at["width"], at["y"] + at["height"])]
        case "polyline" | "polygon":
            return [tuple(map(float, point.split(","))) for point in element.get("points").split()]
    return []


def boxes(element: ET.Element, around: frozenset[str] = frozenset()):
    """Yield each text at rest with the box it takes, half an em a character."""
    own = set(element.get("class", "").split())
    around |= own
    if element.tag == "text" and "data-later" not in element.attrib:
        content = "".join(element.itertext()).replace("\u200b", "")
        size = 14 if "label" in around else 13 if "heading" in own else 15
        width = size * sum(0.25 if letter == " " else 0.5 for letter in content)
        share = 0 if own & {"target", "error", "delta"} else 1 if "total" in own or "bias" in around else 0.5
        left, base = float(element.get("x")) - share * width, float(element.get("y"))
        yield content, (left, base - 0.7 * size, left + width, base + 0.2 * size)
    for child in element:
        yield from boxes(child, around)


def later_box(text: ET.Element) -> tuple[float, ...]:
    """Return the box of a text that a player shows later."""
    ((_, box),) = boxes(ET.fromstring(ET.tostring(text).replace(b' data-later=""', b"")), frozenset({"label"}))
    return box


def overlap(a, b) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])


def inside(tree: ET.Element) -> bool:
    """Return whether every shape and every text at rest stands within the drawing."""
    width, height = map(float, tree.get("viewBox").split()[2:])
    places = [point for element in tree.iter() for point in corners(element)]
    places += [point for _, box in boxes(tree) for point in (box[:2], box[2:])]
    return all(0 <= x <= width and 0 <= y <= height for x, y in places)


@pytest.mark.parametrize("paper", [False, True], ids=["page", "paper"])
@pytest.mark.parametrize("name", [*DRAWINGS, *SHAPES])
def test_a_drawing_has_what_the_network_has_and_no_text_lies_on_another(name, paper):
    net, tree = pictured(name).example.network, svg(pictured(name), paper=paper)
    groups = [(g.get("class").split()[0], dict(g.attrib)) for g in tree.iter("g")]
    found = {kind: [g[f"data-{key}"] for k, g in groups if k == kind] for kind, key in DRAWN.items()}
    assert found["node"] == [neuron for column in net.columns for neuron in column]
    assert found["edge"] == found["label"] == [weight.name for weight in net.weights]
    assert found["bias"] == [bias.name for bias in net.biases for _ in bias.targets]
    assert inside(tree)
    assert [(a, b) for (a, one), (b, other) in itertools.combinations(boxes(tree), 2) if overlap(one, other)] == []


@pytest.mark.parametrize("name", [*DRAWINGS, *SHAPES, "many digits"])
def test_on_a_narrow_drawing_no_label_lies_on_another_or_their_numbers_wait_until_they_are_lit(name):
    if name == "many digits":
        data = make_data(random.Random(5), (3, 3, 3), ["sigmoid"] * 2, HALF)
        weights = data["network"]["weights"]
        for number, weight in enumerate(weights.values(), 1):
            weight[2] = Decimal(-number * 5279 % 99991) / 100000
        solution = solve(parse(data))
    else:
        solution = pictured(name)
    if not narrow(solution.example.network) or tall(solution.example.network):
        return
    tree = bare(diagram(solution, title="", downward=True))
    crowded = "crowded" in tree.get("class").split()
    labels = [label for label in tree.iter("g") if label.get("class", "").split()[:1] == ["label"]]
    given = [text for label in labels if (text := label.find("text")) is not None]
    assert len(given) == len(solution.example.network.weights)
    for text in given if crowded else ():
        text.remove(next(part for part in text if part.get("class") == "num"))
    places = [box for text in given for box in boxes(text, frozenset({"label"}))]
    assert len(places) == len(given)
    assert [(a, b) for (a, one), (b, other) in itertools.combinations(places, 2) if overlap(one, other)] == []
    assert crowded == (name == "many digits")
    free = [label for label in labels if "tight" not in label.get("class")]
    seconds = [box for label in free for text in label.findall("g/text") for box in [later_box(text)]]
    names = [label.get("data-edge") for label in free for _ in label.findall("g/text")]
    pairs = list(itertools.combinations(zip(names, seconds, strict=True), 2))
    assert [(a, b) for (a, one), (b, other) in pairs if a != b and overlap(one, other)] == []
    if not crowded:
        assert [(a, b) for a in seconds for _, b in places if overlap(a, b)] == []


@pytest.mark.parametrize(("weight", "alone"), [("0.25", False), ("0.0000000025", True)])
def test_a_drawing_whose_numbers_are_long_stands_alone_since_its_text_would_be_small(weight, alone):
    """Beside its panel at 1280 pixels a drawing of 708 units has text of 12 pixels, and a wider one smaller text."""
    data = make_data(random.Random(5), (2, 2, 1), ["sigmoid"] * 2, HALF)
    next(iter(data["network"]["weights"].values()))[2] = Decimal(weight)
    data["network"]["inputs"] = dict.fromkeys(data["network"]["inputs"], Decimal(weight))
    assert stands_alone(solve(parse(data))) is alone


def test_long_names_and_numbers_stay_within_their_circles():
    data = make_data(random.Random(5), (2, 2, 1), ["sigmoid"] * 2, HALF)
    net = solve(parse(data | {"display": {"digits": 9}}))
    tree = svg(net, paper=False)
    held = [text for text in tree.iter("text") if text.get("textLength")]
    inside = [text for text in tree.iter("text") if "inside" in text.get("class", "").split()]
    assert held and all(float(text.get("textLength")) < 2 * 34 for text in held)
    for place in inside:
        number = "".join(part.text or "" for part in place if part.get("class") == "num")
        assert (place.get("textLength") is not None) == (len(number) > 8), number


def test_more_neurons_than_a_screen_has_room_for_are_cells():
    for neurons, cells in ((4, False), (5, True), (8, True)):
        tree = svg(example((2, neurons, 1), ["tanh"] * 2), paper=False)
        assert ("cells" in tree.get("class").split(), float(tree.get("viewBox").split()[3]) > 700) == (cells, False)


def test_a_sparse_network_is_drawn_without_the_edges_it_lacks():
    net = pictured("sparse").example.network
    assert len(net.weights) < 2 * 3 + 3 * 3 + 3 * 2
    assert len(list(svg(pictured("sparse"), paper=True).iterfind(".//g[@class='edge']"))) == len(net.weights)


def test_an_edge_runs_from_its_source_to_its_target(lesson):
    tree = svg(lesson, paper=True)
    circles = {g.get("data-node"): g[0].attrib for g in tree.iter("g") if g.get("data-node")}
    centre = {name: complex(float(circle["cx"]), float(circle["cy"])) for name, circle in circles.items()}
    for weight in lesson.example.network.weights:
        start, end = (complex(*point) for point in corners(tree.find(f".//g[@data-edge='{weight.name}']/line")))
        whole = centre[weight.target] - centre[weight.source]
        shares = [(point - centre[weight.source]) / whole for point in (start, end)]
        assert all(abs(share.imag) < 0.001 for share in shares) and 0 < shares[0].real < shares[1].real < 1, weight.name


@pytest.mark.parametrize("digits", [6, 12])
def test_more_digits_stay_inside_the_drawing(digits):
    data = make_data(random.Random(5), (2, 2, 2), ["sigmoid"] * 2, HALF)
    assert inside(svg(solve(parse(data | {"display": {"digits": digits}})), paper=True))


def test_a_network_too_large_for_numbers_is_drawn_as_its_layers():
    tree = svg(example((9, 40, 1), ["tanh", "sigmoid"]), paper=False)
    assert [t.text for t in tree.iter("text") if t.get("class") == "name"] == ["9", "40", "1"]
    assert [t.text for t in tree.iter("text") if t.get("class") == "heading"] == ["inputs", "tanh", "sigmoid"]
    assert len(list(tree.iter("rect"))) == 3 and not list(tree.iter("g"))
    assert inside(tree)


PROGRAMS = {
    "softmax": lambda: example((3, 4, 2), ["tanh", "softmax"], "cross_entropy"),
    "relu": lambda: solved("relu"),
    "sparse": lambda: example((3, 4, 2), ["leaky_relu", "sigmoid"], "binary_cross_entropy", links=0.5),
    "batch": lambda: example((2, 3, 2), ["softplus", "softmax"], "cross_entropy", samples=3),
    "sum": lambda: example((2, 3, 1), ["sigmoid", "linear"], "mean_squared_error", samples=3, over_samples="sum"),
    "online": lambda: example((2, 3, 2), ["tanh", "sigmoid"], samples=3, batch="online"),
    "rounds": lambda: example((2, 2, 1), ["sigmoid"] * 2, rounds=7, hidden_gradient="updated_weights"),
    "whole": lambda: network(HALF, ["linear Y"], "x1 Y 10000000000", ["x1 10000000000|Y 0"]),  # beyond 64 bits
}
ALL = {"net", "out", "E", "delta", "grad", "new"}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_runs_by_itself_and_prints_the_numbers_of_the_steps(name, tmp_path):
    solution = PROGRAMS[name]()
    example = solution.example
    (tmp_path / "program.py").write_text(plain(code.program(solution)), encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    printed = printed_values(done.stdout)
    assert len(printed) == len(done.stdout.splitlines())
    for id, number in printed.items():
        assert float(number) == pytest.approx(float(solution.numbers[id].value), rel=1e-9, abs=0.5001e-9), id
    once = len(example.network.samples) == example.method.rounds == 1
    last = f"@r{example.method.rounds}" if example.method.rounds > 1 else ""
    wanted = (
        {step.id for step in solution.steps if step.quantity.kind in ALL and step.phase != "after"} if once else set()
    )
    wanted |= {f"new_{parameter.name}{last}" for parameter in example.network.parameters}
    assert wanted | {f"E_total@r{example.method.rounds}"} <= set(printed)


# --- skeletons

ON_ONE_LINE = (text.line, text.symbolic, text.substituted, text.value)
NOTATIONS = (tex.line, mathml.line, typst_view.line, speech.line)
ODD = ("0", "-0.5", "0.5", "-0.00000012", "0.000000034", "123456", "-78", "1", "0.05")


def awkward(seed: int):
    """Return an example of one of a few shapes, its numbers of every look: signs, zeros, powers of ten, the same."""
    source = random.Random(seed)
    shape = source.choice([(2, 2, 1), (1, 1), (2, 2, 2)])
    activations = [source.choice(["relu", "leaky_relu", "sigmoid", "linear"]) for _ in shape[1:]]
    more = {"update_biases": source.random() < 0.7, "samples": source.choice([1, 2])}
    data = make_data(source, shape, activations, "half_squared_error", **more)
    for pair in data["network"]["weights"].values():
        pair[-1] = Decimal(source.choice(ODD))
    return solve(parse(data))


@pytest.mark.parametrize("seed", range(24))
def test_numbers_put_into_the_slots_of_a_skeleton_make_the_line_laid_out_for_them(seed):
    solution = awkward(seed)
    for step in solution.steps:
        for way in ({}, {"linear": True}, *([{"product": True}] if step.product else [])):
            whole, slotted = formula(solution, step, **way), skeleton.line(solution, step, **way)
            for view in ON_ONE_LINE if "linear" in way else NOTATIONS:
                assert slotted.write(view) == view(whole), (step.id, view)
        sides = [lay_out_small(solution.quantities, expr) for expr in small_exprs(solution, step)]
        for view in (mathml.broken, typst_view.write, speech.write):
            assert [side.write(view) for side in skeleton.small_lines(solution, step)] == list(map(view, sides))


def test_examples_of_one_shape_share_the_skeletons_of_their_lines():
    lines = []
    for value in ("0.25", "0.75"):
        data = make_data(random.Random(1), (1, 1), ["sigmoid"], "half_squared_error")
        for given in (data["network"]["weights"], data["network"]["biases"]):
            given.update({name: [*pair[:-1], Decimal(value)] for name, pair in given.items()})
        data["network"]["inputs"] = {"x0": Decimal(value)}
        solution = solve(parse(data))
        lines.append(skeleton.line(solution, solution.step_of["net_n1k0"], linear=True))
    assert lines[0].skeleton is lines[1].skeleton
    # 0.25 · 0.25 + 0.25 = 0.3125 and 0.75 · 0.75 + 0.75 = 1.3125
    assert [line.write(text.value) for line in lines] == ["0.3125", "1.3125"]
    assert [line.write(text.substituted) for line in lines] == ["0.25 × 0.25 + 0.25", "0.75 × 0.75 + 0.75"]
