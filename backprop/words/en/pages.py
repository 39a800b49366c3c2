"""Headings, controls and standing sentences of the pages. `{…}` is a place that a page fills.

Longer than most: a table of words.
"""

from __future__ import annotations

# --- around every page

SKIP = "Skip to the text"
CONTENTS, SEARCH, PRINT, COLOURS = "Contents", "Search", "Print", "Colours"
PRINT_PAGE, PRINT_SHEETS = "This page", "Worksheet, key or solution"
THEMES = {"system": "System", "light": "Light", "dark": "Dark"}
BREADCRUMB, LESSONS, ON_THIS_PAGE = "Breadcrumb", "Lessons", "On this page"
PREVIOUS, BACK_TO, NEXT = "Previous", "Back to", "Next"
COMPUTED = "Every result on this page was computed when it was built"
LAST_CHANGED = "Its text last changed on {when}."
EDIT, CITE = "Edit this page", "Cite this page"
TABLE, FORMULA, DRAWING, LINK_TO_SECTION = "Table", "Formula", "Drawing", "Link to this section"
WORKED_EXAMPLE = "worked example"

# --- titles and descriptions

GLOSSARY, GALLERY, FURTHER, LOOK_UP, HANDOUTS = "Glossary", "Errata gallery", "Further", "Look up", "Handouts"
AUDIT = "Audit"
NOT_HERE, NO_ADDRESS = "This page is not here", "No page has this address."
GALLERY_DESCRIPTION = "Printed worked examples of backpropagation, recomputed number by number."
SEARCH_DESCRIPTION = "Search every lesson, audit and answer."
GLOSSARY_DESCRIPTION = "The terms of backpropagation, each in one plain sentence."


def audit_title(source: str) -> str:
    return f"Audit: {source}"


def audit_description(count: int, source: str) -> str:
    return f"{count} printed numbers of {source}, each recomputed, each with its verdict."


def handouts_title(example: str) -> str:
    return f"Handouts: {example}"


def handouts_description(example: str) -> str:
    return f"Worksheet, answer key and full solution to print: {example}."


def lesson_description(example: str) -> str:
    return f"{example}: every step worked out with numbers, forward and backward."


def text_description(title: str, site: str) -> str:
    return f"{title}: {site}."


def lesson_place(number: int, count: int) -> str:
    return f"Lesson {number} of {count}"


def minutes(number: int) -> str:
    return f"{number} min read"


# --- what was checked


def agreed(compared: int, unwitnessed: int) -> str:
    text = f"{compared} quantities agree between two independent computations"
    return f"{text} ({unwitnessed} hang on a number that no double holds)" if unwitnessed else text


def confirmed(gradients: int, plain: bool) -> str:
    whose = "" if plain else " of the same network, all samples at once and with old weights,"
    return f", {gradients} gradients{whose} with central differences"


# --- a lesson

ASK = "Every number says where it comes from: click or tap it, or reach it by Tab and arrow keys and press Enter."
HANDOUTS_TO_PRINT, COPY_AS = "Handouts to print", "Copy formulas as"
AS_TEXT, AS_TEX, AS_MATHML = "text", "TeX", "MathML, for Word"
IN_FULL, IN_SMALL_LINES = "in full", "in small lines"
ONE_A_SAMPLE = "one a sample"
STEPS = "Steps"
FORWARD_SUMMARY, EVERY_PARAMETER, ROUNDS = "Summary of the forward pass", "Every weight and bias", "Round after round"
NEURON, NET_INPUT, ACTIVATION, TARGET, ERROR, TOTAL_ERROR = (
    "Neuron", "Net input", "Activation", "Target", "Error", "Total error",
)  # fmt: skip
HIDDEN, NONE = "hidden", "none"
PARAMETER, GRADIENT, OLD, CHANGE, NEW, GOES = "Parameter", "Gradient", "Old", "Change", "New", "Goes"
GOES_WHERE = {"up": "↑ up", "down": "↓ down", "still": "· stays"}
WORKED_OUT_ABOVE = "Worked out step by step above"
ROUNDS_DONE = "Rounds done"
PROGRAM, PRINTED_BY_PROGRAM = "The program", "What it printed when this page was built"
DOWNLOAD_PROGRAM, DOWNLOAD_OUTPUT, DOWNLOAD_RECORD = (
    "Download the program", "Download its output", "Download the record",
)  # fmt: skip
SOURCE_NOTE = "The network and its notation are those of {source}; every result here was computed anew. {audit} is audited number by number."
WHAT_IT_PRINTS, CONTRADICTIONS = "What the source prints", "Its contradictions are noted there."
LAYER_AT_ONCE = "The layer at once"
RATE = "rate {number}"
RATES, RATES_CAPTION = "Learning rates compared", "The error with each learning rate"
SIDE_BY_SIDE, QUANTITY = "Side by side", "Quantity"
GIVEN = {"input": "Inputs", "target": "Targets", "weight": "Weights", "bias": "Biases", "method": "Method"}
GIVEN_NOTES = {"learning_rate": "learning rate", "leak": "slope at and below zero"}


def audit_of(count: int) -> str:
    return f"Audit of {count} printed numbers"


def derivation(name: str) -> str:
    return f"Derivation of {name}"


def into(neurons: tuple[str, ...]) -> str:
    return f"into {', '.join(neurons)}"


def scalar_steps(count: int) -> str:
    return f"The same in {count} scalar step{'s' * (count != 1)}"


def steps(shape: str, count: int) -> str:
    return f"{shape}; {count} steps."


# --- front page, gallery, audit, glossary, handouts, search

MORE_EXAMPLES, WHAT_OTHERS_PRINTED, ALSO = "More examples", "What others printed", "Also:"
FROM_SOURCES = (
    "{count} on the web and in textbooks, recomputed one by one; where one is wrong and a slip known here gives exactly its "
    "digits, the slip is named. See the {gallery}."
)
GALLERY_LINK = "errata gallery"
GALLERY_INTRO = (
    "Worked examples that others printed, each recomputed from its own network. A wrong digit is nobody's shame: people "
    "typed these numbers, and people slip. What matters to a reader is which slip it was. How the authors really worked is "
    "not known, so a finding says what the digits are consistent with, where a slip known here gives them."
)
SOURCE, EVERY_STEP = "source", "Every step of its network"
SAME_NETWORK = "The same network, step by step"
AUDIT_INTRO = (
    "Each number below stands in the source, and was recomputed from the source’s own network. Where the digits differ, the "
    "page says what they are consistent with, if a slip known here or the source’s own earlier numbers give them; how the "
    "author really worked is not known."
)
CONVENTIONS = "Conventions of the source, which are no slips: {listed}."
CONVENTION_NAMES = {
    ("delta", "target_minus_output"): "its error signals are those of target minus output",
    ("bias", "threshold"): "it subtracts thresholds where biases are added",
    ("gradient", "change"): "what it calls a gradient is the change of the weight",
    ("dE_dout", "output_minus_target"): "its ∂E/∂out is the true derivative beside them",
    ("matrices", "x @ W"): "its matrices have a row for each neuron of the layer below",
    ("moves", "weights"): "its biases stay as they are, and the weights alone move",
    ("decimal", ","): "its decimals stand behind a comma",
    ("gradient", "step"): "what it calls a gradient is the step that is subtracted",
}
EMBED = "Put this player on a page of your own"
EMBED_HOW = (
    "It needs no more room than 280 pixels, takes the same numbers in its address as this page does, and tells the page "
    "around it how high it is."
)
START_WITH = "Start with {title}"
SPEED, COST, GOAL, NOTE = "What a site costs", "Cost", "Goal", "Why"
MEASURED = "Measured on {day}: {machine}"
NUMBER_BY_NUMBER, SHOW, ALL = "Number by number", "Show", "All"
AUDIT_CAPTION = "What is printed, what it is, and the verdict"
WHERE, PRINTED, RIGHT, VERDICT = "Where", "Printed", "Should be", "Verdict"
IS_PRINTED_AS = "{subject} is printed as {claim}"
TOO_FEW_DIGITS = "; these digits are too few to tell a slip from chance."
NO_SLIP_GIVES = "; no slip known here gives these digits."
CONSISTENT_WITH = "; the digits are consistent with {phrase}: {reason}."
GLOSSARY_INTRO = (
    "{count} terms, each in one sentence. In the lessons a dotted line marks a term; its definition shows when you point at "
    "it or reach it by keyboard."
)
SEE_IT = "See it"
HANDOUTS_INTRO = (
    "{example}: sheets for the classroom, made from the same steps as the {lesson}. Each carries the fingerprint "
    "{fingerprint} at its foot; sheet and key belong together when it is the same."
)
LESSON_LINK, SHEETS, SHEET = "lesson", "Sheets", "Sheet"
WORDS_TO_LOOK_FOR, EVERYTHING = "Words to look for", "Everything on this site"
LIMITS, WHAT, AT_MOST = "Limits", "What", "At most"
MESSAGE = "wanted {wanted}, got {got}"
MESSAGES_IN = {
    "example": "In example.toml", "claims": "In claims.toml", "lesson": "In lesson.md", "site": "In site.toml and the pages",
}  # fmt: skip


def numbers_from(claims: int, sources: int) -> str:
    numbers, examples = f"{claims} number{'s' * (claims != 1)}", f"{sources} worked example{'s' * (sources != 1)}"
    return f"{numbers} from {examples}"


def claims(count: int) -> str:
    return f"{count} claim{'s' * (count != 1)}"


def together(names: list[str]) -> str:
    return " together with ".join(names)


ALSO_CALLED = "also {names}"


def of(what: str) -> str:
    """Return what a screen reader adds to a link: of which."""
    return f" of {what}"


def of_sheet(kind: str, paper: str) -> str:
    return f" of the {kind}, {paper}"


# --- limits

LIMIT_NAMES = {
    "file": "size of a file",
    "prose": "characters of one text of prose",
    "turns": "turns of loops in prose, all together",
    "reference": "characters of a text in a reference",
    "digits": "digits of a number in example.toml",
    "size": "size of a number in example.toml, where it is not 0",
    "neurons": "neurons of a layer",
    "weights": "weights into a layer",
    "steps": "steps of a network, over all samples",
    "open": "steps of a network whose page, player and sheets have them all",
    "audited": "steps of a network about which claims are judged",
    "rounds": "rounds",
    "name": "characters of a folder's or page's name",
    "work": "steps times rounds",
    "tried": "digits that are tried before a number is given up",
    "trained": "the same in long training",
    "printed": "characters of a printed number",
    "line": "characters of a printed line of arithmetic",
    "deep": "operations inside one another in such a line",
    "parts": "operations in it, where roots and sizes are written out",
    "time": "time of a program",
    "memory": "memory of a program",
    "output": "output of a program",
}


def finest(digits: int, most: str) -> str:
    return f"{digits}, with more than {most} values of exp, ln and tanh"


def byte_count(number: str) -> str:
    return f"{number} bytes"


def span(low: str, high: str) -> str:
    return f"from {low} to {high}"


# --- what stands where a site cannot be built

TROUBLE, GOES_AWAY = "Something is wrong in the content", "This page goes away by itself when it is mended."


def player_of(title: str) -> str:
    return f"Player: {title}"


def player_description(title: str) -> str:
    return f"{title}: the step player alone, to stand inside another page."


OF_NEURON = ("bias", "net input", "activation", "∂E/∂out", "slope", "δ")
WHICH_WEIGHT = "A weight by its name"
CHOSEN_WEIGHT = "The weight that is chosen"
HEAT_HOW = (
    "A row for each neuron, a column for what feeds it; the darker, the larger, negative weights in the other colour. "
    "Point at a weight, or move with the arrow keys: its lines appear beside the map."
)


def layer_of(number: int, neurons: int, fed_by: int) -> str:
    many = f"{neurons} neurons, each" if neurons > 1 else "one neuron,"
    return f"Layer {number}: {many} fed by {fed_by} values"


def heat(layer: str) -> str:
    return f"The weights of {layer[0].lower()}{layer[1:]}, as shades"


def left_out(shown: int, steps: int, first_sample: bool) -> str:
    """Say which of so many steps have a line."""
    those = (
        "those of the first sample, and of all samples together"
        if first_sample
        else "those of the first neuron of every layer, the first weight into it, and its bias"
    )
    return (
        f"This example has {steps:,} steps. Worked out in lines, in the player and on the sheets are {shown} of them: "
        f"{those}. All others follow the same lines, and every number is in the record."
    )
