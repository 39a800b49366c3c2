"""Seeded numbers of a uniform distribution, the very ones that NumPy's `default_rng(seed).uniform` gives.

By themselves, so that an example whose weights are drawn is read alike where there is no NumPy. The generator is
PCG64 with the output XSL-RR (O'Neill 2014), its state made from the seed as in NumPy's SeedSequence.
"""

from __future__ import annotations

from collections.abc import Iterator

_WORD, _LONG, _STATE = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1
_POOL = 4  # words of entropy
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_MIX = 0xCA01F9DD, 0x4973F715


class _Hash:
    """Scatters words; every word it is given changes how it scatters the next."""

    def __init__(self, start: int, factor: int):
        self.constant, self.factor = start, factor

    def __call__(self, word: int) -> int:
        word ^= self.constant
        self.constant = self.constant * self.factor & _WORD
        word = word * self.constant & _WORD
        return word ^ word >> 16


def _mixed(one: int, two: int) -> int:
    word = (_MIX[0] * one - _MIX[1] * two) & _WORD
    return word ^ word >> 16


def _entropy(seed: int) -> list[int]:
    """Return the pool of words that a seed from 0 to 2^64 fills."""
    scatter = _Hash(0x43B0D7E5, 0x931E8875)
    pool = [scatter(seed >> 32 * place & _WORD) for place in range(_POOL)]
    for source in range(_POOL):
        for target in range(_POOL):
            if source != target:
                pool[target] = _mixed(pool[target], scatter(pool[source]))
    return pool


def _state(seed: int) -> tuple[int, int]:
    """Return where the generator begins, and what every step adds."""
    scatter, pool = _Hash(0x8B51F9DD, 0x58F38DED), _entropy(seed)
    words = [scatter(pool[place % _POOL]) for place in range(8)]
    long = [words[place] | words[place + 1] << 32 for place in range(0, 8, 2)]
    first, stream = long[0] << 64 | long[1], long[2] << 64 | long[3]
    added = (stream << 1 | 1) & _STATE
    return (added + first) * _MULTIPLIER + added & _STATE, added


def uniform(seed: int, low: float, high: float) -> Iterator[float]:
    """Yield doubles from `low` up to `high`, for ever."""
    state, added = _state(seed)
    while True:
        state = state * _MULTIPLIER + added & _STATE
        folded, turn = (state >> 64 ^ state) & _LONG, state >> 122
        word = (folded >> turn | folded << (-turn & 63)) & _LONG
        yield low + (high - low) * ((word >> 11) * 2.0**-53)
