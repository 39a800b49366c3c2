"""Directions as sources print them, in words: 1 up, −1 down, 0 not at all."""

DIRECTIONS = {
    "increases": 1, "increase": 1, "increased": 1, "rises": 1, "goes up": 1, "up": 1, "grows": 1,
    "decreases": -1, "decrease": -1, "decreased": -1, "falls": -1, "goes down": -1, "down": -1, "shrinks": -1,
    "unchanged": 0, "stays": 0, "stays the same": 0, "does not change": 0,
}  # fmt: skip
