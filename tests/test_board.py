"""What the player shows at a step: the numbers of the record, and the same whichever way one comes to the step."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from markup import records
from playing import LESSON, LOOK, NOTES, SNAPSHOT, drawing, press, start, tour, walk

INKS = {"output": "backward", "hidden": "backward", "update": "update"}


@pytest.fixture
def player(page, address):
    return start(page, address)


@pytest.fixture
def record(site):
    return records(site)[LESSON[:-1]]


@pytest.mark.parametrize(("name", "total"), [("notes", 16), ("all", 74)])
def test_what_is_shown_at_a_step_depends_on_the_step_alone(player, name, total):
    tour(player, name)
    onward, back = walk(player, "next"), walk(player, "previous")
    assert len(set(onward)) == total + 1
    assert onward == back[::-1]
    for k in (total // 2, 3, total, 1, total - 1):
        player.locator(f".ticks [data-k='{k}']").click()
        assert player.evaluate(SNAPSHOT) == onward[k], k
    press(player, "Home")
    assert player.evaluate(SNAPSHOT) == onward[0]


def test_a_deep_link_shows_what_walking_there_shows(player, address):
    onward = walk(player, "next")
    for id in ("net_H1", "grad_w5", "new_w1"):
        player.goto("about:blank")
        player.goto(f"{address}{LESSON}#{id}")
        assert player.evaluate(SNAPSHOT) == onward[NOTES.index(id) + 1], id


def test_a_deep_link_opens_the_row_that_its_step_stands_in(page, address):
    page.goto(f"{address}{LESSON}#path_H2_Y1")
    row = page.locator("#path_H2_Y1")
    assert row.is_visible() and row.evaluate("row => row.closest('details').open && row.matches('.now')")
    expect(row).to_be_in_viewport()
    assert 0 <= row.bounding_box()["y"] < 900
    assert page.locator("[data-set=tour]").input_value() == "all"
    assert row.locator(".why").text_content() == page.locator(".shown .why").text_content()
    # Chromium opens the row of an address by itself; other browsers leave that to the page.
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = false; })")
    page.evaluate("window.dispatchEvent(new PopStateEvent('popstate'))")
    assert page.locator(".step.now#path_H2_Y1").is_visible()


def test_the_diagram_shows_the_numbers_of_the_steps_done_and_lights_what_the_step_uses(player, record):
    tour(player, "all")
    for done, step in enumerate(record["steps"], 1):
        press(player, "ArrowRight")
        look = player.evaluate(LOOK)
        wanted = [[id, record["quantities"][id]["shown"]] for id in drawing(record, done).values()]
        assert sorted(look["drawn"]) == sorted(wanted), step["id"]
        ink = INKS.get(step["phase"], "forward")
        one = {"nodes": "node", "edges": "edge", "biases": "bias"}
        lit = {(one[kind], name, ink) for kind, names in step["lights"].items() for name in names}
        assert {tuple(part) for part in look["lit"]} == lit, step["id"]


def edge(page, id: str, name: str) -> dict:
    """Return how an edge looks at a step."""
    page.evaluate("id => { location.hash = id; }", id)
    page.locator(f".step.now#{id}").wait_for(state="attached")
    return page.locator(f".player .diagram:not(.downward) .edge[data-edge={name}]").evaluate("""edge => {
        const look = (part) => getComputedStyle(edge.querySelector(part));
        return {dash: look(".glow").strokeDasharray, ink: look(".glow").stroke, glow: look(".glow").display,
                ahead: look(".ahead").display, back: look(".aback").display, head: look(".aback").fill};
    }""")


def test_forward_and_backward_differ_in_form_and_not_in_colour_alone(player):
    forward, backward = edge(player, "net_Y1", "w5"), edge(player, "dE_dout_H1", "w5")
    assert (forward["dash"], forward["ahead"], forward["back"]) == ("none", "inline", "none")
    assert backward["dash"] != "none" and (backward["ahead"], backward["back"]) == ("none", "block")
    assert forward["glow"] == backward["glow"] == "block" and forward["ink"] != backward["ink"]
    update = edge(player, "new_w5", "w5")
    assert update["dash"] not in {"none", backward["dash"]} and update["ink"] not in {forward["ink"], backward["ink"]}


@pytest.mark.parametrize(("wish", "moving"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_those_who_asked_for_less_motion(player, wish, moving):
    player.emulate_media(reduced_motion=wish)
    edge(player, "dE_dout_H1", "w5")
    assert bool(player.evaluate("document.getAnimations().length")) == moving


def test_each_step_is_said_in_words(player):
    said = player.locator(".player [aria-live=polite]")
    assert said.text_content() == "Start."
    player.keyboard.press("ArrowRight")
    row = player.locator("#net_H1")
    words = (
        f"{row.locator('.row:not(.product) > .work').get_attribute('aria-label')} {row.locator('.why').text_content()}"
    )
    assert said.text_content() == f"Step 1 of 16. {words}" and words.startswith("net H1 equals w1 times x1 plus")


BOARD = """() => [document.querySelector(".player .sample").textContent,
  Array.from(document.querySelectorAll(".player svg .val")).filter((text) => text.checkVisibility())
    .map((text) => text.querySelector("[data-q]").dataset.q)]"""


JUMP = """(number) => {
  const bar = document.querySelector(".scrub-bar");
  if (!bar.checkVisibility()) document.querySelector(`.ticks [data-k="${number}"]`).click();
  else { bar.value = `${number}`; bar.dispatchEvent(new Event("input")); }
}"""


@pytest.mark.parametrize("name", ["xor/", "batch-of-samples/"])
def test_one_sample_at_a_time_stands_on_the_board_and_is_named(page, address, site, name):
    page.goto(address + name)
    tour(page, "all")
    record = records(site)[name[:-1]]
    total = max(int(id.partition("@s")[2].partition("@")[0] or 0) for id in record["quantities"])
    givens = {id.partition("@")[0] for id in record["quantities"] if id.startswith(("x", "T_")) and "@s" in id}
    apart = max(1, len(record["steps"]) // 60)  # of a long way, a step here and there
    for number, step in enumerate(record["steps"], 1):
        if number % apart:
            continue
        page.evaluate(JUMP, number)
        said, ids = page.evaluate(BOARD)
        own = step["id"].partition("@s")[2].partition("@")[0]
        assert said == (f"sample {own} of {total}" if own else f"all {total} samples"), step["id"]
        samples = {id.partition("@s")[2].partition("@")[0] for id in ids if "@s" in id and not id.startswith("new_")}
        assert samples <= {own}, (step["id"], ids)
        shown = {id.partition("@")[0] for id in ids} & givens
        assert shown == (givens if own else set()), step["id"]


def test_every_line_has_room_in_its_panel(page, address):
    """At 1280 pixels the panel is narrower than a phone; a sum over four samples is as long as a line gets there."""
    page.goto(f"{address}xor/index.html")
    wide = "document.querySelector('.shown').scrollWidth - document.querySelector('.shown').clientWidth"
    for _ in range(int(page.locator(".count").text_content().split("/")[1])):
        page.evaluate("document.querySelector('.player [data-do=next]').click()")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate(wide) <= 1, page.locator(".count").text_content()


def test_a_step_that_is_not_there_is_told_with_other_numbers_too(page, address):
    page.goto(f"{address}{LESSON}?w1=0.2#nonsense")
    page.wait_for_selector("html[data-edited]")
    assert "nonsense" in page.locator(".player .status").text_content()
