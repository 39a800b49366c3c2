"""What prose may ask for between double brackets: calls of the functions a page offers, and nothing else.

`[[ v("out_Y1") ]]` is a call with names and whole numbers; `[% for id in ["w1", "w2"] %]` and `[% if … %]` repeat and
choose. Whatever else the template language knows is refused before it runs: content is data.

Longer than most: what may be asked, and what is said of what may not, stand together.
"""

from __future__ import annotations

import functools
import inspect
import json
import re
import sys
from collections.abc import Callable, Collection, Mapping

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ..errors import BackpropError, ContentError, Fault, Misasked, near_miss

LONGEST_LINE = 80  # characters of a line that a fault repeats
LONGEST_TEXT = 1000  # characters of one text in a reference
LARGEST = 10**6  # of the whole numbers in one
MOST_TURNS = 1000  # of loops, one inside the other
_ENV = ImmutableSandboxedEnvironment(
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
_ENV.globals.clear()
_CLOSES = {"[[": "]]", "[%": "%]", "[#": "#]"}
_WANTED = "something this page has"
_OPENS = re.compile(r"\[[\[%#]")
_BLOCKS = re.compile(r"\[%-?\s*(for|if|raw|endfor|endif|endraw)\b")
_CHOOSING = (nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not)
_ASKING = (nodes.Call, nodes.Keyword, nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Neg, nodes.Concat)
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, *_CHOOSING, *_ASKING)

Keep = Callable[[Markup], str]
Asked = Callable[..., object]  # what prose may ask for


def fill(text: str, file: str, functions: Mapping[str, Asked], keep: Keep) -> str:
    """Run the references, markup set aside by `keep`; raises ContentError for all that is not there."""
    lines, faults = text.split("\n"), list[Fault]()

    def missed(error: BackpropError) -> None:
        line = _line_that_asks()
        fault = Fault(where=f"{file}:{line}", wanted=_WANTED, got=_told(error, lines[line - 1].strip()))
        faults.extend([fault] if fault not in faults else [])

    try:
        template = _template(text, tuple(functions), file)
        told = {name: _telling(name, function, keep, missed) for name, function in functions.items()}
        filled = template.render(told)
        if not faults:
            return filled
        raise ContentError(faults)
    except jinja2.TemplateSyntaxError as error:
        line, cure = _left_open(text) or (error.lineno, "")
        got = _short(lines[line - 1].strip())
        cure = cure or _how_to_write(got)
        fault = Fault(where=f"{file}:{line}", wanted="a reference in [[ … ]]", got=got, cure=cure)
    except ContentError:
        raise
    except (RecursionError, MemoryError, SyntaxError):
        fault = Fault(where=f"{file}:1", wanted="a reference in [[ … ]]", got="brackets or blocks too deep to be read")
    except Exception as error:
        line = _template_line(error)
        fault = Fault(where=f"{file}:{line}", wanted=_WANTED, got=_told(error, lines[line - 1].strip()))
    raise ContentError([*faults, fault])


def _line_that_asks() -> int:
    """Return the line of the text that is being run, from within one of its functions."""
    frame = sys._getframe(1)
    while (template := frame.f_globals.get("__jinja_template__")) is None and frame.f_back:
        frame = frame.f_back
    return int(template.get_corresponding_lineno(frame.f_lineno)) if template else 1


def _how_to_write(line: str) -> str:
    """Return what to do about a reference that cannot be read, by what stands in its line."""
    if re.search(r"\[[\[%][^\]]*[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", line):
        return 'write straight quotes: "'
    return 'write a name, brackets, and in them names in quotes with commas between: [[ v("out_Y1") ]]'


def _left_open(text: str) -> tuple[int, str] | None:
    """Return the line of the first reference or block that is not closed, and what to do; None where all are."""
    for at in _OPENS.finditer(text):
        closing = _CLOSES[at[0]]
        end, other = text.find(closing, at.end()), _OPENS.search(text, at.end())
        if end < 0 or (other is not None and other.start() < end):
            return text.count("\n", 0, at.start()) + 1, f"close it with {closing}"
        if at[0] != "[#" and text.count('"', at.end(), end) % 2:
            return text.count("\n", 0, at.start()) + 1, "close the quote"
    begun: list[tuple[int, str]] = []
    for at in _BLOCKS.finditer(text):
        if not at[1].startswith("end"):
            begun.append((text.count("\n", 0, at.start()) + 1, f"end it with [% end{at[1]} %]"))
        elif begun:
            begun.pop()
    return begun[-1] if begun else None


@functools.lru_cache(maxsize=64)  # many lessons have the text in common
def _template(text: str, functions: tuple[str, ...], file: str) -> jinja2.Template:
    """Return a text compiled; raises ContentError for what is no reference to one of these functions."""
    tree = _ENV.parse(text)
    _check(tree, functions, text.split("\n"), file)
    return _ENV.from_string(tree)


def _check(tree: nodes.Template, functions: Collection[str], lines: list[str], file: str) -> None:
    """Raise ContentError at the first thing in prose that is no call of a function, loop over names, or choice."""

    def refuse(node: nodes.Node, wanted: str, got: str = "") -> ContentError:
        at = node.lineno or 1
        line = _short(lines[at - 1].strip()) if at <= len(lines) else ""
        told = got or line or f"a block of {type(node).__name__}"
        return ContentError([Fault(where=f"{file}:{at}", wanted=wanted, got=told)])

    def walk(node: nodes.Node, turns: int) -> None:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    if isinstance(part, nodes.Name) and part.name not in functions:
                        got = f'nothing called "{part.name}"; {near_miss(part.name, functions)}'
                        raise refuse(part, _WANTED, got)
                    if not isinstance(part, nodes.Call | nodes.TemplateData):
                        raise refuse(part, 'a reference such as [[ v("out_Y1") ]]')
            case nodes.Call(node=nodes.Name(name=name)) if name not in functions:
                got = f'nothing called "{name}"; {near_miss(name, functions)}'
                raise refuse(node, _WANTED, got)
            case nodes.Call() if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
                raise refuse(node, 'a reference such as [[ v("out_Y1") ]]')
            case nodes.For():
                items = node.iter.items if isinstance(node.iter, nodes.List | nodes.Tuple) else None
                if items is None or node.recursive or not isinstance(node.target, nodes.Name):
                    raise refuse(node, 'a loop such as [% for id in ["w1", "w2"] %]')
                turns *= max(1, len(items))
                if turns > MOST_TURNS:
                    raise refuse(node, f"loops of at most {MOST_TURNS:,} turns in all", f"{turns:,}")
            case nodes.Const(value=str(text)) if len(text) > LONGEST_TEXT:
                raise refuse(node, f"a text of at most {LONGEST_TEXT:,} characters", f"{len(text):,}")
            case nodes.Const(value=float()):
                raise refuse(node, "names and whole numbers in a reference")
            case nodes.Const(value=int(number)) if abs(number) > LARGEST:
                raise refuse(node, f"whole numbers up to {LARGEST:,}", "a larger one")
            case _ if not isinstance(node, _ALLOWED):
                raise refuse(node, 'a reference such as [[ v("out_Y1") ]]')
        for child in node.iter_child_nodes():
            walk(child, turns)

    walk(tree, 1)


def _telling(
    name: str, function: Callable[..., object], keep: Keep, missed: Callable[[BackpropError], None]
) -> Callable[..., str | int]:
    """Return a function as prose calls it: its values checked, its markup set aside; what it counts can be asked of.

    What is asked for in vain is told, and leaves nothing in its place.
    """

    def call(*args: object, **kwargs: object) -> str | int:
        try:
            _checked(name, function, args, kwargs)
            found = function(*args, **kwargs)
        except Misasked as error:
            missed(error)
            return ""
        return keep(found) if isinstance(found, Markup) else found if isinstance(found, int) else str(found)

    return call


_KINDS = {"str": str, "int": int, "int | None": int | None, "list[str]": list}


def _checked(name: str, function: Asked, args: tuple[object, ...], kwargs: Mapping[str, object]) -> None:
    """Raise Misasked unless a function takes these values, by their number, names and kinds."""
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*args, **kwargs).arguments
        taken = ((signature.parameters[key], value) for key, value in bound.items())
        values = [(p, v) for p, value in taken for v in (value if p.kind is p.VAR_POSITIONAL else [value])]
        fits = all(isinstance(value, _KINDS.get(parameter.annotation, object)) for parameter, value in values)
    except TypeError:
        fits = False
    unknown = any(isinstance(value, jinja2.Undefined) for value in (*args, *kwargs.values()))
    if unknown or not fits:
        given = [_spelt(value) for value in args] + [f"{key}={_spelt(value)}" for key, value in kwargs.items()]
        cure = "put a name in quotes" if unknown else f"write {as_written(function)}"
        raise Misasked(f"{name}({', '.join(given)}); {cure}")


def as_written(function: Asked) -> str:
    """Return a function as prose calls it: `v(id, decimals)`, `steps(id, …)`."""
    named = getattr(function, "__name__", "")
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
    told = (f"{p.name.rstrip('s')}, …" if p.kind is p.VAR_POSITIONAL else p.name for p in parameters)
    return f"{named}({', '.join(told)})"


def _spelt(value: object) -> str:
    if isinstance(value, jinja2.Undefined):
        return str(value._undefined_name)
    return json.dumps(value, ensure_ascii=False, default=lambda other: "…")


def _told(error: Exception, line: str) -> str:
    """Say in words for authors what a line of prose asks for in vain: our own words, or else the line itself."""
    if isinstance(error, BackpropError):
        return str(error)
    return _short(line) or "something else"


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _template_line(error: BaseException) -> int:
    found, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
