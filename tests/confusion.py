"""How well the audit names slips, planted against found, in three settings: `make confusion`.

Everything printed, a table by slip and decimals; a homework of five numbers (an output, the error, a new weight of the
output and two more), by decimals and kind of network; and such a homework with one number wrong by chance.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

import planted  # noqa: E402 - found by the line above
from backprop.audit.judge import judge  # noqa: E402
from backprop.audit.source.file import parse_claims  # noqa: E402
from backprop.audit.verdicts import VERDICTS  # noqa: E402
from backprop.audit.worlds.prepared import Prepared, prepare  # noqa: E402
from backprop.steps.solution import Solution  # noqa: E402
from backprop.steps.solving import solve  # noqa: E402
from conftest import parse  # noqa: E402

SOURCES = 6  # of everything printed, for each shape, slip and number of decimals
HOMEWORKS = 2  # for each shape, kind, slip and number of decimals
ENOUGH = 3  # significant digits
CHANCES = 24  # for each shape, kind and number of decimals
DECIMALS = (9, 6, 4, 3)
HOMEWORK_SHAPES = ((2, 3, 1), (3, 2, 2), (2, 2, 2, 1))
OF_NO_BATCH = {
    "updated_weights",
    "wrong_target",
}  # what needs the new weights of one sample, or turns its targets round
Example = tuple[Solution, Prepared]


def example(net: planted.Net) -> Example:
    solution = solve(parse(net.data()))
    return solution, prepare(solution)


def findings(of: Example, said: dict[str, str]):
    solution, prepared = of
    known = {step.id for step in solution.steps}
    data = {
        "source": {"title": "planted"},
        "claims": [{"quantity": id, "printed": text} for id, text in said.items() if id in known],
    }
    return judge(prepared, parse_claims(data, "claims.toml", solution)).findings


def planted_sources(slip: str, decimals: int):
    """Yield nets with what a source with that slip prints of them, where it prints anything else than the right one."""
    for shape in planted.SHAPES:
        for seed in range(SOURCES):
            maker = random.Random(seed)
            net = planted.net(maker, shape)
            right = digits(planted.work(net), decimals)
            if slip in planted.SLIPS:
                said = digits(planted.work(net, slip), decimals)
            elif slip == "early_rounding":  # cut to two decimals on the way, of which only the outputs are printed
                cut = planted.work(net, rounding=lambda value: float(planted.cut(round(value, 12), 2)))
                ends = [f"net_{name}" for name in net.columns[-1]]
                right, said = ({id: values[id] for id in ends} for values in (right, digits(cut, decimals)))
            else:
                id = maker.choice([id for id in right if "@" not in id][2:])
                text = planted.pen_slip(slip, id, right, maker)
                said = right | {id: text} if text else right
            if said != right:
                yield net, said


def digits(values: dict[str, float], decimals: int) -> dict[str, str]:
    return {id: planted.printed(value, decimals) for id, value in values.items()}


def everything() -> None:
    print("planted            decimals  sources: alone  with others  as rounding  missed   claims hit  else")
    for slip in (*planted.SLIPS, *planted.PENS):
        for decimals in DECIMALS:
            tally, others, claims, hits = Counter(), Counter(), 0, 0
            for net, said in planted_sources(slip, decimals):
                wrong = [f for f in findings(example(net), said) if not VERDICTS[f.verdict].right]
                hit = [f for f in wrong if slip in f.deviations]
                unique = [f for f in hit if f.deviations == (slip,)]
                tally["alone" if unique else "with others" if hit else "rounding" if not wrong else "missed"] += 1
                claims, hits = claims + len(wrong), hits + len(hit)
                others.update("+".join(f.deviations) or f.verdict for f in wrong if slip not in f.deviations)
            columns = "".join(f"{tally[name]:>12}" for name in ("alone", "with others", "rounding", "missed"))
            listed = ", ".join(f"{name} {count}" for name, count in others.most_common(3))
            print(f"{slip:20}{decimals:>6}{columns}{hits:>9}/{claims:<6} {listed}", flush=True)


def homework(net: planted.Net, ids: list[str], source: random.Random) -> list[str]:
    """Return the ids of five numbers in the order of the lesson: an output, the error, an output weight, two more."""
    outputs, last = net.columns[-1], len(net.weights) - 1
    sample = "@s1" if net.second else ""
    weight = net.weight(last, source.randrange(len(outputs)), source.randrange(len(net.columns[-2])))
    first = [f"out_{outputs[0]}{sample}", "E_total", f"new_{weight}"]
    return sorted((*first, *source.sample([id for id in ids if id not in first], 2)), key=ids.index)


def homeworks(kind: str) -> Iterator[tuple[planted.Net, Example, random.Random]]:
    for shape in HOMEWORK_SHAPES:
        for seed in range(HOMEWORKS):
            if kind == "softmax" and shape[-1] == 1:
                continue
            source = random.Random(f"{kind} {shape} {seed}")
            net = planted.net_of(kind, source, shape)
            yield net, example(net), source


def can_tell(slip: str, said: dict[str, str], right: dict[str, str], decimals: int) -> bool:
    """Return whether there are digits to tell a slip by.

    Some number is off by more than a unit of its last digit, so that it cannot be rounding, and such numbers have
    three significant digits together: of two digits there are a hundred numbers, and a score of slips. A misread
    number or another learning rate is told by two numbers: for any one of few digits there are some that give it.
    """
    unit = 1.5 * 10.0**-decimals
    off = [id for id in said if abs(float(said[id]) - float(right[id])) > unit]
    if slip in {"other_rate", "misread"} and len(off) < 2:
        return False
    return sum(len(said[id].replace(".", "").lstrip("-0")) or decimals for id in off) >= ENOUGH


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "      -"


def five() -> None:
    print("\nfive claims, one slip: the sources in which the slip is named")
    print(
        "network     decimals  sources  cannot tell   named of the rest   alone  as rounding  missed  by another name"
    )
    for kind in planted.KINDS:
        tallies = {decimals: Counter() for decimals in DECIMALS}
        for net, of, source in homeworks(kind):
            right = planted.written(net)
            ids = [id for id in right if "@r" not in id and id in of[0].numbers]
            for slip in planted.SLIPS:
                if net.second and slip in OF_NO_BATCH:
                    continue
                try:
                    wrong, chosen = planted.written(net, slip), homework(net, ids, source)
                except (ArithmeticError, ValueError):  # with that slip the numbers run out of bounds
                    continue
                for decimals, tally in tallies.items():
                    _one_homework(of, slip, decimals, tally, *(
                        {id: planted.printed(values[id], decimals) for id in chosen} for values in (wrong, right)
                    ))  # fmt: skip
        for decimals, tally in tallies.items():
            told = tally["sources"] - tally["cannot tell"]
            print(
                f"{kind:12}{decimals:>8}{tally['sources']:>9}{tally['cannot tell']:>13}"
                f"{tally['named']:>9} = {share(tally['named'], told)}{tally['alone']:>9}{tally['rounding']:>13}"
                f"{tally['missed']:>8}{tally['other name']:>17}",
                flush=True,
            )


def _one_homework(
    of: Example, slip: str, decimals: int, tally: Counter, said: dict[str, str], right: dict[str, str]
) -> None:
    if said == right:
        return
    tally["sources"] += 1
    wrong = [f for f in findings(of, said) if not VERDICTS[f.verdict].right]
    hit = [f for f in wrong if slip in f.deviations]
    tally["other name"] += sum(f.deviations != () and slip not in f.deviations for f in wrong)
    if not can_tell(slip, said, right, decimals):
        tally["cannot tell"] += 1
        return
    tally["named" if hit else "missed" if wrong else "rounding"] += 1
    tally["alone"] += any(f.deviations == (slip,) for f in hit)


def by_chance() -> None:
    print("\nfive claims, one of them a random number of about its size: how often a slip is named")
    print("network     decimals  sources    named")
    for kind in planted.KINDS:
        for decimals in (4, 3):
            named = sources = accused = 0
            for net, of, source in homeworks(kind):
                right = planted.written(net)
                ids = [id for id in right if "@r" not in id and id in of[0].numbers]
                for _ in range(CHANCES // HOMEWORKS):
                    chosen = homework(net, ids, source)
                    said = {id: planted.printed(right[id], decimals) for id in chosen}
                    wrong = source.choice(chosen)
                    said[wrong] = planted.printed(source.uniform(-2, 2) * (abs(right[wrong]) + 0.05), decimals)
                    if said[wrong] == planted.printed(right[wrong], decimals):
                        continue
                    sources += 1
                    for found in findings(of, said):
                        if found.claim.quantity == wrong:
                            named += bool(found.deviations)
                        else:
                            accused += not VERDICTS[found.verdict].right
            print(f"{kind:12}{decimals:>8}{sources:>9}{named:>5} = {share(named, sources)}", end="")
            print(f"   right numbers accused: {accused}" if accused else "", flush=True)


if __name__ == "__main__":
    for setting in (everything, five, by_chance):
        if len(sys.argv) == 1 or setting.__name__ in sys.argv[1:]:
            setting()
