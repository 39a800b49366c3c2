"""The weights of a layer as a map of colour: a row for each neuron, a column for what feeds it. Classes only."""

from __future__ import annotations

from html import escape

from ..network.spec import Network

SHADES = 4  # on either side of zero


def heat(net: Network, layer: int, *, title: str) -> str:
    """Return the map of the weights into a layer: one path for each shade, from the most negative to the largest."""
    columns, rows = net.columns[layer], net.columns[layer + 1]
    at_column = {name: i for i, name in enumerate(columns)}
    at_row = {name: i for i, name in enumerate(rows)}
    mine = [weight for weight in net.weights if weight.target in at_row]
    largest = max((abs(weight.value) for weight in mine), default=1) or 1
    paths: dict[int, list[str]] = {}
    for weight in mine:
        shade = round(SHADES * float(weight.value / largest))
        paths.setdefault(shade, []).append(f"M{at_column[weight.source]} {at_row[weight.target]}h1v1h-1z")
    body = "".join(f'<path class="{_shade(shade)}" d="{"".join(found)}"/>' for shade, found in sorted(paths.items()))
    size = f"{len(columns)} {len(rows)}"
    return (
        f'<svg class="heat" viewBox="0 0 {size}" data-size="{size}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{body}<rect class="chosen" width="1" height="1" x="-2" y="-2"/></svg>'
    )


def _shade(shade: int) -> str:
    return f"{'minus' if shade < 0 else 'plus'}-{abs(shade)}"
