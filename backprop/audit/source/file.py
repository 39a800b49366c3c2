"""claims.toml: what a source prints about an example, claim by claim, with the conventions it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from ...errors import counted, shortened
from ...network.quantity import OF_NEURONS
from ...network.spec import Network
from ...reading.fields import Faults, Table, is_on_the_web, kind_of
from ...reading.files import load
from ...steps.solution import Solution
from . import expanding
from .claims import Claim, Claims, Source
from .conventions import CONVENTIONS, Vocabulary
from .printed import has_comma, has_point
from .stating import OF_WEIGHTS, Said, understood


def read_claims(path: Path, solution: Solution) -> Claims:
    """Return the claims of a file about a worked example; raises ContentError naming every fault."""
    return parse_claims(load(path), str(path), solution)


def parse_claims(data: dict[str, Any], path: str, solution: Solution) -> Claims:
    """Return claims from parsed TOML; raises ContentError naming every fault."""
    faults = Faults(path)
    top = Table(data, "", faults)
    top.only(("source", "conventions", "claims"))
    blocks, declared = top.tables("claims"), top.table("conventions")
    source = _source(top.table("source"), declared)
    if "decimal" not in declared.data and _only_commas(blocks):
        source = replace(source, conventions={**source.conventions, "decimal": ","})
    vocabulary = Vocabulary.of(solution.trace, source.conventions)
    if not blocks and top.sound("claims"):
        top.note("claims", "at least one claim", "none", 'write [[claims]] with quantity = "…" and printed = "…"')
    found: list[Claim | None] = []
    for block in blocks:
        for said in _said(block, solution.example.network, source):
            found.append(understood(vocabulary, replace(said, number=len(found) + 1), block.note))
    faults.raise_any()
    return Claims(path=path, source=source, claims=tuple(claim for claim in found if claim is not None))


def _only_commas(blocks: Iterable[Table]) -> bool:
    """Return whether decimals of a source can only stand behind a comma: some do, and none behind a point."""
    texts = [text for block in blocks for name in ("printed", "expression") for text in _texts(block.data.get(name))]
    return any(map(has_comma, texts)) and not any(map(has_point, texts))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of TOML."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def _source(about: Table, declared: Table) -> Source:
    about.only(("title", "author", "url", "note"))
    declared.only(CONVENTIONS)
    url = about.text("url", "-")
    if url != "-" and not is_on_the_web(url):
        about.note("url", "an address beginning with https:// or http://", f'"{url}"')
    return Source(
        title=about.text("title"),
        author=about.text("author", "-").strip("-"),
        url=url.strip("-") if url == "-" else url,
        note=about.text("note", "-") if "note" in about.data else "",
        conventions={name: declared.choice(name, values, values[0]) for name, values in CONVENTIONS.items()},
    )


def _said(block: Table, network: Network, source: Source) -> list[Said]:
    """Return what a block says, taken apart where it says several things."""
    block.only(("quantity", "expression", "printed", "where", "note", "program", "unused", "layer", "moves"))
    several = isinstance(block.data.get("printed"), dict)
    if not several and not {"quantity", "expression"} & block.data.keys():
        block.note("quantity", "the id of a quantity, or an expression", "neither", 'write quantity = "out_Y1"')
    expression, quantity = _given(block, "expression"), _given(block, "quantity")
    of_layer = "layer" in block.data
    chained = len(expanding.sides(expression)) > 1 and "printed" not in block.data
    said = Said(
        quantity=quantity,
        expression=expression,
        printed="" if several or of_layer or chained else block.text("printed"),
        where=block.text("where", "-").strip("-"),
        note=_given(block, "note"),
        program=_file_name(block),
        unused=block.flag("unused", False),
        moves=block.choice("moves", CONVENTIONS["moves"], source.conventions["moves"]),
    )
    if expression and not all(side.strip() for side in expanding.sides(expression)):
        wanted = "something on both sides of every equals sign"
        block.note("expression", wanted, shortened(expression), "write the line as it is printed")
        return []
    if several:
        table = block.table("printed")
        if not table.data:
            block.note("printed", "a number for each quantity", "none", 'write printed = { out_Y1 = "0.5" }')
        return expanding.of_table(said, {id: table.text(id) for id in table.data})
    if of_layer:
        return _layer(block, said, network, turned=source.conventions["matrices"] == "x @ W")
    return expanding.links(said, comma=source.conventions["decimal"] == ",")


def _layer(block: Table, said: Said, network: Network, *, turned: bool) -> list[Said]:
    """Return a claim for each number of a layer: of its neurons in order, or of its weights row by row."""
    kinds = (*OF_NEURONS, *OF_WEIGHTS)
    layer, rows = block.data["layer"], block.data.get("printed")
    if said.quantity not in kinds:
        block.note("quantity", f"one of {', '.join(kinds)}, with a layer", shortened(said.quantity), "")
        return []
    if type(layer) is not int or not 1 <= layer <= len(network.layers):
        block.note("layer", f"the number of a layer from 1 to {len(network.layers)}", kind_of(layer), "")
        return []
    ids = expanding.layer_ids(network, said.quantity, layer, turned=turned)
    flat = isinstance(rows, list) and all(isinstance(text, str) for text in rows)
    found = [[text] for text in rows] if flat and said.quantity in OF_NEURONS and rows else rows
    matrix = said.quantity in OF_WEIGHTS
    wanted = f"{len(ids)} rows of {len(ids[0])}" if matrix else counted(len(ids), "number")
    if not _is_matrix(found) or [len(row) for row in found] != [len(row) for row in ids]:
        block.note("printed", f"{wanted}, each of them a text", kind_of(rows), "quote every number as it is printed")
        return []
    return list(expanding.of_layer(said, ids, found))


def _is_matrix(rows: object) -> TypeGuard[list[list[str]]]:
    """Return whether something is a list of lists of texts."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return False
    return all(isinstance(text, str) for row in rows for text in row)


def _given(block: Table, name: str) -> str:
    return block.text(name) if name in block.data else ""


def _file_name(block: Table) -> str:
    """Return the name of the program that is said to have printed the claim."""
    name = _given(block, "program")
    if name and not re.fullmatch(r"\w[\w.-]*\.py", name):
        block.note("program", "the name of a Python file beside this one", f'"{name}"')
    return name
