"""What an audit looks at, and the causes it finds for one claim: by itself, and weighed with all the others."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from ...steps.expr import Add, Ref, add, refs
from ..slips.catalogue import RANK
from ..source.claims import Claim
from ..worlds.scenes import Scene, Stage
from ..worlds.world import CONTEXT, World
from .candidates import Cause, pen_slips, stale
from .lines import line_slips

ENOUGH_DIGITS = 4  # printed digits from which one unit off is still evidence
PENS = 20  # slips of the pen that are tried on one value, about
CHANCE = 50  # a pair of slips is believed where a chance match would want so many times more tries
METHOD_SLIPS = frozenset({"added_update", "no_learning_rate"})
MOST_READINGS = 64  # ways of putting in the source's earlier numbers that are tried for one line


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything one audit looks at: the scenes of single slips, and what the source printed before each claim."""

    stage: Stage
    claims: tuple[Claim, ...]
    base: Scene
    scenes: tuple[Scene, ...]
    pairs: dict[tuple[int, int], Scene] = field(default_factory=dict)
    printed_before: dict[int, dict[str, list[Decimal]]] = field(default_factory=dict)
    trained: dict[object, dict[str, float] | None] = field(default_factory=dict)

    def earlier(self, claim: Claim) -> dict[str, list[Decimal]]:
        """Return what the source printed before a claim, by id of ours, the latest first."""
        if claim.number in self.printed_before:
            return self.printed_before[claim.number]
        found = self.printed_before[claim.number] = {}
        for other in self.claims:
            if other.number >= claim.number:
                break
            if other.printed and other.subject and other.subject != claim.subject and _plain(other):
                found.setdefault(other.subject, []).insert(0, other.sign * other.printed.value)
        return found

    def latest(self, claim: Claim) -> dict[str, Decimal]:
        return {id: values[0] for id, values in self.earlier(claim).items() if id in self.base.exprs}

    def pair(self, one: int, two: int) -> Scene:
        if (one, two) not in self.pairs:
            self.pairs[one, two] = self.stage.scene(*self.scenes[one].variants, *self.scenes[two].variants)
        return self.pairs[one, two]


def _plain(claim: Claim) -> bool:
    """Return whether a claim states the value of one of our quantities in the first round."""
    return not (claim.expression or claim.program or claim.unused or claim.rounds > 1)


def value_in(world: World, claim: Claim) -> Decimal | None:
    """Return what a claim should print in a world, with the sign of the source's convention."""
    value = world.value(claim.expr)
    return None if value is None else value if claim.sign == 1 else -value


def rounding_verdict(claim: Claim, value: Decimal) -> str:
    """Return exact, truncated or last_digit, or nothing where the digits are not a rounding of the value."""
    printed = claim.printed
    if printed.rounded(value) == printed.value:
        return "exact"
    if printed.is_truncation_of(value):
        return "truncated"
    return "last_digit" if printed.is_one_unit_off(value) else ""


def readings(case: Case, claim: Claim, scene: Scene) -> Iterator[tuple[Decimal, Mapping[str, Decimal]]]:
    """Yield what a line gives with the source's own earlier numbers put in, the latest first, then older ones."""
    expr = scene.exprs.get(claim.subject, claim.expr) if not claim.expression else claim.expr
    if expr is None:
        return
    earlier = {id: values for id, values in case.earlier(claim).items() if id in scene.leading_to(expr)}
    latest = {id: values[0] for id, values in earlier.items()}
    direct = [id for id in dict.fromkeys(refs(expr)) if id in earlier]
    with localcontext(CONTEXT):
        own = {id: scene.world.value(Ref(id)) for id in direct}
        choices = [[v for v in dict.fromkeys((*earlier[id], own[id])) if v is not None] for id in direct]
    seen = set()
    for value, stated in _through_change(claim, case.earlier(claim), scene):
        seen.add(value)
        yield value, stated
    for choice in itertools.islice(itertools.product(*choices), MOST_READINGS):
        stated = latest | dict(zip(direct, choice, strict=True))
        value = scene.stating(stated).value(expr)
        if stated and value is not None and value not in seen:
            seen.add(value)
            yield (value if claim.sign == 1 else -value), stated


def _through_change(
    claim: Claim, earlier: Mapping[str, list[Decimal]], scene: Scene
) -> Iterator[tuple[Decimal, Mapping[str, Decimal]]]:
    """Yield the old value with the source's own printed change added, where the claim is about the new one."""
    old, change = _moved(scene, claim)
    if claim.expression or change not in earlier:
        return
    before = scene.world.value(Ref(old))
    with localcontext(CONTEXT):
        for moved in earlier[change] if before is not None else ():
            yield claim.sign * (before + moved), {change: moved}


def _moved(scene: Scene, claim: Claim) -> tuple[str, str]:
    """Return the ids of the old value and the change that a new value is the sum of; empty ones for other claims."""
    expr = scene.exprs.get(claim.subject)
    if not claim.subject.startswith("new_") or not isinstance(expr, Add):
        return "", ""
    return next(refs(expr)), claim.subject.replace("new_", "change_", 1)


def carried(case: Case, claim: Claim) -> Cause | None:
    """Return how the source's own earlier numbers lead to a claim, or None: rounded, cut off, or one unit off."""
    found = list(readings(case, claim, case.base))
    near = claim.printed.is_one_unit_off if len(claim.printed.digits) >= ENOUGH_DIGITS else lambda value: False
    for fits, tried in (
        (claim.printed.is_rounding_of, found),
        (claim.printed.is_truncation_of, found),
        (near, found[:1]),
    ):
        for value, stated in tried:
            if fits(value):
                return Cause(scene=_as_read(case.base, claim, stated), value=value, carried=True, stated=stated)
    return None


def _as_read(base: Scene, claim: Claim, stated: Mapping[str, Decimal]) -> Scene:
    """Return the scene in which a new value is the old one and the printed change, where that is what was put in."""
    old, change = _moved(base, claim)
    if change not in stated:
        return base
    return replace(base, changed={**base.changed, claim.subject: add(Ref(old), Ref(change))})


def one_slip(case: Case, claim: Claim, scenes: Iterable[Scene]) -> Iterator[Cause]:
    """Yield every cause with a single slip that gives exactly the printed digits."""
    found = list(_computed(case, claim, scenes))
    yield from found
    own = case.base.exprs.get(claim.subject, claim.expr)
    for other in stale(claim, case.claims, frozenset(refs(own)) if found else frozenset()):
        yield Cause(scene=case.base, value=claim.printed.value, pen="stale_value", detail=other)


def _computed(case: Case, claim: Claim, scenes: Iterable[Scene]) -> Iterator[Cause]:
    """Yield the causes that compute the printed digits: a slip in a formula, on a value, or in a printed line."""
    base = value_in(case.base.world, claim)
    for scene in scenes:
        yield from fitting(case, claim, scene)
    for value, stated in ((base, None), *readings(case, claim, case.base)):
        for pen, detail in pen_slips(claim, value) if value is not None else ():
            yield Cause(scene=case.base, value=value, pen=pen, detail=detail, carried=stated is not None, stated=stated)
    for slip in line_slips(claim, case.base, case.scenes, case.earlier(claim)) if claim.expression else ():
        value = case.base.world.value(slip.expr)
        if value is not None and claim.printed.is_rounding_of(value):
            yield Cause(scene=case.base, value=value, pen=slip.id, detail=slip.detail, line=slip.expr)


def near(claim: Claim, value: float | None) -> bool:
    """Return whether a rough value is close enough to the printed one to be worth computing in decimals."""
    printed = claim.printed
    return value is not None and abs(claim.sign * value - float(printed.value)) <= float(
        printed.unit
    ) * 0.51 + 1e-9 * abs(value)


def fitting(case: Case, claim: Claim, scene: Scene) -> Iterator[Cause]:
    """Yield how a scene prints a claim: computed in full, or with the source's own earlier numbers put in."""
    if scene.rounding or near(claim, scene.rough.value(claim.expr)):
        value = value_in(scene.world, claim)
        if value is not None and claim.printed.is_rounding_of(value):
            yield Cause(scene=scene, value=value)
            return
    latest = case.latest(claim)
    if not latest or scene.rounding:
        return
    expr = scene.exprs.get(claim.subject, claim.expr) if not claim.expression else claim.expr
    if near(claim, scene.rough_stating(latest).value(expr)):
        value = scene.stating(latest).value(expr)
        if value is not None and claim.printed.is_rounding_of(claim.sign * value):
            yield Cause(scene=scene, value=claim.sign * value, carried=True, stated=latest)


def contradicted(case: Case, claim: Claim, cause: Cause) -> bool:
    """Return whether the source itself prints a number that the cause would have made another.

    What counts is what leads to the claim; for a slip of the method, which moves every parameter alike, also whatever
    else it moves that is printed right.
    """
    if cause.pen:
        return False
    if METHOD_SLIPS.issuperset(cause.ids):
        others = [other for other in _printed(case, cause.scene.changed.keys()) if rounded_right(case, other)]
    elif cause.carried:
        return False
    else:
        others = _printed(case, cause.scene.leading_to(claim.expr) - {claim.subject})
    values = ((other, value_in(cause.scene.world, other)) for other in others)
    return any(value is not None and not rounding_verdict(other, value) for other, value in values)


def _printed(case: Case, ids: Collection[str]) -> list[Claim]:
    """Return the claims that state one of these quantities."""
    return [other for other in case.claims if other.printed and _plain(other) and other.subject in ids]


def rounded_right(case: Case, claim: Claim) -> bool:
    """Return whether a claim is right as it stands or from the source's own numbers, so that no slip made it."""
    value = value_in(case.base.world, claim)
    return value is not None and bool(rounding_verdict(claim, value) or carried(case, claim))


def best(case: Case, claim: Claim, causes: list[Cause], explains: Counter[object]) -> tuple[Cause, ...]:
    """Return the causes that stand: not contradicted before contradicted, then those that explain most claims."""
    if not causes:
        return ()

    def weight(cause: Cause) -> tuple[bool, int]:
        supported = explains[cause.key] + sum(explains[id] for id in cause.ids)
        return not contradicted(case, claim, cause), 1 if cause.pen else supported

    weighed = [(weight(cause), cause) for cause in causes]
    top = max(standing for standing, _ in weighed)
    kept: dict[tuple[str, ...], Cause] = {}
    for standing, cause in weighed:
        if standing == top:
            kept.setdefault(cause.ids, cause)
    return tuple(sorted(kept.values(), key=lambda cause: [RANK[id] for id in cause.ids]))


def affects(case: Case, claim: Claim, scene: Scene) -> bool:
    """Return whether a slip moves what a claim should print, or any step on the way to it."""
    return claim.subject in scene.changed or not scene.changed.keys().isdisjoint(scene.leading_to(claim.expr))


def two_slips(case: Case, claim: Claim, known: frozenset[int]) -> list[Cause]:
    """Return the causes with two slips, first those with one that the source is known to make elsewhere.

    Pairs are many, and few digits fit some of them by chance: where that is to be expected, none is believed.
    """
    moving = [i for i, scene in enumerate(case.scenes) if affects(case, claim, scene) and not scene.rounding]
    pairs = list(itertools.combinations(moving, 2))
    for members in (known, frozenset(moving)):
        joined = [pair for pair in pairs if members.intersection(pair)]
        penned = [index for index in moving if index in members]
        if int(claim.printed.digits) < CHANCE * (len(joined) + PENS * len(penned)):
            continue
        found = [cause for pair in joined for cause in fitting(case, claim, case.pair(*pair))]
        found += [cause for index in penned for cause in _then_the_pen(case, claim, case.scenes[index])]
        if found:
            return found
    return []


def _then_the_pen(case: Case, claim: Claim, scene: Scene) -> Iterator[Cause]:
    latest = case.latest(claim)
    expr = scene.exprs.get(claim.subject, claim.expr) if not claim.expression else claim.expr
    for stated in (None, latest) if latest else (None,):
        value = value_in(scene.world, claim) if stated is None else scene.stating(stated).value(expr)
        for pen, detail in pen_slips(claim, value) if value is not None else ():
            yield Cause(scene=scene, value=value, pen=pen, detail=detail, carried=bool(stated), stated=stated)
