"""Curves as SVG: axes with whole ticks, a line for each series, points that say whose they are. Classes only."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ..formula.provenance import attributes
from ..steps.solution import Number

WIDTH, HEIGHT = 560, 300
LINE = 15  # from one name to the next
LEFT, RIGHT, TOP, BOTTOM = 52, 130, 30, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One curve in unbroken pieces of (x, y), a `form` of stroke that tells it from the others, a name at its end.

    `number` stands behind the name, where the name is of one.
    """

    name: str
    form: str
    pieces: tuple[tuple[tuple[float, float], ...], ...]
    number: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A marked point, with the number that stands beside it, above or `below`; `of` is the quantity along the axis."""

    x: float
    y: float
    name: str
    number: Number
    below: bool = False
    of: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What is drawn on: the range of both axes, their whole ticks, what they are called; `log` for the horizontal."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_ticks: tuple[int, ...]
    y_ticks: tuple[int, ...]
    x_name: str
    y_name: str
    log: bool = False

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies in the drawing."""
        low, high = self.x
        share = math.log(x / low) / math.log(high / low) if self.log else (x - low) / (high - low)
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def plot(axes: Axes, series: tuple[Series, ...], points: tuple[Point, ...] = (), *, title: str) -> str:
    """Return a plot whose every number is a whole tick or says which quantity it is."""
    lines = (part for each in series for part in _curve(axes, each))
    body = [*_grid(axes), *lines, *_names(axes, series), *_points(axes, points)]
    names = (
        f'<text class="axis" x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(axes.x_name)}</text>'
        f'<text class="axis" x="{LEFT - 40}" y="{TOP - 14}" text-anchor="start">{escape(axes.y_name)}</text>'
    )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(body)}{names}</svg>'
    )


def _grid(axes: Axes) -> Iterator[str]:
    for tick in axes.x_ticks:
        x, _ = axes.at(tick, axes.y[0])
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>'
        text = f"{tick:,}".replace("-", "\u2212")
        yield f'<text class="tick" x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{text}</text>'
    for tick in axes.y_ticks:
        _, y = axes.at(axes.x[0], tick)
        yield f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        text = str(tick).replace("-", "\u2212")
        yield f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'


def _curve(axes: Axes, series: Series) -> Iterator[str]:
    for piece in (part for whole in series.pieces for part in _within(axes, whole)):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
        yield f'<polyline class="curve {series.form}" points="{path}"/>'


def _names(axes: Axes, series: tuple[Series, ...]) -> Iterator[str]:
    """Yield the name of each curve at its end, moved down where it would lie on the one above."""
    drawn = [(each, [part for whole in each.pieces for part in _within(axes, whole)]) for each in series]
    ends = sorted(((pieces[-1][-1], each) for each, pieces in drawn if pieces), key=lambda end: end[0][1])
    free = 0.0
    for (x, y), each in ends:
        y = max(y, free)
        free = y + LINE
        number = f" {_number(each.number)}" if each.number else ""
        yield f'<text class="series" x="{x + 8:.1f}" y="{y + 4:.1f}">{escape(each.name)}{number}</text>'


def _within(axes: Axes, points: tuple[tuple[float, float], ...]) -> Iterator[list[tuple[float, float]]]:
    """Yield the stretches of a curve that lie inside the axes, as places in the drawing."""
    low, high = axes.y
    for inside, group in itertools.groupby(points, key=lambda point: low <= point[1] <= high):
        if inside:
            yield [axes.at(x, y) for x, y in group]


def _number(number: Number) -> str:
    return f"<tspan {attributes(number)}>{escape(number.shown)}</tspan>"


def _points(axes: Axes, points: tuple[Point, ...]) -> Iterator[str]:
    for point in points:
        x, y = axes.at(point.x, point.y)
        up = 18 if point.below else -8
        yield (
            f'<g{_moves(axes, point)}><circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
            f'<text class="value" x="{x + 9:.1f}" y="{y + up:.1f}"><tspan>{escape(point.name)} </tspan>'
            f"{_number(point.number)}</text></g>"
        )


def _moves(axes: Axes, point: Point) -> str:
    """Return the attributes by which a script moves a point: its quantities, and how far a unit of each is."""
    if point.of is None or axes.log:
        return ""
    (left, bottom), (right, top) = axes.at(axes.x[0], axes.y[0]), axes.at(axes.x[0] + 1, axes.y[0] + 1)
    ids = f"{escape(point.of.id)} {escape(point.number.id)}"
    unit, reach = f"{right - left:.4f} {top - bottom:.4f}", f"{axes.x[0]:g} {axes.x[1]:g}"
    return f' data-point="{ids}" data-unit="{unit}" data-reach="{reach}"'
