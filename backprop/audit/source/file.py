"""claims.toml: what a source prints about an example, claim by claim, with the conventions it declares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ...reading.fields import Faults, Table
from ...reading.files import load
from ...steps.trace import Trace
from .claims import Claim, Claims, Source
from .conventions import CONVENTIONS, Vocabulary
from .stating import Said, understood


def read_claims(path: Path, trace: Trace) -> Claims:
    """Return the claims of a file about a worked example; raises ContentError naming every fault."""
    return parse_claims(load(path), str(path), trace)


def parse_claims(data: dict[str, Any], path: str, trace: Trace) -> Claims:
    """Return claims from parsed TOML; raises ContentError naming every fault."""
    faults = Faults(path)
    top = Table(data, "", faults)
    top.only(("source", "conventions", "claims"))
    source = _source(top.table("source"), top.table("conventions"))
    vocabulary = Vocabulary.of(trace, source.conventions)
    blocks = top.tables("claims")
    if not blocks and top.sound("claims"):
        top.note("claims", "at least one claim", "none", 'write [[claims]] with quantity = "…" and printed = "…"')
    found = [_claim(block, number, vocabulary) for number, block in enumerate(blocks, 1)]
    faults.raise_any()
    return Claims(path=path, source=source, claims=tuple(claim for claim in found if claim is not None))


def _source(about: Table, declared: Table) -> Source:
    about.only(("title", "author", "url", "note"))
    declared.only(CONVENTIONS)
    url = about.text("url", "-")
    if url != "-" and not url.startswith(("https://", "http://")):
        about.note("url", "an address beginning with https:// or http://", f'"{url}"')
    return Source(
        title=about.text("title"),
        author=about.text("author", "-").strip("-"),
        url=url.strip("-") if url == "-" else url,
        note=about.text("note", "-") if "note" in about.data else "",
        conventions={name: declared.choice(name, values, values[0]) for name, values in CONVENTIONS.items()},
    )


def _claim(block: Table, number: int, vocabulary: Vocabulary) -> Claim | None:
    block.only(("quantity", "expression", "printed", "where", "note", "program", "unused"))
    if not {"quantity", "expression"} & block.data.keys():
        block.note("quantity", "the id of a quantity, or an expression", "neither", 'write quantity = "out_Y1"')
    said = Said(
        number=number,
        quantity=_given(block, "quantity"),
        expression=_given(block, "expression"),
        printed=block.text("printed"),
        where=block.text("where", "-").strip("-"),
        note=_given(block, "note"),
        program=_file_name(block),
        unused=block.flag("unused", False),
    )
    return understood(vocabulary, said, block.note)


def _given(block: Table, name: str) -> str:
    return block.text(name) if name in block.data else ""


def _file_name(block: Table) -> str:
    """Return the name of the program that is said to have printed the claim."""
    name = _given(block, "program")
    if name and not re.fullmatch(r"\w[\w.-]*\.py", name):
        block.note("program", "the name of a Python file beside this one", f'"{name}"')
    return name
