"""Printed sheets."""

from __future__ import annotations

KINDS = {  # title and note of each kind
    "worksheet": ("Worksheet", "a blank for each result"),
    "key": ("Answer key", "the worksheet, filled in"),
    "solution": ("Full solution", "every line worked out"),
    "find": ("Find the slip", "a solution with one slip, and its key"),
}


def asked(rows: int, steps: int) -> str:
    """Say how many of the steps a sheet has rows for."""
    return (
        f"{rows} of the {steps} lines of the full solution, with the numbers they have there." if rows < steps else ""
    )


MISSING_FONT = "A font is missing here for {signs}; install one, such as a Noto font, and build again."
KEY = "Key"
FRAME = {"name": "Name", "date": "Date", "page": "page", "of": "of", "fingerprint": "fingerprint"}
PAPERS = {"a4": "A4", "letter": "Letter"}
