"""Which slips the audit finds, planted against found, for 9, 6, 4 and 3 printed decimals: `make confusion`."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

import planted  # noqa: E402 - found by the line above
from backprop.audit.judge import judge  # noqa: E402
from backprop.audit.source.file import parse_claims  # noqa: E402
from backprop.audit.worlds.prepared import prepare  # noqa: E402
from backprop.steps.solving import solve  # noqa: E402
from conftest import parse  # noqa: E402

SOURCES = 6  # for each shape, slip and number of decimals
RIGHT = {"exact", "truncated", "last_digit", "carried"}


def findings(net: planted.Net, said: dict[str, str]):
    solution = solve(parse(net.data()))
    known = {step.id for step in solution.steps}
    data = {
        "source": {"title": "planted"},
        "claims": [{"quantity": id, "printed": text} for id, text in said.items() if id in known],
    }
    return judge(prepare(solution), parse_claims(data, "claims.toml", solution)).findings


def planted_sources(slip: str, decimals: int):
    """Yield nets with what a source with that slip prints of them, where it prints anything else than the right one."""
    for shape in planted.SHAPES:
        for seed in range(SOURCES):
            maker = random.Random(seed)
            net = planted.net(maker, shape)
            right = {id: planted.printed(v, decimals) for id, v in planted.work(net).items()}
            if slip in planted.SLIPS:
                said = {id: planted.printed(v, decimals) for id, v in planted.work(net, slip).items()}
            elif slip == "early_rounding":  # cut to two decimals on the way, of which only the outputs are printed
                cut = planted.work(net, rounding=lambda value: float(planted.cut(round(value, 12), 2)))
                ends = [f"net_{name}" for name in net.columns[-1]]
                right, said = ({id: values[id] for id in ends} for values in (right, planted_ends(cut, decimals)))
            else:
                id = maker.choice([id for id in right if "@" not in id][2:])
                text = planted.pen_slip(slip, id, right, maker)
                said = right | {id: text} if text else right
            if said != right:
                yield net, said


def planted_ends(values: dict[str, float], decimals: int) -> dict[str, str]:
    return {id: planted.printed(value, decimals) for id, value in values.items()}


def main() -> None:
    print("planted            decimals  sources: alone  with others  as rounding  missed   claims hit  else")
    for slip in (*planted.SLIPS, *planted.PENS):
        for decimals in (9, 6, 4, 3):
            tally, others, claims, hits = Counter(), Counter(), 0, 0
            for net, said in planted_sources(slip, decimals):
                wrong = [f for f in findings(net, said) if f.verdict not in RIGHT]
                hit = [f for f in wrong if slip in f.deviations]
                unique = [f for f in hit if f.deviations == (slip,)]
                tally["alone" if unique else "with others" if hit else "rounding" if not wrong else "missed"] += 1
                claims, hits = claims + len(wrong), hits + len(hit)
                others.update("+".join(f.deviations) or f.verdict for f in wrong if slip not in f.deviations)
            columns = "".join(f"{tally[name]:>12}" for name in ("alone", "with others", "rounding", "missed"))
            listed = ", ".join(f"{name} {count}" for name, count in others.most_common(3))
            print(f"{slip:20}{decimals:>6}{columns}{hits:>9}/{claims:<6} {listed}", flush=True)


if __name__ == "__main__":
    main()
