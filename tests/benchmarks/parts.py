"""What the parts cost beside each other, measured in one run: `make bench`.

Every row is the median of several runs on the same network; the last column says how many times the cheapest it took.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from backprop.arrays import engine  # noqa: E402
from backprop.formula.record import dump  # noqa: E402
from backprop.lesson import sheets as handout  # noqa: E402
from backprop.lesson import step_rows  # noqa: E402
from backprop.program import run as program  # noqa: E402
from backprop.proof.verify import verify  # noqa: E402
from backprop.reading.places import TEMPLATES  # noqa: E402
from backprop.reading.site import read_site  # noqa: E402
from backprop.steps.solving import solve  # noqa: E402
from conftest import make_data, parse  # noqa: E402

SHAPES = ((2, 2, 2), (3, 4, 2), (6, 8, 8, 4))
RUNS = 3


def median_seconds(job: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def jobs(shape: tuple[int, ...]) -> dict[str, Callable[[], object]]:
    """Return what is measured on a network of that shape."""
    activations = ["tanh"] * (len(shape) - 2) + ["sigmoid"]
    example = parse(make_data(random.Random(1), shape, activations, "half_squared_error"))
    machine, solution = engine.machine(example), solve(example)
    site = read_site(TEMPLATES.parent / "content" / "site.toml")
    return {
        "one round in arrays": lambda: list(engine.one_round(machine, machine.weights, machine.biases)),
        "1,000 rounds in arrays": lambda: list(engine.train(machine, 1000)),
        "every tree, to settled digits": lambda: solve(example),
        "all witnesses compared": lambda: verify(solution),
        "every step as MathML": lambda: step_rows.step_views(solution),
        "the record": lambda: dump(solution),
        "the NumPy program, run": lambda: program.run(solution),
        "six printed sheets": lambda: list(handout.sheets(solution, TEMPLATES, site)),
    }


def main() -> None:
    for shape in SHAPES:
        found = {name: median_seconds(job) for name, job in jobs(shape).items()}
        least = min(found.values())
        print("-".join(map(str, shape)))
        for name, seconds in found.items():
            print(f"  {name:32}{seconds * 1000:10.2f} ms{seconds / least:12.0f} ×")


if __name__ == "__main__":
    main()
