"""A printed line of arithmetic, in the notation of books, chats and programs, spelt the way Python's parser wants it.

Signs of operations, raised digits, roots, bars, fractions and names of TeX, functions of a library. What Python has no
sign for becomes a name that no quantity has: σ′ is `σ_prime`, tanh² is `tanh_to_2`, out@r1 is `out_ǀ_r1`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .printed import DASHES

DEEPEST = 50  # fractions, or operations, inside one another
MOMENT = "_ǀ_"  # stands in names for the sign before a sample or a round, which is an operator to the parser
SLOPE, POWER = "_prime", "_to_"  # of a function: its derivative, and its value raised

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·"
_PLAIN = str.maketrans(_SUPERSCRIPTS, "0123456789-.")
_SIGNS = str.maketrans({
    **dict.fromkeys(DASHES, "-"), **dict.fromkeys("×·⋅∗", "*"), **dict.fromkeys("[{", "("), **dict.fromkeys("]}", ")"),
    "÷": "/", "∶": "/", "^": "**", "\u00a0": " ", "\u2009": " ",
})  # fmt: skip
_TEX = {
    r"\cdot": "*", r"\times": "*", r"\div": "/", r"\left": "", r"\right": "", r"\ln": "ln", r"\log": "log",
    r"\exp": "exp", r"\sigma": "σ", r"\sqrt": "sqrt", r"\tanh": "tanh", r"\max": "max", r"\lvert": "|", r"\rvert": "|",
    r"\,": "", r"\;": "", r"\!": "",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_UPRIGHT = re.compile(r"\\(?:operatorname|mathrm|text|textrm|mathit)\*?\s*\{([^{}]*)\}")
_LIBRARY = re.compile(r"(?<![\w.])(?:np|numpy|jnp|math|Math|torch|tf|F)\.(?=[A-Za-z])")


def python(text: str, is_function: Callable[[str], object]) -> str:
    """Return a printed line as Python's parser reads it; a name that `is_function` may be raised, or have a prime."""

    def raised(found: re.Match[str]) -> str:
        return f"**({found[0].translate(_PLAIN)})"

    def called(found: re.Match[str]) -> str:
        name, prime, power = found[1], found[2], (found[3] or found[4] or "").translate(_PLAIN)
        if not is_function(name) or not (prime or power):
            return found[0]
        return name + (SLOPE if prime else "") + (f"{POWER}{power}" if power else "")

    text = _plain(text.strip())
    text = re.sub(r"([^\W\d_][^\W²³]*)(['′’]?)(?:([²³])|\^\(?([23])\)?)?(?=\s*\()", called, text)
    text = re.sub(
        r"([^\W\d_]\w*)\s+(\d+\.?\d*)(?![\w.(])", lambda f: f"{f[1]}({f[2]})" if is_function(f[1]) else f[0], text
    )
    text = re.sub(r"(?<=[\w)])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻][⁰¹²³⁴⁵⁶⁷⁸⁹⁻·]*", raised, text)
    text = re.sub(r"(?<=[\d)])\s+x\s+(?=[\d.(−-])", "*", text)
    text = re.sub(r"((?<![\w.])\d*\.?\d+|\))x(?=[\d.(])", r"\1*", text)  # 0.5x0.3, and no number of base 16
    text = re.sub(r"(?<=[\d)])\s*:\s*(?=[\d(.−-])", "/", text)
    text = re.sub(r"½\s*(?=[\w(])", "(1/2)*", text).replace("½", "(1/2)").translate(_SIGNS)
    text = re.sub(r"(?<=\w)@(?=[rs]\d)", MOMENT, text)  # one name: an operator would bind with its neighbours
    text = re.sub(r"\)\s*(?=[\w(])", ")*", text)  # (a)(b) is a product; a name before a bracket is a function
    return re.sub(r"(?<![\w.])(\d*\.?\d+)\s*(?=\()", r"\1*", text)


def _plain(text: str) -> str:
    """Spell TeX, roots, bars and functions of a library in plain signs."""
    text = _UPRIGHT.sub(r"\1", _LIBRARY.sub("", text))
    text = re.sub(r"\^\{([^{}]*)\}", r"^(\1)", text)
    for _ in range(DEEPEST):
        text, changed = _FRACTION.subn(r"((\1)/(\2))", text)
        if not changed:
            break
    for tex, plain in _TEX.items():
        text = re.sub(re.escape(tex) + r"(?![a-zA-Z])" if tex[-1].isalpha() else re.escape(tex), plain, text)
    text = re.sub(r"(?<=\d)(?:…|\.\.\.)", "", text)  # a number that is cut
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    text = re.sub(r"√\s*(?=\()", "sqrt", text)
    return re.sub(r"√\s*(\d+\.?\d*|\w+)", r"sqrt(\1)", text)
