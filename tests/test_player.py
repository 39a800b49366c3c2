"""The step player in a real browser: keys, buttons, timeline, tours, playing, links and the way back."""

from __future__ import annotations

import re

import pytest

from markup import records
from playing import LESSON, NOTES, count, fragment, press, shows, start, status, tour, until


@pytest.fixture
def player(page, address):
    return start(page, address)


def test_the_keyboard_alone_works_the_player(player):
    pressed = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "PageUp", "PageUp", "PageDown", "Home", "ArrowLeft"):
        press(player, key)
        pressed.append(fragment(player)[1:])
    # The notes' tour has its phases in this order: 8 forward, 3 error, w5's gradient and update, then w1's.
    assert pressed == ["net_H1", "net_H2", "net_H1", "new_w1", "dE_dout_H1", "new_w5", "dE_dout_H1", "player", "player"]
    assert shows(player) == ("Step 0 / 16", "ready")
    press(player, "PageDown", "PageDown", "PageDown")
    assert (fragment(player), count(player)) == ("#grad_w5", "Step 12 / 16")
    press(player, "ArrowLeft", "PageUp")
    assert fragment(player) == "#E_Y1"
    press(player, "Home", "Space")
    assert status(player) == "playing"
    press(player, "Space")
    assert shows(player) == ("Step 1 / 16", "paused")  # the first step came at once
    press(player, "ArrowRight")
    assert shows(player) == ("Step 2 / 16", "paused")
    press(player, "End")
    assert shows(player) == ("Step 16 / 16", "finished")


def test_a_question_mark_shows_the_legend_and_takes_it_away(player):
    legend, button = player.locator("#legend"), player.locator("[data-do=legend]")
    for visible in (True, False):
        press(player, "?")
        assert (legend.is_visible(), button.get_attribute("aria-expanded")) == (visible, str(visible).lower())


def test_keys_are_left_alone_while_somebody_types_and_where_the_focus_is_elsewhere(player):
    player.evaluate("""for (const name of ["input", "textarea", "p"]) {
        const box = document.createElement(name);
        box.id = "type-" + name; if (name === "p") box.contentEditable = true;
        document.querySelector(".controls").append(box);
    }""")
    for place in ("#type-input", "#type-textarea", "#type-p", "[data-set=speed]"):
        player.locator(place).focus()
        for key in ("ArrowRight", "End", "Space", "?"):
            press(player, key)
        press(player, "Escape")
        assert shows(player) == ("Step 0 / 16", "ready"), place
    assert player.locator("#type-input").input_value() == " ?"
    player.locator(".player").focus()
    press(player, "Control+ArrowRight")
    player.evaluate("document.activeElement.blur(); document.querySelector('.player').scrollIntoView()")
    press(player, "ArrowRight", "End", "?")
    assert count(player) == "Step 0 / 16" and player.locator("#legend").is_hidden()


def scrolled(page) -> float:
    return page.evaluate("window.scrollY")


@pytest.mark.parametrize("name", ["one-neuron/", "gradient-descent/"])
def test_a_page_is_paged_through_from_its_top_to_its_end_by_page_down_and_by_space(page, address, name):
    for key in ("PageDown", "Space"):
        page.goto(address + name)
        page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
        before = -1.0
        while scrolled(page) > before:
            before = scrolled(page)
            press(page, key)
            page.wait_for_timeout(250)
        height = page.evaluate("document.documentElement.scrollHeight - innerHeight")
        assert scrolled(page) >= height - 2, key


@pytest.mark.parametrize(("key", "away"), [("PageDown", "End"), ("End", "End"), ("PageUp", "Home"), ("Home", "Home")])
def test_at_an_end_of_the_steps_a_key_goes_back_to_the_page(player, key, away):
    press(player, away)
    player.evaluate("document.querySelector('.player').scrollIntoView({behavior: 'instant'})")
    before, shown = scrolled(player), shows(player)
    press(player, key)
    until(player, "before => window.scrollY !== before", before)
    assert shows(player) == shown and before > 0


def test_every_control_is_a_button_with_a_name(player):
    for name in ("First step", "Previous step", "Play", "Next step", "Last step", "Copy link", "Legend ?"):
        assert player.locator(".player").get_by_role("button", name=name, exact=True).count() == 1, name
    for name in ("Tour", "Speed"):
        assert player.locator(".player").get_by_role("combobox", name=name, exact=True).count() == 1, name
    assert player.locator(".player [data-do]:not(button), .player [onclick]").count() == 0


def test_the_timeline_goes_straight_to_a_step_of_its_phase(player):
    groups = [
        (phase.locator(".phase-title").text_content(), phase.locator("button").all_text_contents())
        for phase in player.locator(".timeline .phase:visible").all()
    ]
    assert groups[:2] == [("Forward", [str(k) for k in range(1, 9)]), ("Error", ["9", "10", "11"])]
    assert [int(k) for _, ticks in groups for k in ticks] == list(range(1, 17))  # as they come, a group for each run
    assert "Back: hidden layer" in [title for title, _ in groups]  # there is one
    assert player.locator(".ticks button[tabindex='0']").count() == 1  # the arrows lead to the others
    player.get_by_role("button", name="Step 11: E total").click()
    assert (count(player), fragment(player)) == ("Step 11 / 16", "#E_total")
    assert player.locator(".ticks [aria-current=step]").all_text_contents() == ["11"]
    assert player.locator(".ticks .done").count() == 11


def test_playing_goes_on_at_the_speed_chosen_and_ends_finished(page, address):
    page.clock.install(time=0)
    page.goto(address + LESSON)
    page.clock.pause_at(60_000)
    for speed, pause in (("fast", 1500), ("normal", 3000), ("slow", 5000)):
        page.locator("[data-set=speed]").select_option(label=speed)
        page.locator(".player").focus()
        press(page, "Home", "Space")
        page.clock.run_for(pause - 50)
        assert shows(page) == ("Step 1 / 16", "playing")  # the first comes at once
        page.clock.run_for(pause)
        assert shows(page) == ("Step 2 / 16", "playing")
    page.clock.run_for(16 * 5000)
    assert shows(page) == ("Step 16 / 16", "finished")
    press(page, "Space")  # at the end the key is the page's again; the button starts anew
    assert shows(page) == ("Step 16 / 16", "finished")
    page.locator("[data-do=toggle]").click()
    assert shows(page) == ("Step 1 / 16", "playing")


def stops(page) -> list[str]:
    ticks = page.locator(".ticks button").evaluate_all(
        "all => all.map((b) => [+b.dataset.k, b.dataset.step, b.ariaLabel])"
    )
    assert [k for k, _, _ in ticks] == sorted(k for k, _, _ in ticks)
    assert not [label for _, _, label in ticks if "_" in label]  # no id where people read or hear
    return [id for _, id, _ in ticks]


def uses(expr) -> set[str]:
    return set().union(*map(uses, expr[1:])) if isinstance(expr, list) else {expr} if isinstance(expr, str) else set()


def test_the_tours_are_the_notes_one_weight_and_everything(player, site):
    record = records(site)[LESSON[:-1]]
    assert stops(player) == NOTES
    tour(player, "all")
    assert stops(player) == [step["id"] for step in record["steps"]]
    tour(player, "one")
    for name in ("w3", "w8", "b2"):
        player.locator("[data-set=parameter]").select_option(name)
        wanted = {f"new_{name}"}
        for step in reversed(record["steps"]):
            wanted |= uses(step["expr"]) if step["id"] in wanted else set()
        assert stops(player) == [step["id"] for step in record["steps"] if step["id"] in wanted]
        assert count(player) == f"Step 0 / {len(stops(player))}"


def test_back_and_forward_go_through_the_steps(player):
    for _ in range(3):
        press(player, "ArrowRight")
    seen = []
    for way in (player.go_back, player.go_forward):
        way()
        seen.append((fragment(player), count(player)))
    assert [place for place, _ in seen] == ["", "#out_H1"]  # a way through the steps is one entry
    assert [text for _, text in seen] == ["Step 0 / 16", "Step 3 / 16"]


def test_back_from_a_step_outside_the_tour_is_back_on_the_tour(player):
    for _ in range(3):
        press(player, "ArrowRight")
    player.evaluate("location.hash = '#delta_H2'")
    player.wait_for_function("document.querySelector('[data-set=tour]').value === 'all'")
    player.go_back()
    player.wait_for_function("location.hash === '#out_H1'")
    assert (player.locator("[data-set=tour]").input_value(), count(player)) == ("notes", "Step 3 / 16")
    player.go_forward()
    player.wait_for_function("location.hash === '#delta_H2'")
    assert player.locator("[data-set=tour]").input_value() == "all"


def test_a_link_to_the_step_can_be_copied(player, address):
    player.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(player, "ArrowRight")
    player.get_by_role("button", name="Copy link").click()
    player.get_by_role("button", name="Copied").wait_for()
    assert player.evaluate("navigator.clipboard.readText()") == f"{address}{LESSON}#net_H1"


def test_what_is_chosen_comes_back_when_the_page_is_loaded_again(player):
    tour(player, "one")
    player.locator("[data-set=parameter]").select_option("w7")
    player.locator("[data-set=speed]").select_option("5000")
    player.locator(".player").focus()
    press(player, "ArrowRight", "ArrowRight", "ArrowRight")
    before = shows(player), fragment(player)
    player.reload()
    assert (shows(player), fragment(player)) == before
    chosen = [player.locator(f"[data-set={name}]").input_value() for name in ("tour", "parameter", "speed")]
    assert chosen == ["one", "w7", "5000"]


STOPS = """() => Array.from(document.querySelectorAll("main [data-q][tabindex='0']"))
  .filter((number) => number.checkVisibility())
  .map((number) => number.closest("table") || Array.from(document.querySelectorAll("main h2")).filter(
    (head) => head.compareDocumentPosition(number) & Node.DOCUMENT_POSITION_FOLLOWING).pop())
  .map((place) => place ? place.localName + place.textContent.slice(0, 40) : "")"""


def test_a_table_and_the_text_below_a_heading_are_one_stop_of_the_tab_key_and_the_arrows_lead_along(page, address):
    page.goto(address + LESSON)
    stops = page.evaluate(STOPS)
    assert len(stops) > 10 and len(set(stops)) == len(stops)
    where = "() => [document.activeElement.dataset.q, document.activeElement.tabIndex]"
    page.locator("main table [data-q=net_H1]").first.focus()
    press(page, "ArrowRight")
    assert page.evaluate(where) == ["out_H1", 0]  # beside it in the table of the forward pass
    press(page, "ArrowDown")
    assert page.evaluate(where) == ["out_H2", 0]  # and below
    press(page, "ArrowUp", "ArrowLeft", "Enter")
    told = page.locator(".origin")
    assert told.text_content().startswith("netH1 = 0.3825")
    assert told.locator("math").first.get_attribute("aria-label") == "net H1"
    assert told.locator("math").evaluate_all("all => all.map((each) => each.textContent)")[1:4] == ["w1", "x1", "w3"]
    press(page, "Escape")
    assert page.evaluate(where) == ["net_H1", 0]
    assert page.locator("main table [data-q=out_H1]").first.evaluate("number => number.tabIndex") == -1
    prose = page.locator("main > p [data-q][tabindex='0']").last
    first = prose.get_attribute("data-q")
    prose.focus()
    press(page, "ArrowRight", "ArrowLeft")
    assert page.evaluate(where) == [first, 0]


def test_a_symbol_and_a_number_light_their_place_on_the_board(player):
    press(player, *["ArrowRight"] * 5)
    assert fragment(player) == "#net_Y1"
    lit = """() => Array.from(new Set(Array.from(document.querySelectorAll(".player [data-lit]"),
      (part) => part.dataset.node || part.dataset.edge || part.dataset.bias))).sort()"""
    step = ["H1", "H2", "Y1", "b3", "w5", "w7"]
    assert player.evaluate(lit) == step
    line = player.locator(".player .shown .row")
    for symbol, place in {"w5": ["w5"], "outH1": ["H1"], "b3": ["b3"]}.items():
        line.locator("msub", has_text=re.compile(f"^{symbol}$")).first.hover()
        assert player.evaluate(lit) == place
    line.locator("[data-q=out_H2]").first.hover()
    assert player.evaluate(lit) == ["H2"]
    player.locator("h1").hover()
    assert player.evaluate(lit) == step


def test_what_is_given_of_a_sample_lights_its_place_and_what_is_given_for_all_changes_nothing(page, address):
    page.goto(f"{address}xor/")
    page.locator(".player").focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    lit = "() => [...document.querySelectorAll('.player .node[data-lit]')].map((part) => part.dataset.node)"
    step = page.evaluate(lit)
    page.locator(".given tr [data-q='x1@s1']").hover()
    assert set(page.evaluate(lit)) == {"x1"}
    page.locator(".given tr [data-q='T_Y@s1']").hover()
    assert set(page.evaluate(lit)) == {"Y"}
    page.locator(".given tr [data-q='learning_rate']").hover()
    assert page.evaluate(lit) == step
    page.locator(".given tr [data-q='x1@s1']").hover()
    page.evaluate("document.documentElement.dispatchEvent(new PointerEvent('pointerleave'))")
    assert page.evaluate(lit) == step


def test_numbers_below_a_summary_are_reached_once_it_is_open_and_tab_leads_out_of_an_answer(page, address):
    page.goto(address + LESSON)
    closed = page.locator("main details:not(.small-lines, :has(.step)):has([data-q])").first
    first = closed.locator("[data-q]").first
    assert not first.is_visible()
    closed.locator("summary").focus()
    press(page, "Enter", "Tab")
    for _ in range(closed.locator("a").count()):
        if page.evaluate("!document.activeElement.dataset.q"):
            press(page, "Tab")
    assert first.evaluate("number => document.activeElement === number")
    page.locator(".given tr [data-q=w1]").focus()
    press(page, "Enter")
    told = page.locator(".origin")
    assert "Given with the task" in told.text_content()  # though a heading has the same id
    for _ in range(told.locator("a").count()):
        press(page, "Tab")
    assert told.count() == 0
    assert page.evaluate("document.activeElement.dataset.q") == "w1"


def test_a_list_of_lines_is_one_stop_of_the_tab_key_and_the_arrows_lead_to_all_of_it(page, address):
    page.goto(address + LESSON)
    stops = "Array.from(list.querySelectorAll('.chip, .copy')).filter((part) => part.tabIndex >= 0).length"
    lists = page.locator(".steps").evaluate_all(f"all => all.map((list) => {stops})")
    assert len(lists) > 10 and set(lists) == {1}
    page.locator("#net_H1 .chip").focus()
    press(page, "ArrowDown", "ArrowDown")
    focused = "() => [document.activeElement.closest('.step').id, document.activeElement.className]"
    assert page.evaluate(focused) == ["out_H1", "chip"]
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    assert page.evaluate(focused) == ["out_H1", "copy"]  # past the number put in and the value
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowUp")
    assert page.evaluate(focused) == ["net_H2", "chip"]
    assert page.locator("#net_H2 .chip").evaluate("chip => chip.tabIndex") == 0  # where Tab comes back to
