"""Practice in a browser: right, right with what was kept, carried, wrong with its slip; and find the slip.

Expected numbers are those of plain loops (`planted`) or arithmetic written out.
"""

from __future__ import annotations

import json
import random
import re

import pytest

import build
import planted
from backprop.audit.judge import judge
from backprop.audit.source.file import parse_claims
from backprop.audit.worlds.prepared import prepare
from backprop.errors import ContentError
from backprop.formula import mathml
from backprop.lesson import find_slip
from backprop.lesson.exercises import proof, renumbered
from backprop.lesson.find_slip import planted as with_slip
from backprop.pages.workbench import there_is_one
from backprop.reading.example import parse_example, read_example
from backprop.reading.files import load_text
from backprop.reading.other_numbers import bank_beside, with_given
from backprop.reading.site import read_site
from backprop.steps.solving import solve
from backprop.words.en.workbench import practice_how
from conftest import CONTENT, LESSON
from test_exercises import as_planted

PLACE = "backpropagation-2x2/practice/index.html"
COURSE = [
    slug for slug in read_site(CONTENT / "site.toml").order if (CONTENT / "examples" / slug / "example.toml").is_file()
]
needs_python = pytest.mark.skipif(not there_is_one(), reason="no Python for the page; make site brings it (npm ci)")


def every_step(page, address: str) -> None:
    page.goto(address)
    page.select_option("[data-set=tasks]", "all")
    page.select_option("[data-set=level]", "5")


@pytest.fixture
def desk(chromium, address):
    """Lesson 7's practice on a phone, every step left to the reader, without the page's Python."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route("**/worker.js", lambda route: route.abort())
    every_step(page, address + PLACE)
    yield page
    context.close()


def give(page, id: str, text: str) -> str:
    """Answer a task; return how it is judged."""
    task = page.locator(f"[data-task='{id}']")
    task.locator("input").fill(text)
    task.locator("[data-do=answer]").click()
    return task.get_attribute("data-judged")


def told(page, id: str) -> str:
    return page.locator(f"[data-task='{id}'] .verdict").text_content()


def test_a_right_answer_needs_digits_and_may_have_a_comma(desk):
    """net_H1 = 0.15 · 0.05 + 0.25 · 0.10 + 0.35 = 0.3825."""
    assert give(desk, "net_H1", "0.4") == "few"
    assert give(desk, "net_H1", "0,3825") == "right"
    assert "In full: 0.3825." in told(desk, "net_H1")
    assert give(desk, "out_H1", "0.594") == "right"  # σ(0.3825) = 0.59448
    assert give(desk, "out_H1", "0.595") == "wrong"  # never called rounding
    assert give(desk, "out_H1", "none") == "none"


def test_what_follows_from_kept_digits_is_right_and_from_a_wrong_answer_carried(desk):
    """With out_H1 = 0.594 and out_H2 = 0.596 kept, net_Y1 is 0.40 · 0.594 + 0.50 · 0.596 + 0.60."""
    for id, text in {"net_H1": "0.3825", "net_H2": "0.390", "out_H1": "0.594", "out_H2": "0.596"}.items():
        assert give(desk, id, text) == "right"
    assert give(desk, "net_Y1", f"{0.4 * 0.594 + 0.5 * 0.596 + 0.6:.5f}") == "right"
    assert "with the digits you kept" in told(desk, "net_Y1")
    assert give(desk, "net_Y1", "1.2345") == "wrong"
    assert give(desk, "out_Y1", f"{planted.sigmoid(1.2345):.4f}") == "carried"
    assert "net Y1" in told(desk, "out_Y1")
    assert desk.locator(".score").text_content() == "4 right, 1 carried on, of 74."


def test_what_goes_on_from_an_answer_that_is_changed_is_judged_again(desk):
    """With the bias left out net_H1 is 0.0325; from it out_H1 is σ(0.0325) = 0.50812, and not once it is set right."""
    assert give(desk, "net_H1", "0.0325") == "wrong"
    assert give(desk, "out_H1", f"{planted.sigmoid(0.0325):.4f}") == "carried"
    assert give(desk, "net_H1", "0.3825") == "right"
    assert desk.locator("[data-task=out_H1]").get_attribute("data-judged") == "wrong"
    assert desk.locator(".score").text_content() == "1 right, 0 carried on, of 74."


@pytest.mark.parametrize(("digits", "few", "enough"), [(1, "", "0.4"), (2, "0.4", "0.38"), (5, "0.38", "0.383")])
def test_as_many_digits_are_enough_as_the_page_shows_and_never_more_than_three(chromium, address, digits, few, enough):
    assert practice_how(digits).count(("one", "two", "three")[min(digits, 3) - 1] + " significant digit") == 1
    page = chromium.new_page()

    def shown(route):
        body = route.fetch().text()
        assert body.count('"display":{"digits":4}') == 1
        route.fulfill(body=body.replace('"display":{"digits":4}', f'"display":{{"digits":{digits}}}'))

    page.route("**/practice/index.html", shown)
    every_step(page, address + PLACE)
    assert not few or give(page, "net_H1", few) == "few"
    assert give(page, "net_H1", enough) == "right"
    page.close()


def test_a_right_answer_is_told_in_full_as_it_was_proven(desk, site):
    """The record has the nearest double of fifty digits; the page's own arithmetic may be off in the last of its."""
    record = json.loads((site / "backpropagation-2x2/trace.json").read_text(encoding="utf-8"))
    for id in ("net_H1", "out_H1", "E_Y1", "delta_Y1", "new_w5"):
        value = record["quantities"][id]["value"]
        assert give(desk, id, f"{value:.6f}") == "right"
        assert f"In full: {value!r}.".replace("-", "−") in told(desk, id)


def test_digits_kept_behind_a_wrong_answer_are_carried_too(desk):
    """σ(0.0325) = 0.508124 is written as 0.508 and gone on with: 0.4 · 0.508124 + 0.5 · 0.596 + 0.6 = 1.10125."""
    for id, text in {"net_H1": "0.0325", "out_H1": "0.508", "out_H2": "0.596"}.items():
        give(desk, id, text)
    carried = 0.4 * planted.sigmoid(0.0325) + 0.5 * 0.596 + 0.6
    assert f"{carried:.5f}" != f"{0.4 * 0.508 + 0.5 * 0.596 + 0.6:.5f}"
    assert give(desk, "net_Y1", f"{carried:.5f}") == "carried"


@pytest.mark.parametrize("text", ["−0.1374", "–0.1374", "-0,1374", "−1.374 × 10⁻¹", "-1.374e-1", "-1.374*10^-1"])
def test_a_number_is_read_with_any_dash_and_power_of_ten(desk, text):
    """δ of Y1 is 0.1374; with its sign turned it is a wrong answer, and a number."""
    assert give(desk, "delta_Y1", text) == "wrong"
    assert give(desk, "delta_Y1", text.lstrip("−–-")) == "right"
    assert give(desk, "delta_Y1", "0.1374²") == "none"  # a raised sign is a power, and of ten alone


@pytest.mark.parametrize(("text", "judged"), [
    ("-1065790", "right"), ("−1065800", "right"), ("-1066000", "right"), ("-1070000", "right"), ("-1.0658e6", "right"),
    ("-1100000", "wrong"), ("-1065900", "wrong"), ("1065790", "wrong"),
])  # fmt: skip
def test_a_whole_numbers_last_zeros_may_stand_for_other_digits(desk, text, judged):
    """With x1 = −10⁸ and w1 = 0.01065793 net_H1 is −1065793 + 0.25 · 0.10 + 0.35 = −1065792.625."""
    every_step(desk, desk.url.partition("?")[0] + "?x1=-100000000&w1=0.01065793")
    desk.locator("html[data-edited]").wait_for()
    assert give(desk, "net_H1", text) == judged


@pytest.mark.parametrize(("text", "judged"), [
    ("4.7675e-16", "wrong"), ("0", "wrong"), ("0.000", "wrong"), ("-2.384e-15", "wrong"), ("2.384e-16", "wrong"),
])  # fmt: skip
def test_a_tiny_number_is_judged_by_its_own_size(desk, text, judged):
    """With x1 = 10⁻¹⁵ the gradient of w1 is δ_H1 · 10⁻¹⁵, and δ_H1 is some 0.009."""
    every_step(desk, desk.url.partition("?")[0] + "?x1=0.000000000000001")
    desk.locator("html[data-edited]").wait_for()
    w = {"w1": 0.15, "w2": 0.20, "w3": 0.25, "w4": 0.30}
    outs = [planted.sigmoid(0.1 * w[name] + 0.35) for name in ("w3", "w4")]
    ends = [planted.sigmoid(a * outs[0] + b * outs[1] + 0.60) for a, b in ((0.40, 0.50), (0.45, 0.55))]
    deltas = [(y - t) * y * (1 - y) for y, t in zip(ends, (0.01, 0.99), strict=True)]
    exact = (0.40 * deltas[0] + 0.45 * deltas[1]) * outs[0] * (1 - outs[0]) * 1e-15
    assert give(desk, "grad_w1", text) == judged
    assert give(desk, "grad_w1", f"{exact:.3e}") == "right"


KEPT = [  # by the digits kept on the way, unasked steps among them: what pencil and paper then give
    ("grad_w5", "0.0814"),  # 0.137 · 0.594
    ("grad_w5", "0.08168"),  # 0.1374 · 0.5945
    ("dE_dout_H1", "0.03712"),  # 0.40 · 0.1374 + 0.45 · (−0.03964)
    ("grad_w1", "0.0004475"),  # 0.03712 · 0.2411 · 0.05
    ("change_b3", "-0.06870"),  # −0.5 · 0.1374, as the line above shows it
    ("out_Y1", "0.756"),  # 0.75693 cut off
]


SLIPS = [  # a digit mistyped, a slope left out, one path only, no slope at H1, a bias left out, a sign, no half
    ("grad_w5", "0.0917"), ("grad_w5", "0.4439"), ("dE_dout_H1", "0.05497"), ("grad_w1", "0.001857"),
    ("out_Y1", "0.6309"), ("delta_Y1", "-0.1374"), ("E_total", "0.6073"),
]  # fmt: skip


def test_what_follows_from_digits_that_were_kept_is_never_called_wrong_and_a_slip_never_right(desk):
    for wanted, cases in {"right": KEPT, "wrong": SLIPS}.items():
        for id, text in cases:
            desk.click("[data-do=forget]")
            assert give(desk, id, text) == wanted, (id, text)


def test_a_guess_does_not_make_the_rest_easy(desk):
    assert give(desk, "net_Y1", "1") == "few"  # it is 1.1359
    assert give(desk, "out_Y1", f"{planted.sigmoid(1):.4f}") == "wrong"
    assert give(desk, "net_Y1", "2") == "wrong"
    assert give(desk, "out_Y1", f"{planted.sigmoid(2):.4f}") == "wrong"
    assert give(desk, "net_Y1", "0.25") == "wrong"  # too few digits for an attempt
    assert give(desk, "out_Y1", f"{planted.sigmoid(0.25):.4f}") == "wrong"


def test_hints_come_in_three_stages(desk):
    task = desk.locator("[data-task=net_H1]")
    for _ in range(3):
        task.locator("[data-do=hint]").click()
    hints = task.locator(".hints p")
    assert hints.count() == 3 and task.locator("[data-do=hint]").is_disabled()
    assert "input" in hints.nth(0).text_content()
    assert [
        part
        for part in ["w", "x", "b"]
        if part in hints.nth(1).inner_text().replace("𝑤", "w").replace("𝑥", "x").replace("𝑏", "b")
    ]
    assert hints.nth(2).locator("mn").all_text_contents() == ["0.15", "0.05", "0.25", "0.10", "0.35"]
    assert "0.3825" not in task.locator(".hints").inner_text()


def test_lines_fade_from_the_last_ones(desk):
    shown = []
    for level in "12345":
        desk.select_option("[data-set=level]", level)
        shown.append(desk.locator(".told-line").count())
        assert desk.locator(".tasks > li").last.get_attribute("class") == "task"
    assert shown == sorted(shown, reverse=True) and shown[-1] == 0 and len(set(shown)) == 5


def test_the_rule_is_asked_beside_a_factor(desk):
    rule = desk.locator("[data-task=delta_H1] .rule")
    rule.locator("select").select_option(label="the weight times the error signal behind it")
    assert rule.get_attribute("data-judged") == "wrong"
    rule.locator("select").select_option(label="the error's slope times the activation's slope")
    assert rule.get_attribute("data-judged") == "right"


def test_progress_stays_can_be_saved_and_loaded(desk, tmp_path):
    give(desk, "net_H1", "0.3825")
    with desk.expect_download() as download:
        desk.click("[data-do=save]")
    download.value.save_as(tmp_path / "practice.json")
    desk.reload()
    assert desk.locator(".score").text_content() == "1 right, 0 carried on, of 74."
    desk.click("[data-do=forget]")
    assert desk.locator(".score").text_content() == "0 right, 0 carried on, of 74."
    desk.set_input_files("[type=file]", tmp_path / "practice.json")
    desk.locator(".score", has_text="1 right").wait_for()
    (tmp_path / "other.json").write_text('{"format": 1, "key": "x"}')
    desk.set_input_files("[type=file]", tmp_path / "other.json")
    desk.locator(".score", has_text="another exercise").wait_for()


def test_other_numbers_are_those_that_are_proven(desk):
    bank = json.loads((LESSON.parent / "practice.json").read_text("utf-8"))["numbers"]
    desk.click("[data-do=other]")
    desk.wait_for_url("**x1=*")
    numbers = {"x1": 0.05, "x2": 0.10, **{id: float(text) for id, text in bank[0].items()}}
    net = numbers["w1"] * numbers["x1"] + numbers["w3"] * numbers["x2"] + numbers["b1"]
    desk.select_option("[data-set=tasks]", "all")
    desk.select_option("[data-set=level]", "5")
    assert give(desk, "net_H1", f"{net:.4f}") == "right"
    assert give(desk, "net_H1", "0.3825") == "wrong"


@needs_python
def test_each_slip_planted_by_other_code_is_named(chromium, address):
    """In the network of lesson 7, its weights numbered by the neuron they leave."""
    example = read_example(LESSON)
    net = as_planted(example)
    page = chromium.new_page()
    page.set_default_timeout(120_000)
    page.goto(address + PLACE)
    page.select_option("[data-set=tasks]", "all")
    page.select_option("[data-set=level]", "5")
    right = planted.work(net)
    named = {}
    for slip, id in {
        "wrong_sign": "delta_Y1", "no_output_slope": "delta_Y1", "one_path_only": "dE_dout_H1",
        "no_hidden_slope": "delta_H1", "slope_at_net": "dout_dnet_Y1", "no_bias": "net_H1",
    }.items():  # fmt: skip
        wrong = planted.work(net, slip)
        if id not in wrong or wrong[id] == right[id]:
            continue
        page.click("[data-do=forget]")
        task = page.locator(f"[data-task='{id}']")
        give(page, id, f"{wrong[id]:.6f}")
        page.locator(f"[data-task='{id}'][data-deviations]").wait_for()
        named[slip] = task.get_attribute("data-deviations").split()
    page.close()
    assert len(named) >= 5
    assert [slip for slip, found in named.items() if slip not in found] == []


# --- the bank


def test_two_hundred_sets_of_numbers_ship():
    banks = (json.loads(path.read_text("utf-8")) for path in CONTENT.glob("examples/*/practice.json"))
    assert sum(len(bank["numbers"]) for bank in banks) >= 200


@pytest.mark.parametrize("path", sorted(CONTENT.glob("examples/*/practice.json")), ids=lambda path: path.parent.name)
def test_numbers_of_the_bank_tell_all_that_numbers_can(path):
    """What one set of each lesson leaves untold, no other numbers tell either."""
    example = read_example(path.with_name("example.toml"))
    given = random.Random(path.parent.name).choice(json.loads(path.read_text("utf-8"))["numbers"])
    other = with_given(example, given)
    assert bank_beside(path, example).proven
    assert other.network != example.network
    tries = (proof(renumbered(example, random.Random(seed))).left for seed in range(2))
    assert proof(other).left <= frozenset.intersection(*tries)


def test_numbers_are_taken_for_proven_with_the_network_they_were_proven_for_and_no_other(tmp_path, capsys):
    """Its title, its look and its later rounds may change; its numbers, shape, loss, method and digits may not."""
    from backprop.__main__ import main

    path, beside = tmp_path / "example.toml", tmp_path / "practice.json"
    text = LESSON.read_text("utf-8")
    path.write_text(text, "utf-8")
    assert main(["exercise", "--like", str(path), "--bank", "2"]) == 0
    beside.write_text(capsys.readouterr().out, "utf-8")
    assert bank_beside(beside, read_example(path)).proven
    numbers = beside.read_text("utf-8")
    for old, new, kept in (
        ('title = "', 'title = "Another: ', True),
        ("[method]", '[display]\nnotation = "z/a"\n[method]\nrounds = 3', True),
        ('activation = "sigmoid"', 'activation = "tanh"', False),
        ('"half_squared_error"', '"squared_error"', False),
        ("learning_rate = 0.5", "learning_rate = 0.25", False),
        ("[method]", "[display]\ndigits = 5\n[method]", False),
        ("[method]", '[method]\nhidden_gradient = "updated_weights"', False),
    ):
        changed = text.replace(old, new, 1)
        assert changed != text, old
        path.write_text(changed, "utf-8")
        found = bank_beside(beside, read_example(path))
        assert (found.proven, len(found.numbers)) == (kept, 2), new
    path.write_text(text, "utf-8")
    beside.write_text(re.sub(r'"w1": "([^"]*)"', r'"w1": "\g<1>1"', numbers, count=1), "utf-8")
    assert not bank_beside(beside, read_example(path)).proven


def test_numbers_proven_for_another_network_are_offered_without_the_word_and_told(tmp_path, capsys):
    from backprop.__main__ import main

    content = tmp_path / "content"
    assert main(["new", "one", "--course", "--content", str(content)]) == 0
    example = content / "examples" / "one" / "example.toml"
    capsys.readouterr()
    assert main(["exercise", "--like", str(example), "--bank", "1"]) == 0
    example.with_name("practice.json").write_text(capsys.readouterr().out, "utf-8")
    built = ["--no-cache", "--no-sheets", "--jobs", "1", "--content", str(content), "--out", str(tmp_path / "site")]
    page = tmp_path / "site" / "one" / "practice" / "index.html"
    assert build.main(built) == 0
    assert capsys.readouterr().err == "" and " data-proven" in page.read_text("utf-8")
    text = example.read_text("utf-8")
    example.write_text(text.replace("learning_rate = 0.5", "learning_rate = 0.25"), "utf-8")
    assert "0.25" in example.read_text("utf-8") and build.main(built) == 0
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "one/practice.json: its numbers are not proven for this network as it is" in told
    assert " data-proven" not in page.read_text("utf-8") and '"other"' in page.read_text("utf-8")


def test_other_numbers_for_what_is_not_given_are_refused():
    example = read_example(LESSON)
    for given in ({"out_H1": "1"}, {"w1": "x"}, {"w1": "nan"}, {"learning_rate": "0"}):
        with pytest.raises(ContentError, match="wanted"):
            with_given(example, given)


# --- find the slip


@pytest.mark.parametrize("slug", COURSE)
def test_a_planted_solution_is_wrong_from_its_first_wrong_line_on_and_only_one_slip_gives_it(slug):
    """The audit, given all its lines as printed, names that slip for the first wrong one and calls all before right."""
    solution = solve(read_example(CONTENT / "examples" / slug / "example.toml"))
    exercises = with_slip(solution)
    assert exercises and len({found.slip for found in exercises}) == len(exercises)
    for found in exercises:
        said = {step.id: found.solution.numbers[step.id].shown for step in found.steps}
        block = [{"quantity": id, "printed": text} for id, text in said.items() if "×" not in text]
        claims = parse_claims({"source": {"title": "planted"}, "claims": block}, "claims.toml", solution)
        verdicts = {finding.claim.quantity: finding for finding in judge(prepare(solution), claims).findings}
        ids = [step.id for step in found.steps if step.id in verdicts]
        before = ids[: ids.index(found.first)]
        assert all(verdicts[id].verdict == "exact" for id in before)
        shown = [step.id for step in found.steps]
        lines = found.steps[: shown.index(found.first)]
        assert all(step.expr == solution.step_of[step.id].expr for step in lines)  # nor right by chance alone
        assert found.slip in verdicts[found.first].deviations, (found.slip, found.first)
        assert all(mathml.line(found.line(step)) for step in found.steps)
        right = {id: number.shown for id, number in solution.numbers.items()}
        differ = {step.id for step in found.steps if found.solution.numbers[step.id].shown != right[step.id]}
        assert found.off.keys() == differ and found.off[found.first] == "again"


def test_a_line_that_comes_out_right_by_chance_is_not_passed_as_right():
    """In XOR's first sample both inputs are 0: the bias alone is the right net input, of a wrong line."""
    solution = solve(read_example(CONTENT / "examples" / "xor" / "example.toml"))
    assert "bias_alone" not in {found.slip for found in with_slip(solution)}


def test_a_line_that_is_wider_than_its_place_is_reached_by_the_keyboard(chromium, address):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}batch-of-samples/find/index.html")
    cells = """() => [...document.querySelectorAll('.lines td:has(> .work)')]
        .map((cell) => [cell.scrollWidth > cell.clientWidth, cell.tabIndex === 0])"""
    narrow = page.evaluate(cells)
    assert {wide for wide, _ in narrow} == {True, False} and all(wide == reached for wide, reached in narrow)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.wait_for_function("!document.querySelector('.lines td[tabindex]')")
    assert not any(wide for wide, _ in page.evaluate(cells))
    page.close()


def test_the_first_wrong_line_is_found_and_the_slip_named(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}backpropagation-2x2/find/index.html")
    part = page.locator("section.find").nth(1)
    first = part.get_attribute("data-first")
    lines = part.locator("[data-line]").evaluate_all("all => all.map(e => e.dataset.line)")
    if lines.index(first):
        part.locator("[data-line] button").first.click()
        assert "comes later" in part.locator(".told").text_content()
    part.locator("[data-off=carried] button").last.click()
    assert "only carries" in part.locator(".told").text_content()
    for line in part.locator("[data-line]:not([data-off]) button").all()[lines.index(first) :]:
        line.click()
        assert "is right; the slip is further up" in part.locator(".told").text_content()
    part.locator(f"[data-line='{first}'] button").click()
    assert "first wrong line" in part.locator(".told").text_content()
    part.locator("select").select_option(part.get_attribute("data-slip"))
    assert part.locator(".named").text_content() == "✓ That is the slip."
    told = part.locator(f"[data-line='{first}'] .told")
    assert "first wrong line" in told.text_content()  # which is still said there, and the slip was asked for beside it
    assert part.locator(f"[data-line='{first}'] select").count() == 1
    assert part.locator("details.answer").get_attribute("open") is not None
    page.close()


def test_the_sheet_has_its_key_on_a_page_of_its_own(site):
    from pypdf import PdfReader

    pages = [page.extract_text() for page in PdfReader(site / "backpropagation-2x2/handout/find-a4.pdf").pages]
    assert "Key" not in "".join(pages[:-1]) and "is the first wrong one" in pages[-1].replace("\n", " ")
    asked = " ".join("".join(pages[:-1]).split())
    assert "Find the first wrong line, and name the slip." in asked and "First wrong line:" in asked
    assert not re.search(r"\b[HYwbx]\d", pages[-1])  # its names are written as in formulas


SATURATED = """
[network]
loss = "mean_squared_error"
inputs = { x1 = 0.59, x2 = -0.92 }
targets = { Y1 = 1 }
[[network.layers]]
activation = "tanh"
neurons = 3
weights = [[-1e6, -0.47], [0.55, 1e5], [1e2, 0.22]]
biases = [-0.16, 0.06, -0.52]
[[network.layers]]
activation = "sigmoid"
neurons = ["Y1"]
weights = [[-0.45, -1e6, 0.00]]
biases = [-0.33]
"""


def test_where_a_slip_leaves_something_without_a_value_another_is_planted(monkeypatch):
    """Without the slope the first weights move so far that no decimal holds a power of e behind them, taken plainly."""
    solution = solve(parse_example(load_text(SATURATED, "f"), "f", "f"))
    monkeypatch.setattr(find_slip, "what_if", lambda *what: 1 / 0)
    assert find_slip.planted(solution) == ()
    monkeypatch.undo()
    for found in find_slip.planted(solve(parse_example(load_text(SATURATED, "f"), "f", "f"))):
        assert all(mathml.line(found.line(step)) for step in found.steps)
