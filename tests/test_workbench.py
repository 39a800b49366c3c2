"""The workbench: the same program in the page, asked as a page asks; then the page itself in a browser."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

import planted
from backprop.audit.notes.read import claims_in
from backprop.formula import text as text_view
from backprop.formula.document import document
from backprop.formula.record import dump
from backprop.lesson import exercises
from backprop.lesson.workbench import Workbench
from backprop.pages.workbench import there_is_one
from backprop.reading.example import parse_example, read_example
from backprop.reading.files import load_text
from backprop.reading.written import text_of
from backprop.steps.numerals import MINUS
from backprop.steps.solving import solve
from conftest import CONTENT, LESSON, ROOT, parse
from test_exercises import as_planted

EXAMPLES = sorted(CONTENT.glob("examples/*/example.toml"))
MAZUR = CONTENT / "examples" / "mazur-2015" / "example.toml"
DRY = "net_h1 = 0.3775\nout_h1 = 0,593269992\nhello there\nnew_w5 = 0.4411\nE_total = 0.298371\n"
# What the page does without: were one of them asked for, it would not start.
ALONE = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "markdown", "math_core", "typst", "pagefind", "starlette", "uvicorn"}:
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
from backprop.lesson.workbench import Workbench
sys.stdout.write(Workbench().answer(sys.stdin.read()))
"""
needs_python = pytest.mark.skipif(not there_is_one(), reason="no Python for the page; make site brings it (npm ci)")


def asked(**question) -> dict:
    return json.loads(Workbench().answer(json.dumps(question)))


def verdicts(found: dict) -> list[str]:
    return [row["verdict"] for row in found["rows"]]


def test_it_runs_where_there_is_neither_numpy_nor_markdown():
    question = json.dumps({"do": "solve", "toml": LESSON.read_text("utf-8")})
    done = subprocess.run(
        [sys.executable, "-c", ALONE], input=question, capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)["record"].startswith('{"schema":')


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_in_the_workbench_has_every_step_of_its_lesson(path):
    toml = path.read_text("utf-8")
    found = asked(do="solve", toml=toml)
    solution = solve(parse_example(load_text(toml, "example.toml"), "example.toml", "exercise"))
    assert found["record"] == dump(solution) and found["title"] == solution.example.title
    for step in solution.steps:
        assert f'<li class="step" id="{step.id}"' in found["html"]


def test_a_pasted_solution_is_judged_line_by_line_and_the_first_wrong_line_stands_first():
    found = asked(do="check", toml=MAZUR.read_text("utf-8"), notes=DRY)
    assert verdicts(found) == ["exact", "exact", "ambiguous", "exact"]  # a sign, or the change added
    html = found["html"]
    assert 'data-verdict="ambiguous" data-quantity="new_w5" data-deviations="wrong_sign ' in html
    assert html.count("data-verdict=") == 4
    assert html.index("The first wrong line is line 4") < html.index("<table")
    assert "<code>hello there</code>" in html


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_lines_of_a_lesson_pasted_as_they_are_copied_are_all_placed_and_right(seed):
    """They are worked with more digits than they show, so that some do not follow from what they show."""
    example = exercises.draw(exercises.of_shape("2-2-2"), seed).example
    solution = solve(example)
    lines = [
        row.on_one_line.write(text_view.line) for row in document(solution).rows
    ]  # what copying gives, see test_player
    notes = "\n".join(lines)
    found = asked(do="check", toml=text_of(example), notes=notes)
    assert set(verdicts(found)) <= {"exact", "truncated", "last_digit"} and 'class="unplaced"' not in found["html"]
    assert {row["quantity"] for row in found["rows"]} >= {step.id for step in solution.steps}


@pytest.mark.parametrize("slug", ["xor", "batch-of-samples"])
def test_the_lines_of_several_samples_are_placed_too(slug):
    solution = solve(read_example(CONTENT / "examples" / slug / "example.toml"))
    lines = [row.on_one_line.write(text_view.line) for row in document(solution).rows]
    claims, unplaced = claims_in("\n".join(lines), "notes", "notes.txt", solution)
    assert unplaced == () and {claim.subject for claim in claims.claims} >= {step.id for step in solution.steps}
    assert sum("@s2" in claim.subject for claim in claims.claims) > 20


HANDS = {  # as people write it: the same number, in the network of lesson 7
    "1) net_H1 = 0.3825 (sum of all)": "net_H1", "∂out_Y1/∂net_Y1 = 0.1840": "dout_dnet_Y1",
    "d out_Y1 / d net_Y1 = 0.1840": "dout_dnet_Y1", "path_H1→Y1 = 0.05497": "path_H1_Y1",
    "δ_Y1 = ∂E/∂out_Y1 × ∂out_Y1/∂net_Y1 = 0.1374": "delta_Y1", "w5+ = w5 - η·dE/dw5 = 0.3592": "new_w5",
    "dEdw5 = 0.08170": "grad_w5", "w5[new] = 0,3592": "new_w5",
}  # fmt: skip


@pytest.mark.parametrize("line", HANDS)
def test_a_line_is_placed_in_whatever_hand_it_is_written(line):
    found = asked(do="check", toml=LESSON.read_text("utf-8"), notes=line)
    assert [row["quantity"] for row in found["rows"]] == [HANDS[line]]
    assert found["rows"][0]["verdict"] == "exact" and 'class="unplaced"' not in found["html"]


def test_the_form_draws_an_exercise_of_the_network_it_describes():
    fields = {
        "inputs": "1 2",
        "targets": "1",
        "hidden": "3",
        "activation": "tanh",
        "rate": "0,1",
        "loss": "squared_error",
    }
    toml = asked(do="draw", fields=fields, seed=3)["toml"]
    example = parse_example(load_text(toml, "f"), "f", "f")
    assert [layer.activation for layer in example.network.layers] == ["tanh", "sigmoid"]
    assert (example.network.loss, str(example.method.learning_rate)) == ("squared_error", "0.1")
    assert [len(column) for column in example.network.columns] == [2, 3, 1]


def test_who_keeps_three_decimals_is_right_within_what_they_leave():
    """With two decimals kept net_o1 = 0.40 · 0.59 + 0.45 · 0.60 + 0.60 = 0.24 + 0.27 + 0.60 is 1.11; it is 1.1059."""
    toml = MAZUR.read_text("utf-8")
    notes = "net_o1 = 1.1020"
    assert verdicts(asked(do="check", toml=toml, notes=notes)) != ["last_digit"]
    assert verdicts(asked(do="check", toml=toml, notes=notes, kept="2")) == ["last_digit"]
    assert verdicts(asked(do="check", toml=toml, notes="net_o1 = 1.21", kept="2")) != ["last_digit"]


@pytest.mark.parametrize("slip", planted.SLIPS)
def test_every_slip_of_other_code_is_named_in_a_pasted_solution_of_a_drawn_network(slip):
    """In numbers drawn to tell slips apart, six decimals of everything; `misread` and `other_rate` among them."""
    net = as_planted(exercises.draw(exercises.of_shape("2-2-2"), 5).example)
    wrong, right = planted.work(net, slip), planted.work(net)
    lines = {id: f"{value:.6f}" for id, value in wrong.items() if "@" not in id}
    if lines == {id: f"{value:.6f}" for id, value in right.items() if "@" not in id}:
        pytest.fail("this slip cannot act in this network; plant it in another")
    notes = "\n".join(f"{id} = {text}" for id, text in lines.items())
    found = asked(do="check", toml=toml_of(net), notes=notes)
    named = [row["deviations"] for row in found["rows"] if row["deviations"]]
    assert any(slip in ids for ids in named), named


def test_a_fault_is_told_with_its_line():
    text = LESSON.read_text("utf-8")
    number = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("w5"))
    wrong = text.replace("0.40]", '"much"]')
    [told] = asked(do="solve", toml=wrong)["alert"]
    assert told.startswith(f"line {number} · example.toml: network.weights.w5: wanted a number")


@pytest.mark.parametrize(
    "question",
    [
        {"do": "solve", "toml": ""},
        {"do": "solve", "toml": "x" * 300_000},
        {"do": "solve", "toml": "\x00"},
        {"do": "solve", "toml": LESSON.read_text("utf-8").replace('["H1", "H2"]', "1000000")},
        {"do": "check", "toml": LESSON.read_text("utf-8"), "notes": ""},
        {"do": "check", "toml": LESSON.read_text("utf-8"), "notes": "net_H1 = 0.3\n" * 10_000},
        {"do": "check", "toml": LESSON.read_text("utf-8"), "notes": "<script>alert(1)</script>"},
        {"do": "check", "toml": LESSON.read_text("utf-8"), "notes": "a" * 150_000 + " = 0.1"},
        {"do": "draft", "fields": {}},
        {"do": "code", "text": "x" * 5_000},
        {"do": "draw", "shape": "9-9-9"},
        {"do": "draw", "shape": "<b>"},
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_in_a_line_each(question):
    lines = asked(**question)["alert"]
    assert lines and all("wanted" in line and "got" in line and "\n" not in line for line in lines)
    assert "surprise" not in str(lines)


def test_script_in_a_title_or_a_note_is_text():
    toml = LESSON.read_text("utf-8").replace('title = "', 'title = "<script>alert(1)</script> ')
    assert "<script>alert" not in asked(do="solve", toml=toml)["html"]
    notes = "net_H1 = 0.3825\n<img src=x onerror=alert(1)> = nothing"
    found = asked(do="check", toml=LESSON.read_text("utf-8"), notes=notes)
    assert "<img" not in found["html"] and "&lt;img" in found["html"]


# --- in a browser

READY = 120_000  # milliseconds in which Python starts on a busy machine


@pytest.fixture(scope="module")
def bench(chromium, address):
    """The workbench with its Python started, its console silent and nothing asked of other hosts."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    opened = context.new_page()
    opened.set_default_timeout(READY)
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "blob:")) else trouble.append(r.url))
    opened.goto(f"{address}workbench/index.html#example=backpropagation-2x2")
    opened.locator("#worked .step").first.wait_for()
    yield opened
    context.close()
    assert not trouble


def work_out(page, toml: str, title: str) -> None:
    """Have an exercise worked out; what was shown before is taken away, or it would be taken for the answer."""
    page.evaluate("document.querySelector('#worked').replaceChildren()")
    page.fill("[name=toml]", toml)
    page.click("[data-do=solve]")
    page.locator("#worked h2", has_text=title).wait_for()


def of_worker(page, **question) -> dict:
    """Ask the program in the page, past its controls."""
    script = """async (question) => {
      const bench = document.querySelector(".bench"), there = (path) => new URL(path, location.href).href;
      window.asked = window.asked || new Worker("../assets/js/worker.js", { type: "module" });
      return new Promise((done) => {
        window.asked.onmessage = (event) => { if ("id" in event.data) done(event.data.answer || event.data.failed); };
        const home = there(bench.dataset.home), archive = there(bench.dataset.archive);
        window.asked.postMessage({ id: 1, home: home, archive: archive, asked: question });
      });
    }"""
    return json.loads(page.evaluate(script, json.dumps(question)))


@needs_python
def test_python_in_the_page_makes_the_same_records_and_verdicts_to_the_byte(bench):
    for path in EXAMPLES[::2]:
        toml = path.read_text("utf-8")
        assert of_worker(bench, do="solve", toml=toml)["record"] == asked(do="solve", toml=toml)["record"], path
    here = asked(do="check", toml=MAZUR.read_text("utf-8"), notes=DRY)
    assert of_worker(bench, do="check", toml=MAZUR.read_text("utf-8"), notes=DRY) == here


@needs_python
def test_a_reader_fills_in_the_form_and_has_every_line(bench):
    for name, text in {"inputs": "0.05 0.10", "targets": "0.01 0.99", "hidden": "2", "rate": "0.5"}.items():
        bench.fill(f"[name={name}]", text)
    bench.select_option("[name=biases]", "shared")
    bench.fill("[name=weights]", "0.15 0.20\n0.25 0.30\n0.40 0.45\n0.50 0.55")
    bench.fill("[name=bias_values]", "0.35\n0.60")
    bench.click("[data-do=draft]")
    bench.locator("#worked h2", has_text="My exercise").wait_for()
    printed = bench.locator("#worked .step#net_H1 .value [data-q=net_H1]").first
    expect(printed).to_have_text("0.3775", timeout=60_000)  # 0.15 · 0.05 + 0.20 · 0.10 + 0.35, as Mazur prints it
    assert bench.locator("#worked .step#new_w5 .value [data-q=new_w5]").first.text_content() == "0.3589"


@needs_python
def test_slips_planted_by_other_code_are_named_in_the_page(bench):
    import random

    net = planted.net(random.Random(4), (2, 2, 2))
    toml = toml_of(net)
    work_out(bench, toml, "planted")
    for slip in ("one_path_only", "no_hidden_slope", "wrong_sign"):
        wrong = planted.work(net, slip)
        ids = [id for id in wrong if "@" not in id]
        bench.fill("[name=notes]", "\n".join(f"{id} = {wrong[id]:.6f}" for id in ids))
        bench.click("[data-do=check]")
        bench.locator("#checked [data-deviations]").first.wait_for()
        named = bench.locator("#checked [data-deviations]").evaluate_all("all => all.map(e => e.dataset.deviations)")
        assert len(named) >= len(ids) - 2
        assert any(slip in each.split() for each in named), slip


def toml_of(net: planted.Net) -> str:
    """Return a planted network as an example's file."""
    return text_of(parse(net.data()))


@needs_python
def test_the_address_carries_exercise_and_solution_to_another_reader(bench, chromium):
    work_out(bench, MAZUR.read_text("utf-8"), "Mazur")
    bench.fill("[name=notes]", DRY)
    bench.click("[data-do=check]")
    bench.locator("#checked [data-quantity=new_w5]").wait_for()
    bench.wait_for_url(re.compile("&n="))
    bench.locator(".player [data-do=next]").click()
    address = bench.evaluate("location.href")
    assert address.endswith("&at=net_h1") and "&n=" in address
    other = chromium.new_page()
    other.goto(address)
    other.locator("#checked [data-quantity=new_w5]").wait_for(timeout=READY)
    assert other.locator("[name=toml]").input_value() == MAZUR.read_text("utf-8")
    assert other.locator(".player .count").text_content().startswith("Step 1 ")
    other.close()


@needs_python
def test_numbers_of_an_exercise_answer_when_they_are_edited(bench):
    work_out(bench, MAZUR.read_text("utf-8"), "Mazur")
    bench.click("#worked [data-do=edit]")
    bench.fill("#worked input[data-given=i1]", "1")
    found = bench.locator("#worked .step#net_h1 .value [data-q=net_h1]").first
    bench.locator("html[data-edited]").wait_for(state="attached")
    assert float(found.get_attribute("value")) == pytest.approx(0.15 * 1 + 0.20 * 0.10 + 0.35)
    bench.click("#worked [data-do=edit]")
    bench.click("#worked [data-do=reset]")


@needs_python
def test_edited_numbers_are_in_the_link_are_checked_and_are_saved(chromium, address):
    """One neuron: net = w · x + b, with x1 = 0.90, x2 and b as they are in the file."""
    page = chromium.new_page()
    page.set_default_timeout(READY)
    page.goto(f"{address}workbench/index.html?x1=0.55#example=one-neuron")
    page.locator("html[data-edited]").wait_for(state="attached")
    shown = page.locator("#worked .step#net_Y .value [data-q=net_Y]").first.text_content()
    page.fill("[name=notes]", f"net_Y = {shown.replace(MINUS, '-')}")
    page.click("[data-do=check]")
    row = page.locator("#checked [data-quantity=net_Y]")
    row.wait_for()
    assert "right" in row.inner_text().lower()
    for name, part in (("toml", "x1 = 0.55"), ("record", "0.55")):
        with page.expect_download() as saved:
            page.click(f"[data-save={name}]")
        assert part in Path(saved.value.path()).read_text("utf-8")
    page.close()


def shown_in(bench, slug: str, title: str) -> None:
    """Follow a link to an example inside the page that is open: Python is not started again.

    What an exercise before it still brings is not taken for it: its file has come before anything is waited for.
    """
    bench.evaluate(
        """slug => { const to = "#example=" + slug;
          if (location.hash === to) return;
          document.querySelector("#worked").replaceChildren();
          document.querySelector("[name=toml]").value = "";
          location.hash = to; }""",
        slug,
    )
    expect(bench.locator("[name=toml]")).not_to_have_value("")
    bench.locator("#worked h2", has_text=title).wait_for()


@needs_python
def test_an_example_that_is_edited_is_in_its_link_and_verdicts_go_with_their_exercise(bench):
    shown_in(bench, "one-neuron", "One neuron")
    field = bench.locator("[name=toml]")
    edited = field.input_value().replace("x1 = 0.90", "x1 = 0.55")
    assert edited != field.input_value()
    field.fill(edited)
    bench.fill("[name=notes]", "net_Y = 0.0600")
    bench.click("[data-do=check]")
    bench.wait_for_url(re.compile("#t=.*&n="))
    bench.locator("#checked [data-quantity=net_Y]").wait_for()
    field.fill(edited.replace("x1 = 0.55", "x1 = 0.10"))
    bench.click("[data-do=solve]")
    bench.locator("#checked [data-quantity]").wait_for(state="detached")


@pytest.fixture
def slow_packing(bench):
    """A workbench where the first text that is packed for the address takes three seconds, the others no time."""
    bench.evaluate("""() => {
      const plain = Response.prototype.arrayBuffer;
      let first = true;
      Response.prototype.arrayBuffer = async function () {
        if (first) {
          first = false;
          await new Promise((done) => { setTimeout(done, 3000); });
          setTimeout(() => { document.documentElement.dataset.late = ""; }, 200);
        }
        return plain.call(this);
      };
      window.packAsBefore = () => {
        Response.prototype.arrayBuffer = plain;
        delete document.documentElement.dataset.late;
      };
    }""")
    yield bench
    bench.evaluate("window.packAsBefore()")


@needs_python
def test_what_is_seen_of_an_exercise_can_be_pressed_while_its_address_is_still_packed(slow_packing):
    work_out(slow_packing, MAZUR.read_text("utf-8"), "Mazur")
    slow_packing.click("#worked [data-do=edit]")
    slow_packing.locator("#worked input[data-given=i1]").wait_for(timeout=2000)


@needs_python
def test_an_address_that_is_packed_late_does_not_replace_that_of_a_later_exercise(slow_packing):
    for path, title in ((CONTENT / "examples" / "one-neuron" / "example.toml", "One neuron"), (MAZUR, "Mazur")):
        work_out(slow_packing, path.read_text("utf-8"), title)
    slow_packing.locator("html[data-late]").wait_for(state="attached")
    packed = parse_qs(urlsplit(slow_packing.url).fragment)["t"][0]
    unpacked = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), wbits=-zlib.MAX_WBITS)
    assert unpacked.decode() == MAZUR.read_text("utf-8")


@needs_python
def test_a_printed_worksheet_has_what_is_given_and_no_answer(bench):
    import io

    from pypdf import PdfReader

    toml = LESSON.read_text("utf-8")
    work_out(bench, toml, "Backpropagation")
    bench.evaluate("document.documentElement.dataset.printed = 'worksheet'")
    pages = PdfReader(io.BytesIO(bench.pdf(format="A4"))).pages
    bench.evaluate("delete document.documentElement.dataset.printed")
    printed = set(re.findall(r"\d+\.\d+", "\n".join(page.extract_text() for page in pages)))
    given = set(re.findall(r"\d+\.\d+", toml))
    assert printed and {text.rstrip("0") for text in printed} <= {text.rstrip("0") for text in given}


@needs_python
def test_the_address_as_a_code_is_read_back_by_another_program(bench):
    import numpy
    import zxingcpp

    work_out(bench, LESSON.read_text("utf-8"), "Backpropagation")
    bench.click("[data-do=code]")
    bench.locator(".qr svg").wait_for()
    drawn = bench.locator(".qr path.qrline").get_attribute("d")
    size = round(float(bench.locator(".qr svg").get_attribute("width"))) // 3
    cells = numpy.full((size, size), 255, numpy.uint8)
    x = y = 0.0
    for sign, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", drawn):
        match sign:
            case "M":
                x, y = float(first), float(second)
            case "m":
                x, y = x + float(first), y + float(second)
            case "h":
                cells[int(y), int(x) : int(x) + int(float(first))] = 0
                x += float(first)
    [read] = zxingcpp.read_barcodes(numpy.kron(cells, numpy.ones((4, 4), numpy.uint8)))
    assert read.text == bench.evaluate("location.href")


@needs_python
def test_hostile_text_is_refused_while_the_page_answers(bench):
    bench.evaluate("document.querySelector('[name=toml]').value = '<script>alert(1)</script>\\n'.repeat(10000)")
    bench.click("[data-do=solve]")
    alert = bench.locator("[role=alert] p").first
    alert.wait_for()
    assert "wanted at most 200,000 characters" in alert.text_content()
    assert bench.locator("[role=alert] script").count() == 0


@needs_python
def test_what_takes_long_can_be_stopped_and_asked_again(bench):
    bench.fill("[name=toml]", LESSON.read_text("utf-8"))
    bench.evaluate(
        "document.querySelector('[data-do=solve]').click(); document.querySelector('[data-do=stop]').click()"
    )
    assert bench.locator("[role=alert]").text_content() == "Stopped."
    bench.click("[data-do=solve]")
    bench.locator("#worked h2", has_text="").wait_for()


@needs_python
def test_from_disk_the_page_says_how_to_open_it(chromium, site):
    page = chromium.new_page()
    page.goto((site / "workbench" / "index.html").as_uri())
    page.fill("[name=toml]", LESSON.read_text("utf-8"))
    page.click("[data-do=solve]")
    assert "make serve" in page.locator("[role=alert]").text_content()
    page.close()


@needs_python
def test_a_lesson_loads_nothing_of_python_before_anybody_asks(chromium, address):
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}backpropagation-2x2/index.html")
    page.goto(f"{address}workbench/index.html")
    assert not [url for url in asked if "/python/" in url or url.endswith("worker.js")]
    page.close()


@needs_python
def test_what_is_packed_is_this_program(site):
    [packed] = site.glob("assets/python/*/backprop-*.zip")
    import zipfile

    with zipfile.ZipFile(packed) as archive:
        for name in ("backprop/steps/solving.py", "templates/worked.html"):
            assert archive.read(name) == (ROOT / Path(name)).read_bytes()


@needs_python
def test_what_was_written_comes_back_by_undoing_and_when_the_page_is_loaded_again(bench):
    shown_in(bench, "one-neuron", "One neuron")
    written = bench.locator("[name=toml]")
    own = written.input_value().replace("One neuron", "My neuron")
    written.fill(own)
    bench.locator("[name=notes]").fill("net_Y = 0.1")
    bench.reload()
    bench.locator("#worked .step").first.wait_for()
    expect(written).to_have_value(own)
    expect(bench.locator("[name=notes]")).to_have_value("net_Y = 0.1")
    bench.locator("[data-do=draw]").click()
    expect(written).not_to_have_value(own)
    written.focus()
    bench.keyboard.press("Control+z")
    expect(written).to_have_value(own)
