"""What the plots of a lesson show: an activation with its slope, the error round after round or over one parameter."""

from __future__ import annotations

import itertools
import math

import numpy as np

from ..arrays import engine
from ..arrays.functions import ACTIVATIONS
from ..network.quantity import Quantity, id_of
from ..network.spec import Layer
from ..steps.solution import Solution
from ..words.en import drawings as words
from .plot import Axes, Point, Series, plot

REACH = 5  # net inputs from −5 to 5
FINE = 80  # points of a curve
MOST_TICKS = 8  # on the axis of the error
FURTHEST = 8.0  # that a valley is drawn over, downhill
FEW = 200  # rounds beyond which they are drawn by their logarithm
FORMS = ("solid", "dashed", "dotted", "dashdot")


def activation_plot(solution: Solution, neuron: str) -> str:
    """Return an activation and its slope over the net input, with the place where one neuron of the lesson stands."""
    net = solution.example.network
    layer = net.layers[net.layer_of(neuron)]
    curves = _curves(layer)
    heights = [y for curve in curves for piece in curve.pieces for _, y in piece]
    low, high = math.floor(min(*heights, 0.0)), math.ceil(max(*heights, 1.0))
    net_word = solution.example.style.words["net"]
    axes = Axes(
        x=(-REACH, REACH),
        y=(low, high),
        x_ticks=tuple(range(-4, 5, 2)),
        y_ticks=tuple(range(low, high + 1)),
        x_name=words.net_input(net_word),
        y_name=words.with_slope(curves[0].name),
    )
    title = words.marked_on_both(curves[0].name, neuron)
    return plot(axes, curves, _marks(solution, neuron), title=title)


def _curves(layer: Layer) -> tuple[Series, Series]:
    """Return an activation and its slope; where the slope jumps, at 0, both are drawn in two pieces."""
    row, leak = ACTIVATIONS[layer.activation], float(layer.leak)
    sides = (np.linspace(-REACH, 0, FINE), np.linspace(1e-9, REACH, FINE))
    pieces = sides if layer.traits.kinked else (np.concatenate(sides),)
    name, out, slope = words.name(layer.activation), [], []
    for x in pieces:
        value = row.value(x[:, None], leak)
        rise = row.slope(x[:, None], value, leak)
        out.append(tuple(zip(x.tolist(), value[:, 0].tolist(), strict=True)))
        slope.append(tuple(zip(x.tolist(), rise[:, 0].tolist(), strict=True)))
    return (
        Series(name=name, form="solid", pieces=tuple(out)),
        Series(name=words.SLOPE, form="dashed", pieces=tuple(slope)),
    )


def _marks(solution: Solution, neuron: str) -> tuple[Point, ...]:
    """Return where a neuron stands on its activation and on the slope, the lower one's number below it."""
    net = solution.numbers[id_of("net", neuron)]
    at = float(net.value)
    out, slope = (solution.numbers[id_of(kind, neuron)] for kind in ("out", "dout_dnet"))
    name = f"{solution.example.style.words['out']} {neuron}"
    if abs(at) > REACH:
        return ()
    return (
        Point(x=at, y=float(out.value), name=name, number=out, below=out.value < slope.value, of=net),
        Point(x=at, y=float(slope.value), name=words.SLOPE, number=slope, below=out.value >= slope.value, of=net),
    )


def errors_of(solution: Solution) -> tuple[float, ...]:
    """Return the error before the first round and after each."""
    machine = engine.machine(solution.example)
    states = itertools.chain([(machine.weights, machine.biases)], engine.train(machine, solution.example.method.rounds))
    return tuple(engine.total_error(machine, engine.forward(machine, *state).terms) for state in states)


def error_plot(solution: Solution) -> str:
    """Return the error over the rounds, of the example's own learning rate and of those it is compared with."""
    rounds = solution.example.method.rounds
    log = rounds > FEW
    runs = (solution, *solution.runs)
    errors = [errors_of(run) for run in runs]
    chosen = sorted({round(rounds ** (i / FINE)) for i in range(FINE + 1)}) if log else range(rounds + 1)
    curves = []
    for rate, (form, found) in enumerate(zip(itertools.cycle(FORMS), errors, strict=False)):
        points = tuple((float(n), found[n]) for n in chosen if math.isfinite(found[n]))
        own = Quantity("learning_rate").compared(rate)
        number = solution.quantities[own.id] if solution.runs else None
        name = f"{solution.example.style.rate} =" if solution.runs else ""
        curves.append(Series(name=name, form=form, pieces=(points,), number=number))
    top = min(max(max(found) for found in errors), 2 * errors[0][0])
    axes = Axes(
        x=(1 if log else 0, rounds),
        y=(0.0, 1.05 * top),
        x_ticks=tuple(10**k for k in range(int(math.log10(rounds)) + 1)) if log else _round_ticks(rounds),
        y_ticks=tuple(range(math.floor(1.05 * top) + 1)) if top < MOST_TICKS else (0,),
        x_name=words.ROUNDS,
        y_name=words.ERROR,
        log=log,
    )
    ends = () if solution.runs else _ends(solution, rounds, log)
    return plot(axes, tuple(curves), ends, title=words.error_over_rounds(bool(solution.runs)))


def valley_plot(solution: Solution, parameter: str) -> str:
    """Return the error over one parameter, all others held still: the curve, and its tangent where one stands.

    The curve is the arrays' forward pass at many places; point and tangent are the proven numbers.
    """
    old, slope = solution.numbers[parameter], solution.numbers[id_of("grad", parameter)]
    error, at = solution.numbers["E_total"], float(old.value)
    rise, here = float(slope.value), float(error.value)
    down = min(FURTHEST, max(1.0, 2.2 * here / abs(rise) if rise else 0.0))  # past the bottom, if that is near 0
    low, high = (math.floor(at - down), math.ceil(at + 1)) if rise > 0 else (math.floor(at - 1), math.ceil(at + down))
    places = np.linspace(low, high, FINE)
    heights = [engine.error_with(solution.example, parameter, float(x)) for x in places]
    straight = [here + rise * (float(x) - at) for x in places]
    top = math.ceil(max((height for height in heights if math.isfinite(height)), default=1)) or 1
    axes = Axes(
        x=(low, high),
        y=(0.0, float(top)),
        x_ticks=tuple(range(low, high + 1)),
        y_ticks=tuple(range(0, top + 1, max(1, top // 4))),
        x_name=parameter,
        y_name=words.ERROR,
    )
    xs = places.tolist()
    series = (
        Series(name=words.ERROR, form="solid", pieces=(tuple(zip(xs, heights, strict=True)),)),
        Series(name=words.TANGENT, form="dashed", pieces=(tuple(zip(xs, straight, strict=True)),)),
    )
    mark = Point(x=at, y=here, name=words.AT_FIRST, number=error)
    return plot(axes, series, (mark,), title=words.valley(parameter))


def _ends(solution: Solution, rounds: int, log: bool) -> tuple[Point, ...]:
    """Return the error at first, or after one round where the rounds are drawn by their logarithm, and at last."""
    error = Quantity("E_total")
    first, last = (solution.numbers[q.id] for q in (error.after(1) if log else error, error.after(rounds)))
    begin = words.AFTER_ONE if log else words.AT_FIRST
    return (
        Point(x=1 if log else 0, y=float(first.value), name=begin, number=first),
        Point(x=rounds, y=float(last.value), name=words.AT_LAST, number=last),
    )


def _round_ticks(rounds: int) -> tuple[int, ...]:
    step = max(1, math.ceil(rounds / 5))
    return tuple(range(0, rounds + 1, step))
