"""The step player: phases, tours, controls and legend, and what its scripts say."""

from __future__ import annotations

from .pages import GOES_WHERE
from .sentences import CALCULATOR
from .workbench import FINDING, PRACTISING, SAYS

PHASES = {
    "forward": "Forward",
    "error": "Error",
    "output": "Back: output layer",
    "hidden": "Back: hidden layers",
    "update": "Update",
    "after": "Forward again",
}
HIDDEN = "Back: hidden layer"
TOURS = {"notes": "In brief", "one": "One weight or bias", "all": "Everything"}

PLAYER, DIAGRAM, STEPS_BY_PHASE = "Step player", "Diagram of the network", "Steps by phase"
FIRST, PREVIOUS, PLAY, NEXT, LAST = "First step", "Previous step", "Play", "Next step", "Last step"
TOUR, WHICH, SPEED = "Tour", "Which", "Speed"
SPEEDS = {"5000": "slow", "3000": "normal", "1500": "fast"}  # by milliseconds a step
STEP = "Step"
COPY_LINK, LEGEND = "Copy link", "Legend"
INKS = {
    "given": "given: what the task states",
    "forward": "forward: solid line, open arrowhead",
    "backward": "backward: dashed line, filled arrowhead, against the flow",
    "update": "update: a ring, and an arrow before the new value",
}
KEYS = (  # keys, and what they do
    (("←", "→"), "step"),
    (("Page Up", "Page Down"), "phase"),
    (("Home", "End"), "first and last"),
    (("Space",), "play or pause"),
    (("?",), "this legend"),
)
KEYS_OF_A_LINE = (
    "In a list of lines: {down} leads to the next one, {arrow} from a line’s name along its numbers to Copy. In a table "
    "or a text: Tab leads to its first number, {arrow} and {down} to the others. {enter} asks where a number comes from."
)
EDIT, RESET = "Edit the numbers", "Reset"
READY, STEP_0 = "ready", "Step 0"


def phase(id: str, hidden: int) -> str:
    """Return the title of a phase in a network with so many hidden layers."""
    return HIDDEN if id == "hidden" and hidden == 1 else PHASES[id]


def tour_of_sample(number: int) -> str:
    return f"Sample {number} alone"


def step_of(total: int) -> str:
    return f"Step 0 / {total}"


def sample_of(total: int) -> str:
    return f"sample 1 of {total}"


# What scripts say; `{…}` is a place that they fill. A page has those of its own scripts.
COPYING = {
    "copy": "Copy",
    "copy-what": "Copy {what}",
    "this-block": "the text of this block",
    "copied": "Copied",
    "not-allowed": "Not allowed",
    "to-step": "Line {n}",
    "made-of": "made from",
    "used-in": "used in",
    "on-the-way": "a number on the way to {what}",
    "with-others": "{what}, with other numbers",
    "of-others": "The same step with other numbers given.",
    "no-weight": "There is no weight {name}.",
    "weight-of": "{name}, from {from} to {to}",
    "later": "After later rounds of the same steps.",
    "in-record": "Not worked out in a line on this page; the record has its expression.",
    "with-task": "Given with the task.",
    "own-number": "A number put in here, not the one that was given.",
}
PLAYING = {
    "step": "Step {k} / {n}",
    "spoken": "Step {k} of {n}. {words}",
    "start": "Start.",
    "given": "The network as it is given. Press Play, or go step by step with the buttons beside it.",
    "tick": "Step {k}: {id}",
    "sample": "sample {sample} of {all}",
    "samples": "all {all} samples",
    "playing": "playing",
    "ready": "ready",
    "finished": "finished",
    "paused": "paused",
    "play": "Play",
    "pause": "Pause",
    "copy-link": "Copy link",
    "no-step": "there is no step {id} here",
    "in-address": "Link is in the address bar",
    "edit": EDIT,
    "edit-done": "Done",
    "not-here": "What edits the numbers could not be loaded; the page without it is whole. Press again to try again.",
    "edit-any": "Type other numbers, swipe over one, or use the arrow keys; everything follows.",
    "unproven": (
        "Your own numbers: computed in this browser, unproven. The address holds them. What is dimmed, and what the "
        "author says of the numbers, is about those printed."
    ),
    "no-number": "Your own numbers: with these, something has no value (—).",
    "refused": "{what} is not taken: {why}.",
    "no-digits": "that is no number that can be used",
    "above-zero": "only above 0",
    "between": "only from {least} to {most}",
    "in-size": "only 0, or a size from 1e-100 on",
    "no-whole": "{names} add up to {sum}, and not to 1, as shares of one whole must.",
    "rate-of": "a given number",
    "calculator": CALCULATOR,
    **{f"goes-{way}": text for way, text in GOES_WHERE.items()},
}
SEARCHING = {
    "place": "{n} place for “{words}”",
    "places": "{n} places for “{words}”",
    "first-places": "The first {n} places for “{words}”",
    "headings-only": "; only headings are searched where there is no web server",
}
FILTERING = {"claims-shown": "{shown} of {all} claims are shown."}
_BY_KIND = {
    "lesson": PLAYING,
    "player": PLAYING,
    "workbench": PLAYING | SAYS | PRACTISING,
    "practice": PLAYING | SAYS | PRACTISING,
    "find": FINDING,
    "search": SEARCHING,
    "audit": FILTERING,
}


def scripts(kind: str) -> dict[str, str]:
    """Return what the scripts of a kind of page say."""
    return COPYING | _BY_KIND.get(kind, {})
