"""What a site costs, from the file that the benchmark writes: the day, the machine, and a row for each thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..reading.fields import Faults, Table
from ..reading.files import load

COLUMNS = ("what", "cost", "goal", "note")


def read_speed(path: Path) -> dict[str, Any]:
    """Return the day, the machine and the rows; raises ContentError naming every fault."""
    faults = Faults(str(path))
    top = Table(load(path), "", faults)
    top.only(("day", "machine", "rows"))
    found = {"day": top.text("day"), "machine": top.text("machine")}
    rows = []
    for row in top.tables("rows"):
        row.only(COLUMNS)
        rows.append(tuple(row.text(name) for name in COLUMNS))
    faults.raise_any()
    return {**found, "rows": tuple(rows)}
