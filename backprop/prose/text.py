"""Lesson prose: Markdown in which every number, formula and step is referred to by id.

`[[ v("out_Y1") ]]` is replaced by what the program computed; `$…$` is TeX. A decimal typed by hand is refused, and so
is an id that does not exist, each with file and line.

Longer than most: the passes over a text, in their order.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import markdown
from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from ..errors import ContentError, Fault, shortened
from ..words.en import pages as words
from .addresses import misleading, unpublished
from .aside import BEGIN, SetAside
from .html import DECIMAL, looked_over, unescaped, visible
from .references import Asked, fill
from .tables import with_columns
from .typed import cells_beyond, links_to_nothing, single_brackets, tables_without_rule, wanting_space

WORDS_PER_MINUTE = 180
LONGEST = 200_000  # characters of one text
_TEMPLATED = re.compile(r"\[\[.*?\]\]|\[%.*?%\]|\[#.*?#\]", re.S)
_TITLE = re.compile(r"^(?:# .*|[^\n]+\n=+[ \t]*)$", re.M)
_FENCE = re.compile(r"^(?:`{3,}|~{3,})(?=[^`\n]*$)", re.M)
_FENCED = re.compile(r"^(`{3,}|~{3,})[^`\n]*$.*?^\1[ \t]*$", re.S | re.M)
_CODE = re.compile(rf"{_FENCED.pattern}|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)", re.S | re.M)
_ASIDE = re.compile(r"<!--.*?-->|^(?: {4}|\t)[^\n]*$", re.S | re.M)  # comments, and code that is indented
# A dollar begins a formula before a sign, and ends one behind a sign and before no digit: "$5 and $6" has none.
_DOLLARS = (
    r"(?:(?<!\\)\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\s\ue012](?:[^$\n\ue012]*?[^$\s\ue012])?)\$(?!\d))"
)
_OPEN = re.compile(r"(?<!\\)\$\$|(?<![\\$])\$(?=[^\s\d$][^\s$]*(?:\\[a-zA-Z]|\^|_[\d{])|\\[a-zA-Z])")
_COMMENT = re.compile(r"<!--(?!.*?-->)", re.S)
_TEX = re.compile(rf"(?:\ue012(?P<line>\d+)\ue013)?{_DOLLARS}", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    id: str
    title: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A rendered text: its HTML, its headings of the second level, and the minutes it takes to read."""

    html: Markup
    headings: tuple[Heading, ...]

    @property
    def minutes(self) -> int:
        return reading_minutes(self.html)


_ADDRESS = re.compile(r"\]\([^)\s]*|^\[[^\]\n]+\]:[ \t]*\S+|<https?://[^>\s]*>", re.MULTILINE)  # where a link leads


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


@functools.lru_cache(maxsize=1000)  # texts that are read again and again while somebody writes another
def bare_decimals(text: str, file: str) -> tuple[Fault, ...]:
    """Return a fault for every decimal that stands in prose as typed digits, in code too; addresses have none."""
    open_text = _blanked(_ADDRESS, _blanked(_TEMPLATED, text))
    return tuple(_bare(f"{file}:{_line(text, found.start())}", found[0]) for found in DECIMAL.finditer(open_text))


def _bare(where: str, decimal: str) -> Fault:
    cure = 'write [[ v("…") ]], or [[ claim("…") ]] for what somebody printed'
    return Fault(where=where, wanted="numbers referred to by id", got=decimal.strip(), cure=cure)


_FORMULA = Markup('<div class="formula" tabindex="0" role="group" aria-label="' + words.FORMULA + '">{}</div>')


def tex(source: str, *, block: bool) -> Markup:
    """Return TeX as MathML; raises ValueError with the converter's words. Its inline styles become classes."""
    try:
        converter = LatexToMathML(fancy_error=False)
        found = converter.convert_with_local_state(source, displaystyle=block)
    except LatexError as error:
        raise ValueError(str(error).strip().splitlines()[0]) from None
    found = re.sub(r' style="text-align: right;[^"]*"', ' class="right"', found)
    found = re.sub(r'(<m(?!ath\b)\w+)((?: \w+="[^"]*")*)', _core_attributes, found)
    return Markup(re.sub(r' style="[^"]*"', "", found))


def _core_attributes(found: re.Match[str]) -> str:
    """Leave out attributes that MathML Core does not know."""
    return found[1] + re.sub(r' scriptlevel="[^"]*"', "", found[2])


def _numbered(text: str) -> str:
    """Put before every formula the line it stands in, which references of several lines would shift."""
    filled_text = _TEMPLATED.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)  # which stands in formulas, too
    open_text = _blanked(_CODE, filled_text)
    parts, end = [], 0
    for found in _TEX.finditer(open_text):
        parts += [text[end : found.start()], f"\ue012{_line(text, found.start())}\ue013"]
        end = found.start()
    return "".join((*parts, text[end:]))


def _with_tex(text: str, file: str, held: SetAside) -> str:
    def convert(found: re.Match[str]) -> str:
        block = found["block"] is not None
        if BEGIN in found[0]:
            where, cure = f"{file}:{found['line'] or 1}", "end the formula before the reference"
            faults.append(Fault(where=where, wanted="TeX alone between dollar signs", got="a reference", cure=cure))
            return ""
        if not (found["block"] or found["inline"]).strip():
            where, cure = f"{file}:{found['line'] or 1}", "write it, or \\$ for a dollar"
            faults.append(Fault(where=where, wanted="a formula between the dollar signs", got="none", cure=cure))
            return ""
        try:
            made = tex(found["block"] or found["inline"], block=block)
            if typed := DECIMAL.search(visible(re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", made, flags=re.S))):
                faults.append(_bare(f"{file}:{found['line'] or 1}", typed[0]))
            return held.keep(_FORMULA.format(made) if block else made)
        except ValueError as error:
            where = f"{file}:{found['line'] or 1}"
            faults.append(Fault(where=where, wanted="TeX that can be set", got=str(error)))
            return ""

    faults: list[Fault] = []

    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [_TEX.sub(convert, text[end : code.start()]).replace("\\$", "$"), code[0]]
        end = code.end()
    parts.append(_TEX.sub(convert, text[end:]).replace("\\$", "$"))
    if faults:
        raise ContentError(faults)
    return re.sub("\ue012\\d+\ue013", "", "".join(parts))


def _anchored(html: str) -> str:
    """Give every heading of the second and third level a link to itself."""
    link = r'\1\3<a class="anchor" href="#\2" aria-label="' + words.LINK_TO_SECTION + r'"></a>\4'
    return re.sub(r'(<h[23] id="([^"]+)">)(.*?)(</h[23]>)', link, html, flags=re.S)


def reading_minutes(html: str) -> int:
    """Return whole minutes for the words of a page, formulas, player and what is closed aside: rows of tables, answers.

    A line of work counts by itself as ten words.
    """
    html = re.sub(r'<details class="small-lines">.*?</details>', "", html, flags=re.S)
    html = re.sub(r'<tr class="opens">.*?</tr>|<details>.*?</details>|<section\b.*?</section>', "", html, flags=re.S)
    lines = html.count('class="step"')
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<(math|svg|pre|table)\b.*?</\1>", " ", html, flags=re.S))
    return max(1, round((len(text.split()) + 10 * lines) / WORDS_PER_MINUTE))


def render(text: str, file: str, functions: Mapping[str, Asked]) -> Prose:
    """Return Markdown as HTML; raises ContentError for bare decimals, unknown ids and TeX that cannot be set."""
    if len(text) > LONGEST:
        wanted, got = f"a text of at most {LONGEST:,} characters", f"{len(text):,}"
        raise ContentError([Fault(where=file, wanted=wanted, got=got, cure="split it")])
    faults = (*bare_decimals(text, file), *_left_open(text, file), *_as_typed(text, file, tuple(functions)))
    if faults:
        raise ContentError(faults)
    text = re.sub(r"\A(\s*)# .*\n", r"\1\n", text)  # the title stands in the page's frame
    held = SetAside()
    filled = _with_tex(fill(_numbered(text), file, functions, held.keep), file, held)
    converted, titles = _converted(filled, file)
    _look_over(converted, text, file)
    converted = with_columns(converted).replace("<pre><code", '<pre tabindex="0"><code')
    html = _anchored(held.put_back(held.put_back(held.apart(held.with_punctuation(converted)))))
    headings = tuple(
        Heading(id=id, title=Markup(held.put_back(escape(unescaped(name), quote=False)))) for id, name in titles
    )
    return Prose(html=Markup(html), headings=headings)


@functools.lru_cache(maxsize=64)  # many lessons have a text in common, and what differs is set aside
def _converted(text: str, file: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a text's HTML, and the ids and names of its headings of the second level."""
    converter = markdown.Markdown(
        extensions=["toc", "tables", "attr_list", "admonition", "fenced_code", "md_in_html", "smarty"],
        extension_configs={"smarty": {"smart_dashes": False}},
    )
    try:
        html = converter.convert(_spaced(text))
    except RecursionError:
        got, cure = "lists or elements too deep to be read", "put less inside one another"
        raise ContentError([Fault(where=f"{file}:1", wanted="Markdown", got=got, cure=cure)]) from None
    tokens = (token for outer in getattr(converter, "toc_tokens", ()) for token in (outer, *outer["children"]))
    return html, tuple((token["id"], token["name"]) for token in tokens if token["level"] == 2)


def _look_over(html: str, text: str, file: str) -> None:
    """Raise ContentError for raw HTML that is not for reading, and for decimals that were typed by a detour."""
    found = looked_over(html)
    faults = []
    for told in found.refused:
        cure = (
            "leave it out"
            if told.startswith("src=") and told.endswith("<img>")
            else "write it in Markdown, or leave it out"
        )
        faults.append(Fault(where=_place(told, text, file), wanted="text, links and tables", got=told, cure=cure))
    for told in found.left:
        cure = "open it, or leave this out" if told.startswith("</") else "close it"
        wanted = "every element opened and closed"
        faults.append(Fault(where=_place(told, text, file), wanted=wanted, got=f"{told} alone", cure=cure))
    told_of = ((address, misleading(address)) for address in found.links)
    for address, better in (*told_of, *((address, unpublished(address)) for address in found.pictures)):
        places = [text.find(written) for written in (f"]({address}" if address else "]()", f'="{address}"')]
        place = min((at for at in places if at >= 0), default=-1)
        if place >= 0 and better:  # one that a function gave leads where it should
            where = f"{file}:{_line(text, place)}"
            faults.append(Fault(where=where, wanted=better[0], got=f'"{address}"', cure=better[1]))
    if "<h1" in html:
        at = _TITLE.search(text)
        where, got = f"{file}:{_line(text, at.start()) if at else 1}", at[0].strip() if at else "another"
        wanted, cure = "one title, and headings below it", "begin it with ##"
        faults.append(Fault(where=where, wanted=wanted, got=shortened(got), cure=cure))
    faults += [_bare(file, decimal) for decimal in found.decimals]
    if faults:
        raise ContentError(faults)


def _place(told: str, text: str, file: str) -> str:
    """Return the file and the line of what is told of an element: of the value of its attribute, or of itself."""
    if brace := re.match(r'(\w+)="" in <h\d>', told):
        at = re.search(rf"^#.*\{{[^}}\n]*\b{brace[1]}\b", text, re.M)
        return f"{file}:{_line(text, at.start()) if at else 1}"
    attribute = re.match(r'([\w-]+)="([^"]*)"', told)
    if attribute and (at := re.search(rf"\b{attribute[1]}\s*=\s*[\"']?{re.escape(attribute[2])}(?!\w)", text)):
        return f"{file}:{_line(text, at.start())}"
    values = [value for value in re.findall(r'"([^"]{3,})"', told) if value in text]
    name = values[0] if values else next(iter(re.findall(r"<[!?/]?\w*", told)), "")
    return f"{file}:{_line(text, max(0, text.lower().find(name.lower())))}"


@functools.lru_cache(maxsize=1000)
def _left_open(text: str, file: str) -> tuple[Fault, ...]:
    """Return a fault for every formula and every block of code that begins and does not end."""
    return tuple(_open_parts(text, file))


@functools.lru_cache(maxsize=1000)
def _as_typed(text: str, file: str, functions: tuple[str, ...]) -> tuple[Fault, ...]:
    """Return a fault for each reference in single brackets, and for each table and row of one that would get lost."""
    rest = _blanked(_CODE, _blanked(_ASIDE, _blanked(_FENCED, text)))
    rest = _blanked(_TEX, _blanked(_TEMPLATED, rest))
    alone = (
        Fault(where=f"{file}:{line}", wanted="a reference in [[ … ]]", got=shortened(got), cure=cure)
        for line, got, cure in single_brackets(rest, functions)
    )
    undefined = (
        Fault(where=f"{file}:{line}", wanted="a link that leads somewhere", got=shortened(got), cure=cure)
        for line, got, cure in links_to_nothing(rest)
    )
    beyond = (
        Fault(
            where=f"{file}:{line}", wanted="a row of as many cells as its table's head", got=shortened(got), cure=cure
        )
        for line, got, cure in cells_beyond(rest)
    )
    ruleless = (
        Fault(where=f"{file}:{line}", wanted="a table with dashes below its head", got=shortened(got), cure=cure)
        for line, got, cure in tables_without_rule(rest)
    )
    return (*alone, *undefined, *beyond, *ruleless)


def _spaced(text: str) -> str:
    """Return Markdown with an empty line above every list and table that begins directly under text."""
    lines = text.split("\n")
    rest = _blanked(_CODE, _blanked(_ASIDE, _blanked(_FENCED, text)))
    for number in reversed(list(wanting_space(rest))):
        lines.insert(number - 1, "")
    return "\n".join(lines)


def _open_parts(text: str, file: str) -> Iterator[Fault]:
    rest = _blanked(_FENCED, _blanked(_TEMPLATED, text))
    for found in _FENCE.finditer(rest):
        where, cure = f"{file}:{_line(text, found.start())}", f"write {found[0]} behind it"
        yield Fault(where=where, wanted="code that ends as it begins", got=found[0], cure=cure)
    for found in _COMMENT.finditer(_blanked(_CODE, rest)):
        where = f"{file}:{_line(text, found.start())}"
        yield Fault(where=where, wanted="a comment that ends", got=found[0], cure="write --> behind it")
    for found in _OPEN.finditer(_blanked(_TEX, _blanked(_CODE, _blanked(_ASIDE, rest)))):
        where, cure = f"{file}:{_line(text, found.start())}", f"write {found[0]} behind it, or \\$ for a dollar"
        yield Fault(where=where, wanted="a formula that ends as it begins", got=found[0], cure=cure)
