"""Verdicts of the audit, in a word or two."""

WORDS = {
    "exact": "right",
    "truncated": "cut off",
    "last_digit": "last digit",
    "carried": "carried",
    "slip": "slip",
    "slips": "two slips",
    "ambiguous": "several slips fit",
    "unexplained": "unexplained",
}
