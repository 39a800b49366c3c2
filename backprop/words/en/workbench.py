"""What the workbench, practice and find-the-slip say: headings, forms, verdicts, and what an exercise is proven to tell.

Longer than most: a table of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import counted
from . import audit as verdict_words

YOUR_SOLUTION = "Your solution"
EXERCISE = "An exercise"


def line(number: int) -> str:
    return f"line {number} · "


def proven(acting: int, digits: int, unseen: list[str], alike: list[tuple[str, str]]) -> str:
    """Say what the numbers of an exercise tell apart, and what no numbers can."""
    text = f"{counted(acting, 'slip')} can be made here; printed with "
    text += f"{counted(digits, 'decimal')} and {counted(digits, 'significant digit')}"
    if not unseen and not alike:
        return f"{text}, each gives other digits than the right solution and than every other slip."
    parts = []
    if unseen:
        parts.append(f"{', '.join(unseen)}: no other digits than the right ones in some place")
    parts += [f"{one} and {two}: the same digits" for one, two in alike]
    return f"{text}, all can be told apart but for these: {'; '.join(parts)}."


# --- the page

WORKBENCH = "Workbench"
DO_IT_YOURSELF = "Do it yourself"
BRING_YOUR_OWN = "Bring your own network: every line worked out, your own solution checked line by line."
PRACTISE_HERE = "Fill in the steps, judged at once; wrong answers get the name of their slip."
FIND_HERE = "Whole solutions with one slip in each: which line is the first wrong one?"
PRINT_HERE = "Worksheets, keys and solutions to print."
DESCRIPTION = "Bring your own network: every line worked out, and your own solution checked line by line."
INTRO = (
    "Bring your own network and see every line worked out; paste your own solution and learn which line is the first "
    "wrong one, and which slip made it. The program that builds this site runs here, in your browser: nothing you type "
    "leaves this machine.",
)
NO_SCRIPTS = "The workbench needs scripts; the lessons and the printed sheets do without."
FORM, FILE = "Fill in a form", "Or write the example's file"
WORK_OUT_FORM, DRAW, SOLVE = "Work it out", "Draw an exercise", "Work out this file"
SHARE, STOP = "Copy link", "Stop"
QR_CODE, QR_SAYS = "QR code", "This exercise as a QR code: its address, for a phone to read"
DRAWN_HOW = (
    "What is left empty is drawn, the same for the same seed. A drawn exercise has numbers in which every slip gives "
    "other digits."
)
CHECK, CHECK_IT, WORKED = "Check my work", "Check it", "Worked out"
CHECK_LINES = ("net_H1 = … = …", "out_H1 = …", "E_total = …", "new_w5 = …")
CHECK_HOW = (
    "Write or paste the lines you have, a name at the beginning of each and a number at its end, with or without the "
    "work between: {lines}. Names as in the lesson or as in your course; "
    "decimal commas are read too."
)
NOTES_HINT = "net_H1 = …\nout_H1 = …\nE_total = …"
KEEP, KEEP_ALL = "Decimals I keep on the way", "all"
SAVES = {"toml": "Save the file", "record": "Save the record", "program": "Save the program"}
PRINTS = {"worksheet": "Print a worksheet", "solution": "Print the solution"}
NETWORK, BACKWARD, PROGRAM = "The network", "Backward pass", "The same in Python"
OPEN_HERE, EXAMPLE_FILE = "Open in the workbench", "The network as a file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form: one line, several `rows`, or a choice."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    rows: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)


OF_HIDDEN = ("sigmoid", "tanh", "relu", "leaky_relu", "linear", "softplus")


def activation(name: str) -> str:
    """Return an activation's name as it is written in a sentence."""
    return name.replace("relu", "ReLU").replace("_", " ")


FIELDS = (
    Field(name="inputs", label="Inputs, up to six", value="0.05 0.10"),
    Field(name="targets", label="Targets, one for each output, up to six", value="0.01 0.99"),
    Field(
        name="hidden",
        label="Neurons of up to three hidden layers, 1 to 6 in each",
        value="2",
        hint="2, or 3 2; empty for none",
    ),
    Field(
        name="activation",
        label="Activation of hidden layers",
        choices={name: activation(name) for name in OF_HIDDEN},
    ),
    Field(
        name="output_activation",
        label="Activation of the outputs",
        choices={name: activation(name) for name in (*OF_HIDDEN, "softmax")},
    ),
    Field(
        name="loss",
        label="Error",
        choices={
            "half_squared_error": "½ Σ (T − y)²",
            "squared_error": "Σ (T − y)²",
            "mean_squared_error": "mean of (T − y)²",
            "binary_cross_entropy": "binary cross-entropy",
            "cross_entropy": "cross-entropy",
        },
    ),
    Field(
        name="biases",
        label="Biases",
        choices={"own": "one for each neuron", "shared": "one for each layer", "none": "none"},
    ),
    Field(
        name="numbering",
        label="Weights are numbered by the neuron",
        choices={"target": "they enter", "source": "they leave"},
    ),
    Field(
        name="hidden_gradient",
        label="Going back, hidden neurons use",
        choices={"old_weights": "the old weights", "updated_weights": "the new weights (the classic slip)"},
    ),
    Field(name="rate", label="Learning rate η", value="0.5"),
    Field(
        name="weights",
        label="Weights, a row for each neuron",
        rows=4,
        hint="one row of numbers for each neuron, layer after layer",
    ),
    Field(name="bias_values", label="Biases, layer by layer", rows=2, hint="one row for each layer"),
    Field(name="seed", label="Seed for what is drawn", hint="any number"),
)

# --- verdicts

LINE_BY_LINE, YOURS = "Line by line", "Yours"
FIRST_WRONG = "The first wrong line is {where}, {subject}."
SOLUTION_HERE = "your solution"
UNPLACED = "These lines could not be placed: no name that is known here, or no number at the end."


def verdicts(groups: Mapping[str, int]) -> str:
    """Say how many numbers are right, how many follow from earlier ones, how many are wrong."""
    parts = [f"{number} {verdict_words.group(name, number)}" for name, number in groups.items() if number]
    return ", ".join(parts)


def of_yours(sentence: str) -> str:
    """Return what is said of a source to whoever's own solution it is."""
    return (
        sentence.replace("the source’s own", "your own").replace("The source’s", "Your").replace("the source’s", "your")
    )


# --- at the end of a lesson

NOW_ON_PAPER = "Now on paper"
ON_PAPER = "Cover this page and work it again: {sheets} have a blank for every result, and all the results."
ITS_SHEETS = "its worksheet and key"
IN_PRACTICE = "Then with numbers you have not seen: {practice} judges each line, and names the slip where one is made."
ITS_PRACTICE = "its practice"
TO_FIND = "And turn the tables: {find} have one slip each; mark the first wrong line."
ITS_SLIPS = "its solutions to correct"

# --- practice

PRACTICE = "Practice"
_ENOUGH = {1: "one significant digit", 2: "two significant digits"}
_PRACTICE_HOW = (
    "Work each line out on paper and type its result, with at least {digits}. It is judged at once: "
    "right, right given an answer of yours above, or wrong, and then the slip is named where it is known."
)
PRACTICE_NO_SCRIPTS = "Practice needs scripts; the worksheets to print are under {sheets}."
WHICH_STEPS, LEVEL, SOLUTION = "Steps", "Left to you", "The solution, step by step"
PRACTISED = {"notes": "milestones", "one": "one weight or bias", "all": "every step"}
LEVELS = {1: "the last lines", 2: "two fifths", 3: "three fifths", 4: "all but the first lines", 5: "every line"}
OTHER_NUMBERS, BEGIN_AGAIN = "Other numbers", "Begin again"
SAVE_PROGRESS, LOAD_PROGRESS = "Save progress", "Load progress"
RULES = {  # the rule by which a quantity of a kind is a product, by the kind's name
    "delta": "the error's slope times the activation's slope",
    "grad": "the error signal times what the weight carried",
    "path": "the weight times the error signal behind it",
    "change": "minus the learning rate times the gradient",
}


def practice_how(digits: int) -> str:
    """Return how to practise an example of which so many digits are shown: three are enough, or all where they are fewer."""
    return _PRACTICE_HOW.format(digits=_ENOUGH.get(digits, "three significant digits"))


def practice_of(example: str) -> str:
    return f"Practice: {example}"


def practice_description(example: str) -> str:
    return f"{example}: fill in the steps yourself, judged at once, slips named."


PRACTISING = {
    "check-answer": "Check",
    "hint": "Hint",
    "which-rule": "Which rule gives this?",
    "rule-right": "✓ yes",
    "rule-wrong": "✗ not this one",
    "judged-right": "✓ Right. In full: {value}.",
    "judged-kept": "✓ Right, with the digits you kept. In full: {value}.",
    "judged-few": "So far right: write more digits, at least {digits} significant.",
    "judged-carried": "→ Right with what you have for {names}, not right by itself.",
    "judged-wrong": "✗ Wrong.",
    "judged-none": "This is no number.",
    "looking": "Looking for the slip …",
    "slip-is": "The slip: {names}.",
    "slip-says": "The slip: {names}: {why}.",
    "no-slip": "I do not know the slip that gives these digits.",
    "score": "{right} right, {carried} carried on, of {all}.",
    "from-bank": "Other numbers, proven to tell slips apart; their results are computed in this browser.",
    "from-list": "Other numbers; their results are computed in this browser.",
    "not-this": "This file is of another exercise, or none of practice.",
}

# --- find the slip

FIND = "Find the slip"
FIND_RULES = (
    "Each solution below has one slip in it, carried to its end: every line after it is worked rightly from wrong numbers. "
    "Mark the first wrong line, then name the slip. No other slip that is known here gives these digits."
)
FIND_TASK = (
    "This solution has one slip in it, carried to its end: every line after it is worked rightly from wrong numbers. "
    "Find the first wrong line, and name the slip."
)
ASKED_LINE, ASKED_SLIP = "First wrong line", "The slip"
NOW_YOU, WITH_OTHERS = "Now you.", "With other numbers:"
WHAT_IS = "What is {symbol}?"
FIND_CAPTION, MARK, ANSWER = "A solution with one slip", "Here", "Answer"
WHICH_SLIP, CHOOSE = "Which slip is it?", "choose …"


def find_of(example: str) -> str:
    return f"Find the slip: {example}"


def find_description(example: str) -> str:
    return f"{example}: whole solutions with one slip each; mark the first wrong line and name the slip."


def find_sheet(paper: str) -> str:
    return f"Sheet with key, {paper}"


def solution_number(number: int) -> str:
    return f"Solution {number}"


def mark_line(number: int) -> str:
    return f"{MARK}: line {number} is the first wrong one"


def first_wrong(number: int, name: str, detail: str, explanation: str) -> str:
    where = f" ({detail})" if detail else ""
    return f"Line {number} is the first wrong one. The slip: {name}{where}; {explanation}. Rightly it reads:"


FINDING = {
    "first-found": "✓ That is the first wrong line. Which slip is it?",
    "line-right": "✗ That line is right; the slip comes later.",
    "line-sound": "✗ That line is right; the slip is further up.",
    "line-again": "✗ The slip is in that line too, but not there first.",
    "line-carried": "✗ That line only carries what went wrong above it.",
    "slip-found": "✓ That is the slip.",
    "slip-found-line": "✓ That is the slip. Which line is the first wrong one?",
    "slip-other": "✗ Another slip made these digits.",
    "slip-meant": "“{name}”: {why}.",
}

# What the page's scripts say; `{…}` is a place that they fill.
SAYS = {
    "loading": "Loading Python: {done} of {whole} MB; it is kept for the next time.",
    "starting": "Starting Python …",
    "working": "Working it out …",
    "stopped": "Stopped.",
    "too-long": "Stopped after {seconds} seconds; try a smaller network or fewer lines.",
    "failed": "The program in the page could not run: {why}",
    "from-disk": "From disk a browser does not start Python. Open this site from the web, or with: make serve",
    "whose-network": "Of which network is it? Write its weights into the form, or its file into the field below that, and check again.",
    "no-exercise": "This address names no exercise that can be opened here.",
}
