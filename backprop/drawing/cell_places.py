"""Where the cells of larger networks stand: a column for each layer, close ones for a narrow screen, or a row."""

from __future__ import annotations

from dataclasses import dataclass

from ..network.spec import Network
from .labels import CHARACTER, DIGITS, Place

CELL, CELL_WIDTH, CELLS_APART = 19, 52, 232  # the size of a cell, and from one column of them to the next
CLOSE_WIDTH, CLOSE_DIGIT = 38, 7.6  # a cell and a digit where columns are close
ROW_HIGH, ROWS_HIGH = 90, 323  # from a row of cells to the next at most, and from the first to the last if it can be
ROW_LOW = {False: 30, True: 48}  # and to the next at least, where numbers stand beside cells, and where below them
BESIDE, TOTAL_WIDTH = 2, 200  # cells of a row up to which numbers stand beside them; the room that the error wants


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The size of a drawing in cells, and the middle of the upper edge of every neuron's."""

    width: float
    height: float
    neurons: dict[str, Place]
    cell: float = CELL_WIDTH
    close: bool = False  # one number at a time stands beside each cell
    rows: bool = False  # layers lie below one another
    under: bool = False  # that number stands below its cell


def cells(net: Network) -> Cells:
    """Return where the cells of a network stand: a column for each layer, in the middle of the drawing's height."""
    beyond = CELL_WIDTH / 2 + CELLS_APART / 2 + CHARACTER * (DIGITS + 2)  # to the end of an output's error signal
    return _cells(net, first=110, apart=CELLS_APART, beyond=beyond)


def close_cells(net: Network, digits: int) -> Cells:
    """Return the same for a narrow screen: between columns there is room for one number of so many characters."""
    apart = CLOSE_WIDTH + 6 + CLOSE_DIGIT * digits
    return _cells(net, first=CLOSE_WIDTH / 2 + 2, apart=apart, beyond=apart - CLOSE_WIDTH / 2, close=True)


def rows_of_cells(net: Network, digits: int) -> Cells:
    """Return the same with a row for each layer."""
    most, steps = max(map(len, net.columns)), len(net.layers)
    under = most > BESIDE
    apart = max(CLOSE_DIGIT * digits + 8, CLOSE_WIDTH + 6) if under else CLOSE_DIGIT * digits + 8 + CLOSE_WIDTH
    row = max(ROW_LOW[under], min(ROW_HIGH, ROWS_HIGH / steps))
    width = max(most * apart, TOTAL_WIDTH)
    found: dict[str, Place] = {}
    for i, names in enumerate(net.columns):
        left = 2 + (CLOSE_WIDTH + width - len(names) * apart) / 2
        found |= {name: Place(x=left + j * apart, y=8 + i * row) for j, name in enumerate(names)}
    height = 8 + steps * row + CELL + 30 + under * CELL
    return Cells(width=width + 4, height=height, neurons=found, cell=CLOSE_WIDTH, close=True, rows=True, under=under)


def _cells(net: Network, *, first: float, apart: float, beyond: float, close: bool = False) -> Cells:
    tallest = max(map(len, net.columns)) * CELL
    found: dict[str, Place] = {}
    for i, names in enumerate(net.columns):
        top = 30 + (tallest - len(names) * CELL) / 2
        found |= {name: Place(x=first + i * apart, y=top + j * CELL) for j, name in enumerate(names)}
    return Cells(
        width=first + len(net.layers) * apart + beyond,
        height=tallest + 60,
        neurons=found,
        cell=CLOSE_WIDTH if close else CELL_WIDTH,
        close=close,
    )
