"""The pages reach everybody: without scripts, from disk, under a finger, and no wider than the screen."""

from __future__ import annotations

from markup import records
from playing import LESSON, count, fragment, opened, press, shows


def of_each_shape(site) -> list[str]:
    """Return a lesson for every number of steps: those with as many look alike."""
    return list({len(record["steps"]): slug for slug, record in reversed(records(site).items())}.values())


def test_without_scripts_the_steps_are_a_list_and_no_control_is_dead(chromium, address, site):
    with opened(chromium, address + LESSON, java_script_enabled=False) as page:
        assert page.locator("button:visible, select:visible, .panel:visible, .dock:visible").count() == 0
        page.locator(".opens summary").first.click()
        listed = page.locator("ol > li.step")
        assert listed.count() == len(records(site)[LESSON[:-1]]["steps"])
        assert page.locator("#path_H2_Y1").is_visible() and page.locator("#net_H1").is_visible()
        assert page.locator(".player svg:visible").count() == 1


def test_the_page_works_from_disk(page, site):
    page.goto((site / LESSON / "index.html").as_uri() + "#net_Y1")
    assert shows(page) == ("Step 5 / 16", "paused")
    page.locator(".player").focus()
    press(page, "ArrowRight")
    assert fragment(page) == "#net_Y2" and page.locator("#net_Y2.now").count() == 1
    assert page.evaluate("document.fonts.ready.then((f) => Array.from(f).some((x) => x.status === 'loaded'))")


def test_a_finger_works_it_on_a_narrow_screen(chromium, address):
    small = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with opened(chromium, address + LESSON, **small) as page:
        for _ in range(2):
            page.locator(".player [data-do=next]").tap()
        assert count(page) == "Step 2 / 16"
        page.get_by_role("button", name="Step 9: E Y1").tap()
        lit = page.locator(".player .node[data-node=Y1] .body:visible").bounding_box()
        assert lit["x"] > 0 and lit["x"] + lit["width"] < 390
        page.get_by_role("button", name="Step 14: the derivative of E with respect to out H1").tap()
        sizes = page.locator(".player button:visible").evaluate_all(
            "all => all.map((b) => Math.min(b.offsetWidth, b.offsetHeight))"
        )
        assert min(sizes) >= 24
        page.locator("#w1").evaluate("place => place.scrollIntoView()")
        page.locator(".dock [data-do=next]").tap()
        assert count(page) == "Step 15 / 16" and page.locator(".dock-count").text_content().startswith("Step 15 / 16")


BOARDS = """() => {
  const board = document.querySelector(".board"), seen = (all) => [...all].filter((part) => part.checkVisibility());
  const drawn = seen(board.querySelectorAll("svg")), texts = seen(drawn[0].querySelectorAll("text"));
  const scale = drawn[0].getScreenCTM().a;
  const lines = texts.map((text) => text.getBoundingClientRect()), lapping = [];
  lines.forEach((a, i) => lines.slice(0, i).forEach((b, j) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > a.height / 2) lapping.push(texts[i].textContent + " on " + texts[j].textContent);
  }));
  return {drawings: drawn.length, lapping: lapping,
    close: drawn[0].matches(".downward:not(.beside)"), down: drawn[0].matches(".downward"),
    over: board.scrollWidth - board.clientWidth, below: board.scrollHeight - board.clientHeight,
    out: texts.filter((text) => { const box = text.getBBox(), all = drawn[0].viewBox.baseVal;
      return box.x < -1 || box.x + box.width > all.width + 1 || box.y + box.height > all.height + 1; })
      .map((text) => text.textContent),
    text: Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * scale))};
}"""


def test_the_whole_network_is_seen_on_a_phone_and_no_number_is_small(page, address, site):
    downward = 0
    for number, slug in enumerate(of_each_shape(site)):
        for width, height in ((390, 844), (1280, 900)):
            if width == 1280 and number % 4 and not page.locator(".stage.wide, .board .deep").count():
                continue
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{address}{slug}/index.html")
            if not page.locator(".board").count():
                continue
            page.locator(".player [data-set=tour]").select_option("all")
            page.locator(".player [data-do=last]").click()
            seen = page.evaluate(BOARDS)
            assert seen["close"] or seen["lapping"] == [], (slug, width)
            assert not (seen["down"] and seen["out"]), (slug, seen["out"])
            assert seen["drawings"] == 1 and seen["text"] >= (12 if seen["down"] or width > 390 else 0), (
                slug,
                width,
                seen,
            )
            assert seen["over"] <= 0 and seen["below"] <= 0, (slug, width, seen)
            if width == 390 and seen["down"]:
                downward += 1
                assert page.locator(".board").bounding_box()["height"] < 0.66 * height, (
                    slug
                )  # the line of the step beside
    assert downward > 9


SIDEWAYS = """() => {
  const at = (selector) => document.querySelector(".player " + selector).getBoundingClientRect(), board = at(".board");
  const lit = Array.from(document.querySelectorAll(".player .node[data-lit]"))
    .map((part) => part.getBoundingClientRect()).filter((box) => box.width > 0);
  return {next: at("[data-do=next]").bottom, shown: at(".shown").top, board: board.right - at(".shown").left,
    lit: lit.length, seen: lit.filter((box) => box.bottom > board.top && box.top < board.bottom &&
      box.right > board.left && box.left < board.right).length};
}"""


def test_a_phone_held_sideways_has_drawing_line_and_buttons_on_one_screen(page, address, site):
    for width, height in ((844, 390), (667, 375)):
        page.set_viewport_size({"width": width, "height": height})
        for slug in ("backpropagation-2x2", "softmax-cross-entropy", "two-hidden-layers"):
            page.goto(f"{address}{slug}/index.html")
            buttons = set()
            for step in range(8):
                page.locator(".player [data-do=next]").dispatch_event("click")  # no pointer that lights what it is over
                page.wait_for_timeout(60)
                seen = page.evaluate(f"(document.querySelector('.player').scrollIntoView(), ({SIDEWAYS})())")
                assert seen["next"] <= height and seen["shown"] < height / 3 and seen["board"] <= 1, (slug, width, seen)
                assert seen["lit"] == seen["seen"] > 0, (slug, width, step, seen)
                buttons.add(round(seen["next"]))
            assert len(buttons) == 1, (slug, width, buttons)


def test_no_page_scrolls_sideways(page, address, site):
    alike = {
        path for path in site.glob("*/*/index.html") if path.parent.name in {"practice", "player", "find", "handout"}
    }
    one_each = {site / LESSON / name / "index.html" for name in ("practice", "player", "find", "handout")}
    lessons = {site / slug / "index.html" for slug in set(records(site)) - set(of_each_shape(site))}
    for path in sorted(
        {*site.rglob("*.html")} - alike - lessons | one_each
    ):  # of those that are alike in all lessons, one
        page.goto(address + path.relative_to(site).as_posix())
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, (path, width)


# Everything open and laid out, as it is once a reader has come by.
WHOLE = """() => document.querySelectorAll("main *").forEach((part) => {
  if (part.localName === "details") part.open = true;
  if (getComputedStyle(part).contentVisibility === "auto") part.style.contentVisibility = "visible";
})"""
TOO_WIDE = """() => Array.from(document.querySelectorAll(".scroll, .step .row"))
  .filter((part) => part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.getAttribute("aria-label") || part.textContent)"""


def test_no_table_and_no_derivation_scrolls_sideways_on_a_narrow_screen(page, address, site):
    page.set_viewport_size({"width": 390, "height": 844})
    derivations = 0
    for slug in of_each_shape(site):
        page.goto(f"{address}{slug}/")
        page.evaluate(WHOLE)
        assert page.evaluate(TOO_WIDE) == [], slug
        ends = page.locator(".updates .opens .step").evaluate_all(
            "all => all.map((e) => e.getBoundingClientRect().right)"
        )
        assert max(ends, default=0) <= 390, slug
        derivations += len(ends)
    assert derivations > 50


CUT_OFF = """() => Array.from(document.querySelectorAll("svg.diagram")).flatMap((svg) => {
  svg.style.display = "block";
  svg.querySelectorAll(".val").forEach((text) => { text.style.display = "inline"; });
  const view = svg.viewBox.baseVal;
  return Array.from(svg.querySelectorAll("text")).filter((text) => {
    const box = text.getBBox();
    return Math.max(-box.x, box.x + box.width - view.width, -box.y, box.y + box.height - view.height) > 0.5;
  }).map((text) => [svg.getAttribute("class"), text.textContent]);
})"""


def test_no_number_of_a_drawing_is_cut_off_at_its_edge(page, address, site):
    page.set_viewport_size({"width": 390, "height": 844})
    drawn = 0
    for slug in of_each_shape(site):
        page.goto(f"{address}{slug}/index.html")
        page.locator("html:not(.waiting)").wait_for()
        drawn += page.locator("svg.diagram").count()
        assert page.evaluate(CUT_OFF) == [], slug
    assert drawn > 24


PLACES = """() => { const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const row = box("#net_Y1 > .row"), note = box("#net_Y1 > .note"), aside = box("main > .admonition");
  return {high: row.height, ends: row.bottom, begins: note.top, left: note.left, aside: aside.left}; }"""


def test_a_line_has_the_room_of_a_wider_window_and_what_is_noted_stands_in_one_margin(page, address):
    """A formula that stands in one line at 1280 pixels does at 1920; its note and those of the text are aligned."""
    page.goto(f"{address}/backpropagation-2x2/index.html")
    found = {}
    for width in (1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(PLACES)
    for width in (1440, 1920):
        there = found[width]
        assert there["high"] <= found[1280]["high"] + 1 and there["begins"] >= there["ends"] - 1, width
        assert abs(there["left"] - there["aside"]) < 1, width


def test_lines_that_are_opened_have_as_much_room_as_others(page, address):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/xor/index.html")
    widths = page.evaluate("""() => ["main > .player", "main > details > .steps"].map((selector) => {
      const list = document.querySelector(selector);
      if (list.closest("details")) list.closest("details").open = true;
      return list.getBoundingClientRect().width; })""")
    assert widths[0] == widths[1] > 900
