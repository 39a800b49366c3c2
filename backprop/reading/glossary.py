"""content/glossary.toml: the terms of the field, each in one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .fields import Faults, Table
from .files import load, present


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term; `also` are its other names, `see` leads from the site's root to where it can be watched."""

    id: str
    term: str
    also: tuple[str, ...]
    definition: str
    see: str


def read_glossary(path: Path) -> dict[str, Term]:
    """Return the terms by id, none where there is no such file; raises ContentError naming every fault."""
    if not present(path):
        return {}
    faults = Faults(str(path))
    top = Table(load(path), "", faults)
    top.only(("terms",))
    found: dict[str, Term] = {}
    for block in top.tables("terms"):
        block.only(("id", "term", "also", "definition", "see"))
        term = Term(
            id=block.text("id"),
            term=block.words("term"),
            also=block.names("also"),
            definition=block.words("definition"),
            see=block.text("see") if "see" in block.data else "",
        )
        if term.id and term.id in found:
            block.note("id", "a name for one term", f'"{term.id}" again', "rename one")
        found[term.id] = term
    faults.raise_any()
    return found
