"""What the plots of a lesson show: an activation with its slope, and the error round after round."""

from __future__ import annotations

import itertools
import math

import numpy as np

from . import engine
from .functions import ACTIVATIONS
from .solution import Solution
from .views.plot import Axes, Point, Series, plot

REACH = 5  # net inputs from −5 to 5
FINE = 201  # points of a curve
FORMS = ("solid", "dashed", "dotted", "dashdot")


def activation_plot(solution: Solution, neuron: str) -> str:
    """Return an activation and its slope over the net input, with the place where one neuron of the lesson stands."""
    net = solution.example.network
    layer = net.layers[net.layer_of(neuron)]
    row, leak = ACTIVATIONS[layer.activation], float(layer.leak)
    x = np.linspace(-REACH, REACH, FINE)[:, None]
    out = row.value(x, leak)
    slope = row.slope(x, out, leak)
    low, high = math.floor(min(out.min(), 0.0)), math.ceil(max(out.max(), 1.0))
    number = solution.numbers
    at = float(number[f"net_{neuron}"].value)
    words = solution.example.style.words
    points = tuple(
        Point(x=at, y=float(number[id].value), name=name, number=number[id])
        for id, name in ((f"out_{neuron}", f"{words['out']} {neuron}"), (f"dout_dnet_{neuron}", "slope"))
        if abs(at) <= REACH
    )
    name = layer.activation.replace("_", " ")
    axes = Axes(
        x=(-REACH, REACH),
        y=(low, high),
        x_ticks=tuple(range(-4, 5, 2)),
        y_ticks=tuple(range(low, high + 1)),
        x_name=f"{words['net']} input" if words["net"] == "net" else words["net"],
        y_name=f"{name} and its slope",
    )
    curves = tuple(
        Series(name=label, form=form, points=tuple(zip(x[:, 0].tolist(), y[:, 0].tolist(), strict=True)))
        for label, form, y in ((name, "solid", out), ("slope", "dashed", slope))
    )
    return plot(axes, curves, points, title=f"{name} and its slope; {neuron} is marked on both")


def errors_of(solution: Solution) -> tuple[float, ...]:
    """Return the error before the first round and after each."""
    machine = engine.machine(solution.example)
    states = itertools.chain([(machine.weights, machine.biases)], engine.train(machine, solution.example.method.rounds))
    return tuple(engine.total_error(machine, engine.forward(machine, *state).terms) for state in states)


def error_plot(solution: Solution) -> str:
    """Return the error over the rounds, of the example's own learning rate and of those it is compared with."""
    rounds = solution.example.method.rounds
    log = rounds > 200
    start = 1 if log else 0
    tops = []
    series = []
    for form, run in zip(itertools.cycle(FORMS), (solution, *solution.runs), strict=False):
        errors = errors_of(run)
        chosen = sorted({round(rounds ** (i / 200)) for i in range(201)}) if log else range(rounds + 1)
        points = tuple((float(n), errors[n]) for n in chosen if n >= start and math.isfinite(errors[n]))
        style = solution.example.style
        name = f"{style.rate} = {run.numbers['learning_rate'].shown}" if solution.runs else "E total"
        series.append(Series(name=name, form=form, points=points))
        tops.append(errors[0])
    axes = Axes(
        x=(start, rounds),
        y=(0.0, 1.05 * max(tops)),
        x_ticks=tuple(10**k for k in range(int(math.log10(rounds)) + 1)) if log else _round_ticks(rounds),
        y_ticks=(0, *((1,) if max(tops) >= 1 else ())),
        x_name="rounds",
        y_name="error",
        log=log,
    )
    first = solution.numbers["E_total"]
    mark = Point(x=start, y=float(first.value), name="at first", number=first)
    what = "for several learning rates" if solution.runs else "round after round"
    return plot(axes, tuple(series), () if log else (mark,), title=f"The error {what}")


def _round_ticks(rounds: int) -> tuple[int, ...]:
    step = max(1, math.ceil(rounds / 5))
    return tuple(range(0, rounds + 1, step))
