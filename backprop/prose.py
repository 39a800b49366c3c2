"""Lesson prose: Markdown in which every number, formula and step is referred to by id.

`[[ v("out_Y1") ]]` is replaced by what the program computed; `$…$` is TeX. A decimal typed by hand is refused, and so
is an id that does not exist, each with file and line.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

import jinja2
import markdown
from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from .errors import BackpropError, ContentError, Fault, near_miss

WORDS_PER_MINUTE = 180
LONGEST_LINE = 80  # characters of a line that a fault repeats
_TEMPLATED = re.compile(r"\[\[.*?\]\]|\[%.*?%\]|\[#.*?#\]", re.S)
_CODE = re.compile(r"^(```|~~~).*?^\1[ \t]*$|`[^`\n]*`", re.S | re.M)
_DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+")
_DOLLARS = r"(?:(?<!\\)\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+?)\$)"
_TEX = re.compile(rf"(?:\ue012(?P<line>\d+)\ue013)?{_DOLLARS}", re.S)
_HELD = re.compile("<p>\ue010(\\d+)\ue011</p>|\ue010(\\d+)\ue011")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    id: str
    title: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A rendered text: its HTML, its headings of the second level, and the minutes it takes to read."""

    html: Markup
    headings: tuple[Heading, ...]
    minutes: int


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def bare_decimals(text: str, file: str) -> list[Fault]:
    """Return a fault for every decimal that stands in prose as typed digits."""
    open_text = _blanked(_CODE, _blanked(_TEMPLATED, text))
    return [
        Fault(
            where=f"{file}:{_line(text, found.start())}",
            wanted="numbers referred to by id",
            got=found[0].strip(),
            cure='write [[ v("…") ]], or [[ claim("…") ]] for what somebody printed',
        )
        for found in _DECIMAL.finditer(open_text)
    ]


_FORMULA = Markup('<div class="formula" tabindex="0" role="group" aria-label="Formula">{}</div>')
_TABLE = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'


class _Held:
    """Markup set aside while Markdown runs, so that it cannot be mangled."""

    def __init__(self) -> None:
        self.items: list[Markup] = []

    def keep(self, markup: Markup) -> str:
        self.items.append(markup)
        return f"\ue010{len(self.items) - 1}\ue011"

    def put_back(self, text: str) -> str:
        return _HELD.sub(lambda found: self.items[int(found[1] or found[2])], text)


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
    open_text = _blanked(_CODE, _blanked(_TEMPLATED, text))
    parts, end = [], 0
    for found in _TEX.finditer(open_text):
        parts += [text[end : found.start()], f"\ue012{_line(text, found.start())}\ue013"]
        end = found.start()
    return "".join((*parts, text[end:]))


def _with_tex(text: str, file: str, held: _Held) -> str:
    def convert(found: re.Match[str]) -> str:
        block = found["block"] is not None
        try:
            made = tex(found["block"] or found["inline"], block=block)
            return held.keep(_FORMULA.format(made) if block else made)
        except ValueError as error:
            where = f"{file}:{found['line'] or 1}"
            faults.append(Fault(where=where, wanted="TeX that can be set", got=str(error)))
            return ""

    faults: list[Fault] = []

    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [_TEX.sub(convert, text[end : code.start()]), code[0]]
        end = code.end()
    parts.append(_TEX.sub(convert, text[end:]))
    if faults:
        raise ContentError(faults)
    return re.sub("\ue012\\d+\ue013", "", "".join(parts))


class Misasked(BackpropError):
    """A reference whose values are not those its function takes."""


_KINDS = {"str": str, "int": int, "int | None": int | None, "list[str]": list}


def _checked(name: str, function: Callable, args: tuple, kwargs: Mapping[str, object]) -> None:
    """Raise Misasked unless a function takes these values, by their number, names and kinds."""
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*args, **kwargs).arguments
        given = ((signature.parameters[key], value) for key, value in bound.items())
        values = [(p, v) for p, value in given for v in (value if p.kind is p.VAR_POSITIONAL else [value])]
        fits = all(isinstance(value, _KINDS.get(parameter.annotation, object)) for parameter, value in values)
    except TypeError:
        fits = False
    unknown = any(isinstance(value, jinja2.Undefined) for value in (*args, *kwargs.values()))
    if unknown or not fits:
        given = [_spelt(value) for value in args] + [f"{key}={_spelt(value)}" for key, value in kwargs.items()]
        cure = "put a name in quotes" if unknown else f"write {name}({', '.join(signature.parameters)})"
        raise Misasked(f"{name}({', '.join(given)}); {cure}")


def _spelt(value: object) -> str:
    if isinstance(value, jinja2.Undefined):
        return str(value._undefined_name)
    return json.dumps(value, ensure_ascii=False, default=lambda other: "…")


def _holding(held: _Held, name: str, function: Callable[..., Markup]) -> Callable[..., str]:
    def call(*args: object, **kwargs: object) -> str:
        _checked(name, function, args, kwargs)
        found = function(*args, **kwargs)
        return held.keep(found) if isinstance(found, Markup) else found

    return call


def _fill(text: str, file: str, functions: Mapping[str, Callable], held: _Held) -> str:
    """Run the references; raises ContentError with file and line for whatever they ask for in vain."""
    env = jinja2.Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    try:
        template = env.from_string(text)
        return template.render({name: _holding(held, name, function) for name, function in functions.items()})
    except jinja2.TemplateSyntaxError as error:
        fault = Fault(where=f"{file}:{error.lineno}", wanted="a reference in [[ … ]]", got=str(error.message))
    except ContentError:
        raise
    except (jinja2.UndefinedError, BackpropError, LookupError, ArithmeticError, TypeError, ValueError) as error:
        line = _template_line(error)
        got = _told(error, text.split("\n")[line - 1].strip(), functions)
        fault = Fault(where=f"{file}:{line}", wanted="something this page has", got=got)
    raise ContentError([fault])


def _told(error: Exception, line: str, functions: Mapping[str, Callable]) -> str:
    """Say in words for authors what a line of prose asks for in vain: our own words, or else the line itself."""
    if isinstance(error, BackpropError) or type(error) is LookupError:
        return str(error)
    unknown = re.fullmatch(r"'(\w+)' is undefined", str(error))
    if unknown:
        return f'nothing called "{unknown[1]}"; {near_miss(unknown[1], functions)}'
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _template_line(error: BaseException) -> int:
    found, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _anchored(html: str) -> str:
    """Give every heading of the second and third level a link to itself."""
    link = r'\1\3<a class="anchor" href="#\2" aria-label="Link to this section"></a>\4'
    return re.sub(r'(<h[23] id="([^"]+)">)(.*?)(</h[23]>)', link, html, flags=re.S)


def reading_minutes(html: str) -> int:
    """Return whole minutes for the words of a page, formulas aside; a line of work counts by itself as ten words."""
    lines = html.count('class="step"')
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<(math|svg|pre|table)\b.*?</\1>", " ", html, flags=re.S))
    return max(1, round((len(text.split()) + 10 * lines) / WORDS_PER_MINUTE))


def render(text: str, file: str, functions: Mapping[str, Callable]) -> Prose:
    """Return Markdown as HTML; raises ContentError for bare decimals, unknown ids and TeX that cannot be set."""
    faults = bare_decimals(text, file)
    if faults:
        raise ContentError(faults)
    text = re.sub(r"\A(\s*)# .*\n", r"\1\n", text)  # the title stands in the page's frame
    held = _Held()
    filled = _with_tex(_fill(_numbered(text), file, functions, held), file, held)
    converter = markdown.Markdown(
        extensions=["toc", "tables", "attr_list", "admonition", "fenced_code", "md_in_html", "smarty"],
        extension_configs={"smarty": {"smart_dashes": False}},
    )
    converted = converter.convert(filled).replace("<table>", f'{_TABLE}<table class="plain">')
    converted = converted.replace("</table>", "</table></div>").replace("<pre><code", '<pre tabindex="0"><code')
    html = _anchored(held.put_back(held.put_back(converted)))
    headings = tuple(
        Heading(id=token["id"], title=Markup(held.put_back(escape(unescape(token["name"]), quote=False))))
        for outer in converter.toc_tokens
        for token in (outer, *outer["children"])
        if token["level"] == 2
    )
    return Prose(html=Markup(html), headings=headings, minutes=reading_minutes(html))
