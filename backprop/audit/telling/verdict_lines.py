"""Verdicts as they were last found, one line a claim: a change of the program that moves one is noticed.

The file never decides what is shown.
"""

from __future__ import annotations

from pathlib import Path

from ...errors import Fault, counted
from ..findings import Audit, Finding, NotRun

NAME = "verdicts.txt"


def line(finding: Finding) -> str:
    """Return a finding as `number  verdict  ids`."""
    claim = finding.claim
    named = ",".join(finding.deviations) or "-"
    return "  ".join((f"{claim.number:3}", finding.verdict, named, claim.about, claim.text))


def lines(audit: Audit) -> str:
    return "".join(f"{line(finding)}\n" for finding in audit.findings)


def moved(audit: Audit, recorded: str, where: Path) -> list[Fault]:
    """Return a fault for every verdict that is not the one recorded."""
    found, before = lines(audit).splitlines(), recorded.splitlines()
    for place, finding in enumerate(audit.findings):
        if isinstance(finding.grounds, NotRun) and place < len(before):
            before[place] = found[place]  # a verdict that takes a run cannot have moved without one
    cure = "if the new verdict is right, write the file again: python -m backprop audit EXAMPLE CLAIMS --verdicts"
    faults = [
        Fault(where=f"{where}: line {i}", wanted=f'"{old.strip()}"', got=f'"{new.strip()}"', cure=cure)
        for i, (old, new) in enumerate(zip(before, found, strict=False), 1)
        if old != new
    ]
    if len(found) != len(before):
        faults.append(Fault(where=str(where), wanted=counted(len(found), "line"), got=str(len(before)), cure=cure))
    return faults
