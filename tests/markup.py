"""Reading the built pages: markup as trees, the numbers in it, and the records they must agree with."""

from __future__ import annotations

import functools
import json
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

import lxml.html

DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+(?![\df])")  # `.9f` is how a program asks for digits, not a number
SPOKEN = ("title", "alt", "aria-label", "placeholder", "content")


def parse(text: str):
    """Return the tree of a page; what is wrong with its markup, a checker of its own says."""
    return lxml.html.document_fromstring(text)


@functools.cache
def trees(site: Path) -> dict:
    """Return the tree of every page of a site, by path."""
    return {path.relative_to(site).as_posix(): parse(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def records(site: Path) -> dict:
    """Return the record of every lesson by its folder, floats as they are written."""
    found = sorted(site.glob("*/trace.json"))
    return {path.parent.name: json.loads(path.read_text("utf-8"), parse_float=str) for path in found}


def elements(tree) -> list:
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def tag(element) -> str:
    return element.tag.rpartition("}")[2]


def classes(element) -> set[str]:
    return set(element.get("class", "").split())


def having(tree, name: str) -> list:
    return [element for element in elements(tree) if name in classes(element)]


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def has_origin(element) -> bool:
    """Whether an element says where the numbers in it come from."""
    return bool({"data-q", "data-calculator"} & set(element.attrib)) or bool({"claim", "audit"} & classes(element))


def bare(element) -> list[str]:
    """Return the decimals below an element that stand in nothing that says where they come from."""
    if not isinstance(element.tag, str) or has_origin(element) or element.get("id") == "record":
        return []  # the record says of each of its numbers what it is
    spoken = [element.get(name) for name in SPOKEN if element.get("role") != "math"]  # else a line of work, aloud
    own = [element.text, *spoken] if element.get("name") != "viewport" else []
    here = [found for text in own for found in DECIMAL.findall(text or "")]
    return here + [found for child in element for found in (*bare(child), *DECIMAL.findall(child.tail or ""))]


def number(printed: str) -> Decimal:
    """Return what is printed, with as many digits as are printed."""
    digits, _, power = printed.replace("−", "-").partition(" × 10")
    return Decimal(digits).scaleb(int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) or 0))


def rounds_to(value: Decimal, printed: str) -> bool:
    """Whether these digits are the value's, rounded as in school."""
    with localcontext(prec=400):
        return value.quantize(number(printed), ROUND_HALF_UP) == number(printed)
