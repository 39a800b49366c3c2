"""What HTML prose may hold: marks for reading. What loads, runs, sends or leads elsewhere is refused by name.

Longer than most: the lists of what may stand where.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """a abbr aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
        h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table
        tbody td tfoot th thead time tr u ul var wbr""",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """id class title lang dir href src alt width height start value reversed open colspan rowspan scope headers
        cite datetime tabindex role rel markdown align""",
    )
)
_WITHIN = {  # what some elements must stand in, and at once
    **dict.fromkeys(("tr",), ("table", "thead", "tbody", "tfoot")),
    **dict.fromkeys(("td", "th"), ("tr",)),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), ("table",)),
    "col": ("colgroup",),
    "li": ("ul", "ol"),
    **dict.fromkeys(("dt", "dd"), ("dl", "div")),
    "summary": ("details",),
    "figcaption": ("figure",),
}
_BLOCKS = frozenset(
    re.findall(r"\w+", "aside blockquote details div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul")
)
_PHRASES = frozenset(
    re.findall(r"\w+", "abbr b cite code dfn em i kbd mark p q s samp small span strong sub sup time u var")
)
_VALUES = {  # of attributes that are not just any text
    **dict.fromkeys(("width", "height", "colspan", "rowspan"), re.compile(r"\d{1,4}")),
    **dict.fromkeys(("start", "value", "tabindex"), re.compile(r"-?\d{1,6}")),
    "dir": re.compile("ltr|rtl|auto"),
    "id": re.compile(r"\S+"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
}
_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
_ENDED_BY_OTHERS = frozenset({"colgroup", "dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"})
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")  # a reference to a character that there is not
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.I)
_SPACES = re.compile(r"[\x00-\x20]")
_LINKS = frozenset({"http", "https", "mailto"})
DECIMAL = re.compile(  # with a point, or with a comma that is no list, no interval and parts no thousands
    r"(?<![\w.])\d*[.\u066b]\d+|(?<![\w.,(\[{])(?:0,\d+|[1-9]\d*,(?!\d{3}(?!\d))\d+)(?![\d,)\]}])"
)


class _Reader(HTMLParser):
    """Notes what is not for reading, and gathers the text that is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.refused: list[str] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.left: list[str] = []  # elements that are open and never closed, or closed and never open
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.refused.append(f"<{tag}>")
        else:
            self._placed(tag)
            self._open += [tag] if tag not in _EMPTY else []
        self.links += [value or "" for name, value in attrs if name == "href" and tag == "a"]
        self.pictures += [value or "" for name, value in attrs if name == "src" and _harmless(name, value or "")]
        for name, value in attrs:
            allowed = name in ATTRIBUTES or name.startswith("aria-")
            fits = name not in _VALUES or _VALUES[name].fullmatch(value or "")
            if not allowed or not fits or (name in {"href", "src", "cite"} and not _harmless(name, value or "")):
                self.refused.append(f'{name}="{value or ""}" in <{tag}>')
            if name in {"alt", "title", "aria-label"}:
                self.text.append(f" {value} ")

    def _placed(self, tag: str) -> None:
        """Note an element that cannot stand where it begins."""
        around = self._open[-1] if self._open else ""
        ended = _ENDED_BY_OTHERS - {"p"}
        holders = [outer for outer in self._open if outer in _WITHIN.get(tag, ())]
        if tag in _WITHIN and around not in (*_WITHIN[tag], *(ended if holders else ())):
            self.refused.append(f"<{tag}> outside <{_WITHIN[tag][0]}>")
        elif tag in _BLOCKS and around in _PHRASES and not (tag == around == "p"):
            self.refused.append(f"<{tag}> in <{around}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"b", "em", "i", "span", "strong", "code", "small", "mark", "a", "s", "u", "sub", "sup", "wbr"}:
            self.text.append(" ")
        if tag not in self._open:
            if f"<{tag}>" not in self.refused:
                (self.left if tag in ELEMENTS - _EMPTY else self.refused).append(f"</{tag}>")
            return
        while (last := self._open.pop()) != tag:
            self._leave(last)

    def close(self) -> None:
        super().close()
        while self._open:
            self._leave(self._open.pop())

    def _leave(self, tag: str) -> None:
        self.left += [f"<{tag}>"] if tag not in _ENDED_BY_OTHERS else []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_decl(self, decl: str) -> None:
        self.refused.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.refused.append(f"<![{data}]]>")

    def handle_pi(self, data: str) -> None:
        self.refused.append(f"<?{data}>")


def _harmless(name: str, address: str) -> bool:
    """Return whether an address is on this site, or, of a link, one that a reader may follow elsewhere."""
    address = _SPACES.sub("", address)
    scheme = _SCHEME.match(address)
    if name == "href":
        return not scheme or scheme[1].lower() in _LINKS
    return not scheme and not address.startswith(("//", "\\"))


def unescaped(text: str) -> str:
    """Return a text with the characters that its references stand for."""
    return html.unescape(_ENDLESS.sub("", text))


def visible(text: str) -> str:
    """Return a text as a reader sees its digits: references resolved, invisible signs gone, wide signs made plain."""
    plain = unicodedata.normalize("NFKC", unescaped(text))
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a text's HTML holds: what is refused, elements left open, where links and pictures lie, and decimals."""

    refused: tuple[str, ...]
    left: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]
    decimals: tuple[str, ...]


def looked_over(page: str) -> Held:
    """Return what a text's HTML holds that its author is told of."""
    reader = _Reader()
    reader.feed(_ENDLESS.sub("", page))
    reader.close()
    none = [at[0] for at in _REFERENCE.finditer(page) if _is_no_character(at["hex"], at["ten"])]
    return Held(
        refused=tuple(dict.fromkeys((*reader.refused, *none))),
        left=tuple(dict.fromkeys(reader.left)),
        links=tuple(dict.fromkeys(reader.links)),
        pictures=tuple(dict.fromkeys(reader.pictures)),
        decimals=tuple(DECIMAL.findall(visible("".join(reader.text)))),
    )


_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<ten>[0-9]{1,8}));?")


def _is_no_character(hex: str | None, ten: str | None) -> bool:
    """Return whether a reference by number is to a sign that no text may hold."""
    number = int(hex, 16) if hex else int(ten or "0")
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return True
    return number not in {9, 10, 13} and unicodedata.category(chr(number)) == "Cc"


_ID = re.compile(r'<(?!text|tspan)[a-z][^<>]*?\sid="([^"]+)"')
_ANY_ID = re.compile(r'id="([^"]+)"')
_LINK = re.compile(r'<a\b[^>]*? href="([^"]*)"')


def ids_in(page: str) -> list[str]:
    """Return the ids on a page, in their order."""
    return _ANY_ID.findall(page)


def links_in(page: str) -> set[str]:
    """Return where the links of a page lead, as they are written."""
    return set(map(html.unescape, _LINK.findall(page)))


def doubled(ids: list[str], page: str) -> Iterator[str]:
    """Yield those of a page's ids that it gives to more than one element."""
    if len(ids) == len(set(ids)):
        return  # whatever has them; to see what has takes ten times as long
    seen: set[str] = set()
    for id in _ID.findall(page):
        if id in seen:
            yield id
        seen.add(id)
