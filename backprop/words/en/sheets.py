"""Printed sheets."""

from __future__ import annotations

from collections.abc import Iterable

KINDS = {  # title and note of each kind
    "worksheet": ("Worksheet", "a blank for each result"),
    "key": ("Answer key", "the worksheet, filled in"),
    "solution": ("Full solution", "every line worked out"),
    "find": ("Find the slip", "a solution with one slip, and its key"),
}


KEYS = {  # on a calculator, by activation
    "sigmoid": "σ of a number: change its sign, eˣ, + 1, 1/x.",
    "tanh": "tanh has a key of its own; else 2 · σ(2x) − 1.",
    "softplus": "Softplus: eˣ, + 1, ln.",
    "softmax": "Softmax: eˣ of every net input first, then each over their sum.",
}


def asked(rows: int, steps: int) -> str:
    """Say how many of the steps a sheet has rows for."""
    return (
        f"{rows} of the {steps} lines of the full solution, with the numbers they have there." if rows < steps else ""
    )


def how_to(digits: int, activations: Iterable[str]) -> str:
    """Say what the blanks are for, how many digits to carry, and which keys to press."""
    keys = " ".join(KEYS[name] for name in dict.fromkeys(activations) if name in KEYS)
    blanks = "The long line is for the numbers put in, the short one for the result."
    return f"{blanks} Carry {digits + 2} digits, write {digits}. {keys}".rstrip()


MISSING_FONT = "A font is missing here for {signs}; install one, such as a Noto font, and build again."
KEY = "Key"
FRAME = {"name": "Name", "date": "Date", "page": "page", "of": "of", "fingerprint": "fingerprint"}
PAPERS = {"a4": "A4", "letter": "Letter"}
