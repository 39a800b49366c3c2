"""The templates' environment, the words of pages and player in it, and data that stands inside a page."""

from __future__ import annotations

import functools
import json

import jinja2
from markupsafe import Markup, escape

from ..reading.places import TEMPLATES
from ..words.en import pages as words
from ..words.en import player as controls
from ..words.en import workbench as bench


def _filled(text: str, **parts: object) -> Markup:
    """Return a sentence with its places filled; what is no markup is escaped."""
    return escape(text).format(**parts)


@functools.cache
def environment() -> jinja2.Environment:
    """Return the environment; what it does not know is an error, and what is no markup is escaped.

    All builds of a process share it: a template is compiled once, and again where its file has changed.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"filled": _filled, "inlined": inlined}
    made.globals |= {"words": words, "controls": controls, "bench": bench}
    return made


def inlined(data: object) -> Markup:
    """Return data as JSON that is safe to stand inside a script element."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def part(templates: jinja2.Environment, name: str, **values: object) -> Markup:
    """Return one of the repeated pieces of a page."""
    return Markup(getattr(templates.get_template("_parts.html").module, name)(**values))
