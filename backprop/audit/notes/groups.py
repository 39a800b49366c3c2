"""Lines under a heading that says which kind of quantity their names are of: deltas, gradients, new weights."""

from __future__ import annotations

import re

from ..source.names import Names
from ..source.printed import read
from ..source.spelling import plain

_KINDS = {
    **dict.fromkeys(("delta", "deltas", "errorsignals", "errorterms", "localgradients"), "delta"),
    **dict.fromkeys(("grad", "grads", "gradient", "gradients", "weightgradients", "gradienten", "gradientes"), "grad"),
    **dict.fromkeys(("newweights", "newbiases", "newparameters", "neuegewichte", "nuevospesos"), "new"),
    **dict.fromkeys(("updatedweights", "updatedbiases", "updatedparameters"), "new"),
    **dict.fromkeys(("out", "outputs", "activations", "ausgaben", "salidas"), "out"),
    **dict.fromkeys(("net", "netinputs", "weightedsums", "netzeingaben"), "net"),
}
_SECTION = re.compile(r"\[?(?:\w+\.)?([^\W\d][\w ]{1,40}?)\]?\s*[:：]?")
_AHEAD = re.compile(r"\A(?:the\s+)?([^\W\d]+\s+[^\W\d]+)\s*[:：]\s*(?=[^\W\d]\w*\s*=)", re.IGNORECASE)


def kind_of(line: str) -> str:
    """Return the kind that a heading, of notes or of a file in sections, says of the names below it; or nothing."""
    found = _SECTION.fullmatch(line)
    return _KINDS.get(plain(found[1]), "") if found else ""


def kind_ahead(line: str) -> str:
    """Return the kind that a line says of all names behind its beginning, `New weights: w1 = …, w2 = …`; or nothing."""
    found = _AHEAD.match(line)
    return _KINDS.get(plain(found[1]), "") if found else ""


def of_its_kind(line: str, kind: str, names: Names) -> str:
    """Return a line that says only a name and its number as one of that kind of its heading, where there is such a one.

    A number that is right for the name alone, and not for the kind, is meant as it stands.
    """
    name, sign, rest = line.partition("=" if "=" in line else ":")
    whole = f"{kind}_{name.strip()}"
    if not kind or not sign or not names.id(whole) or not names.id(name):
        return line
    number = read(rest.rpartition("=")[2].strip().rstrip(".;, "))
    alone = number is not None and names.fits(names.id(name), number) and not names.fits(names.id(whole), number)
    return line if alone and kind != "new" else f"{whole} = {rest.strip()}"
