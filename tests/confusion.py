"""Which slips the audit finds, planted against found, for 9, 6, 4 and 3 printed decimals: `make confusion`."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

import planted  # noqa: E402 - found by the line above
from backprop.audit.claims import parse_claims  # noqa: E402
from backprop.audit.judge import audit  # noqa: E402
from backprop.solution import solve  # noqa: E402
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
    return audit(solution, parse_claims(data, "claims.toml", solution.trace)).findings


def main() -> None:
    for decimals in (9, 6, 4, 3):
        print(
            f"{decimals} decimals: of the sources with a visible slip, how many are diagnosed as it, ambiguously, else"
        )
        for slip in planted.SLIPS:
            tally, others = Counter(), Counter()
            for shape in planted.SHAPES:
                for seed in range(SOURCES):
                    net = planted.net(random.Random(seed), shape)
                    right = {id: planted.printed(v, decimals) for id, v in planted.work(net).items()}
                    said = {id: planted.printed(v, decimals) for id, v in planted.work(net, slip).items()}
                    if said == right:
                        continue
                    wrong = [f for f in findings(net, said) if f.verdict not in RIGHT]
                    hit = [f for f in wrong if slip in f.deviations]
                    unique = [f for f in hit if f.deviations == (slip,)]
                    tally["unique" if unique else "ambiguous" if hit else "rounding" if not wrong else "missed"] += 1
                    tally["claims"] += len(wrong)
                    tally["claims hit"] += len(hit)
                    for f in wrong:
                        if slip not in f.deviations:
                            others["+".join(f.deviations) or f.verdict] += 1
            print(f"  {slip:20}", dict(tally), dict(others.most_common(3)))


if __name__ == "__main__":
    main()
