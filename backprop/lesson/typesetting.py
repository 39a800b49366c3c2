"""Setting sheets and pictures with Typst: the shipped fonts, and beyond them what the system has.

The bytes are the same wherever the shipped fonts have every sign. A sign that no font here has is set as a question
mark, and the sheet says for which sign a font is missing; it is never a reason to stop.
"""

from __future__ import annotations

import functools
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("RAYON_NUM_THREADS", "1")  # a build has a process for every core; threads of each would wait

import typst

Options = Mapping[str, str | float]

MISSING = "?"
MOST_LAYOUTS = 4  # that are tried, so that it comes to an end
MOST_NAMED = 5  # signs that are named of those no font has
_IN_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"'})
_UNSET = "could not be displayed with font"
_PROBE = '#set document(title: "x", date: none)\n#set page(width: auto, height: auto)\n#text({})'


def language(tag: str) -> dict[str, str | None]:
    """Return a language tag such as `pt-BR` or `zh-Hant` as Typst takes it: a language and perhaps a region."""
    first, *rest = tag.split("-")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    return {"language": first.lower(), "region": region}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """What was set: its bytes, and what the template says of it in a mark labelled `<told>`, if it does."""

    made: bytes
    told: Any


def typeset(
    templates: Path,
    name: str,
    data: Mapping[str, Any],
    options: Options | None = None,
    better: Callable[[Any], Options | None] = lambda told: None,
    **how: Any,
) -> Typeset:
    """Return what the function that a template is named for makes of its data and `options`; `how` goes to Typst.

    What the template says of a layout decides whether there are `better` options to lay it out with.
    The data may say in `missing` how to name signs that could not be set, with a place `{signs}` for them. All this
    stands in the document that is set, for then Typst keeps what it worked out of what comes again.
    """

    def attempt(shown: Mapping[str, Any], *, system: bool) -> Typeset:
        text, fonts = json.dumps(shown, ensure_ascii=False).translate(_IN_QUOTES), _fonts(templates, system=system)
        tried, chosen = 0, options
        while True:
            named = "".join(f", {key}: {json.dumps(value)}" for key, value in (chosen or {}).items())
            document = f'#import "/{name}.typ": {name}\n#{name}(json(bytes("{text}")){named})'.encode()
            compiler = typst.Compiler(document, root=str(templates), font_paths=fonts)
            told = next(iter(json.loads(compiler.query("<told>", field="value"))), None)
            tried, chosen = tried + 1, better(told)
            if chosen is None or tried == MOST_LAYOUTS:
                break
        made = compiler.compile(document, **how)  # what is laid out already
        assert isinstance(made, bytes), "one file is asked for"
        return Typeset(made=made, told=told)

    plain = {**data, "missing": ""}
    for system in (False, True):
        try:
            return attempt(plain, system=system)
        except typst.TypstError as error:
            if _UNSET not in str(error):
                raise
    return attempt(_settable(data), system=True)


@functools.cache
def _fonts(templates: Path, *, system: bool) -> typst.Fonts:
    """Return the shipped fonts, looked for once; with `system` those that the system has besides."""
    return typst.Fonts(include_system_fonts=system, font_paths=[str(templates / "assets/fonts/print")])


def _settable(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data in which a question mark stands for every sign that no font here has, and says so."""
    signs = {sign for text in _texts(data) for sign in text if not sign.isascii()}
    unset = sorted(sign for sign in signs if not _is_settable(sign))
    named = ", ".join(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in unset[:MOST_NAMED])
    table = str.maketrans(dict.fromkeys(unset, MISSING))
    found = _replaced(data, lambda text: text.translate(table))
    return {**found, "missing": str(data.get("missing", "")).format(signs=named)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        yield from _texts(part)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case Mapping():
            return {name: _replaced(part, change) for name, part in value.items()}
        case list() | tuple():
            return [_replaced(part, change) for part in value]
    return value


@functools.cache
def _is_settable(sign: str) -> bool:
    """Return whether some font here has a sign."""
    try:
        typst.compile(
            _PROBE.format(json.dumps(sign, ensure_ascii=False)).encode(), format="pdf", pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        return False
    return True
