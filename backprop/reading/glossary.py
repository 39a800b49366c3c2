"""content/glossary.toml: the terms of the field, each in one plain sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .fields import Faults, Table
from .files import load, present

_ID = re.compile(r"[^\W_][\w.-]*")
_ON_THE_SITE = re.compile(r"(?:[\w.-]+/)*[\w.-]+\.\w+(?:#.+)?")


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
    told: dict[str, str] = {}
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
        if term.id and not _ID.fullmatch(term.id):
            block.note("id", "letters, digits and hyphens", f'"{term.id}"', "rename it")
        if term.see and not _ON_THE_SITE.fullmatch(term.see):
            wanted = "an address from the site's root that ends with a file, such as one-neuron/index.html#story"
            block.note("see", wanted, f'"{term.see}"', "write that, or leave it out")
        for name in dict.fromkeys(name.casefold() for name in (term.term, *term.also) if name):
            if told.get(name, term.id) != term.id:
                block.note(
                    "term", "each name once", f'"{name}" for "{told[name]}" and "{term.id}"', "take it out of one"
                )
            told[name] = term.id
        found[term.id] = term
    faults.raise_any()
    return found
