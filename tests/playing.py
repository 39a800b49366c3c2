"""Working the step player from a test: what a reader presses, and what the page then shows."""

from __future__ import annotations

import contextlib

LESSON = "backpropagation-2x2/"
# One page of each kind: front, missing, lessons, sheets, audit, gallery, texts, glossary, search, player, workbench,
# practice, find.
KINDS = (
    "index.html", "404.html", f"{LESSON}index.html", f"{LESSON}handout/index.html", "gradient-descent/index.html",
    "mazur-2015/audit/index.html", "gallery/index.html", "authors/index.html", "numbering/index.html",
    "glossary/index.html", "search/index.html", f"{LESSON}player/index.html",
    "workbench/index.html", f"{LESSON}practice/index.html", f"{LESSON}find/index.html",
)  # fmt: skip
NOTES = [
    *("net_H1", "net_H2", "out_H1", "out_H2", "net_Y1", "net_Y2", "out_Y1", "out_Y2", "E_Y1", "E_Y2", "E_total"),
    *("grad_w5", "new_w5", "dE_dout_H1", "grad_w1", "new_w1"),
]
# Everything the player and its page show of a step: its elements with what they carry, and the marked row; but for how
# a line is fitted into its panel, which is seen once it is laid out.
SNAPSHOT = """() => {
  const shape = (node) => node.nodeType === Node.TEXT_NODE ? node.data : "<" + node.tagName + Array
    .from(node.attributes, (found) => ` ${found.name}=${found.value}`)
    .filter((text) => !/^ (class=|data-fit=.*|data-more=)$/.test(text)).sort()
    .join("") + ">" + Array.from(node.childNodes, shape).join("");
  return shape(document.querySelector(".player")) + Array.from(document.querySelectorAll(".step.now"), (row) => row.id);
}"""

# What is drawn on the diagram, each number with its id, and which parts are lit in which ink.
LOOK = """() => ({
  drawn: Array.from(document.querySelectorAll(".player svg text")).filter((text) => text.checkVisibility())
    .flatMap((text) => Array.from(text.querySelectorAll("[data-q]"), (found) => [found.dataset.q, found.textContent])),
  lit: Array.from(document.querySelectorAll(".player .diagram:not(.downward) [data-lit]"), (part) =>
    [part.dataset.node ? "node" : part.dataset.edge ? "edge" : "bias", part.dataset.node || part.dataset.edge ||
     part.dataset.bias, part.dataset.lit]),
})"""


def place(id: str) -> str:
    """Return where on the diagram a quantity is drawn; what comes later to a place takes it over."""
    name = id.partition("@")[0]
    return "moving " + name.partition("_")[2] if name.startswith(("grad_", "new_")) else name


def drawing(record: dict, done: int) -> dict[str, str]:
    """Return what the diagram shows when so many steps are done: by place, the quantity drawn there.

    Once the pass with the new weights has begun, nothing of the pass before it stands there but these weights.
    """
    steps = [step["id"] for step in record["steps"]]
    phases = {step["id"]: step["phase"] for step in record["steps"]}
    again = done and phases[steps[done - 1]] == "after"
    aside = {id for id in record["quantities"] if "." in id or id.endswith("@other")}
    given = set(record["quantities"]) - set(steps) - aside - {"learning_rate"}
    drawn = [
        id
        for id in steps[:done]
        if id.partition("_")[0] in {"net", "out", "delta", "E", "grad", "new"}
        and not (again and phases[id] not in {"update", "after"})
    ]
    return {place(id): id for id in (*sorted(given), *drawn)}


def start(page, address: str):
    """Open the lesson and bring the player into view and under the keyboard."""
    page.goto(address + LESSON)
    page.evaluate("document.querySelector('.player').focus()")
    return page


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tour(page, name: str) -> None:
    page.locator("[data-set=tour]").select_option(name)
    page.locator(".player").focus()


def count(page) -> str:
    return page.locator(".player .count").text_content()


def status(page) -> str:
    return page.locator(".player .status").text_content()


def shows(page) -> tuple[str, str]:
    return count(page), status(page)


def fragment(page) -> str:
    return page.evaluate("location.hash")


def walk(page, name: str) -> list[str]:
    """Press a button to the end, and return what is shown on the way."""
    return page.evaluate(
        f"""(name) => {{
          const shown = [({SNAPSHOT})()], button = document.querySelector(`.player [data-do=${{name}}]`);
          while (button.getAttribute("aria-disabled") === "false") {{ button.click(); shown.push(({SNAPSHOT})()); }}
          return shown;
        }}""",
        name,
    )


def until(page, script: str, *argument: object) -> None:
    """Wait until a script says yes; asked again and again from here, since the page's policy lets nothing evaluate."""
    for _ in range(200):
        if page.evaluate(script, *argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not in ten seconds: {script}")


@contextlib.contextmanager
def opened(chromium, url: str, **options):
    """A page in a context of its own, whose console stays silent."""
    context = chromium.new_context(**options)
    found = context.new_page()
    trouble: list[str] = []
    found.on("console", lambda message: trouble.append(message.text))
    found.on("pageerror", lambda error: trouble.append(str(error)))
    found.goto(url)
    yield found
    context.close()
    assert not trouble
