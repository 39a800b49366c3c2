"""What stands above a symbol: when its number is found."""

from __future__ import annotations


def after(rounds: int) -> str:
    return "new" if rounds == 1 else f"{rounds:,} rounds"


def new(sample: str) -> str:
    return f"new {sample}"
