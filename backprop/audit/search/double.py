"""Two slips together, where one does not explain a number."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ..source.claims import DigitsClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .evidence import Evidence
from .pen import pen_slips
from .single import fitting
from .weighing import affects

PENS = 20  # slips of the pen that are tried on one value, about
MOST_MOVING = 300  # slips that move a claim, beyond which their pairs, some ten thousands, are not tried
CHANCE = 50  # a pair of slips is believed where a chance match would want so many times more tries


def two_slips(evidence: Evidence, claim: DigitsClaim, known: frozenset[int]) -> list[Cause]:
    """Return the causes with two slips, first those with one that the source is known to make elsewhere.

    Pairs are many, and few digits fit some of them by chance: where that is to be expected, none is believed.
    """
    prepared, singles = evidence.prepared, evidence.prepared.singles
    moving = [i for i, single in enumerate(singles) if (single.paired or i in known) and affects(claim, single)]
    if len(moving) > MOST_MOVING:
        return []
    pairs = list(itertools.combinations(moving, 2))
    for members in (known, frozenset(moving)):
        joined = [pair for pair in pairs if members.intersection(pair)]
        penned = [index for index in moving if index in members]
        if int(claim.printed.digits) < CHANCE * (len(joined) + PENS * len(penned)):
            continue
        found = [cause for pair in joined for cause in fitting(evidence, claim, prepared.pair(*pair))]
        found += [cause for index in penned for cause in _then_the_pen(evidence, claim, singles[index])]
        if found:
            return found
    return []


def _then_the_pen(evidence: Evidence, claim: DigitsClaim, single: Alternative) -> Iterator[Cause]:
    latest = evidence.latest(claim)
    for stated in ({}, latest) if latest else ({},):
        found = single.stating(stated).value(claim.formula(single.exprs)) if stated else single.world.value(claim.expr)
        value = None if found is None else claim.turned(found)
        if value is not None:
            for pen, detail in pen_slips(claim.printed, value):
                yield Cause(alternative=single, value=value, pen=pen, detail=detail, stated=stated)
