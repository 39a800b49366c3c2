"""How lines of notes look, in Markdown, in TeX and on a screen: what says nothing by itself is taken away."""

from __future__ import annotations

import re

_BULLET = re.compile(
    r"\A\s*(?:\\item\b\s*|[•▸▪●‣○■◦]\s*|>(?:\s+>)*\s*(?!>)|[-*–—]\s+)+(?:\[[ xX]\]\s+)?(?=\S)"
)  # a minus stands at its number
_LOOK = re.compile(  # two stars are a power where they stand behind a number
    r"(?<![\w)\]}])\*\*(?=\S)|(?<=\S)\*\*(?=\s*(?:[=:|.,]|\Z)|\s+[(\[])|(?<=[:.])\*\*(?=\s)|`|\$+|\\\(|\\\)|\\\[|\\\]"
    r"|\\(?:left|right|displaystyle|,|;|!|q?quad)(?![a-z])|[〖〗]"
)
_EQUATION = re.compile(
    r"\\(?:tag|label)\{[^{}]*\}|(?<=[\d}$])(?:\s{2,}|\s*\\q?quad\s*)\(\d{1,2}[a-z]?\)(?=[\s$]*\Z)"
)  # its number
_TICK = re.compile(r"[✓✔☑✅✗✘]\ufe0f?")
_ABOUT = re.compile(r"\\(?:approx|simeq|cong|doteq)(?![a-zA-Z])")
_SO = re.compile(r"\\(?:Rightarrow|implies|Longrightarrow)(?![a-zA-Z])")
_BOXED = re.compile(r"\\(?:boxed|fbox|mathbf|bm|boldsymbol|mathcal|num|alert)\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_END = re.compile(  # of a line in TeX
    r"\s*(?:\\\\(?:\[[^\]]*\])?|\\newline)(?:\s*\\(?:hline|toprule|midrule|bottomrule))*\s*\Z"
)
_RAISED = {"ⁿᵉʷ": "[new]", "ⁿᵉᵘ": "[new]", "ᵒˡᵈ": "[old]", "ᵃˡᵗ": "[old]"}
_TIMES_TEN = re.compile(r"(?<=\d)\s*\\?(?:times|cdot|[×·])\s*10\s*\^\{\s*([-−]?\d+)\s*\}")  # 1.8 \times 10^{-2}
_NABLA = re.compile(
    r"(?:\\nabla|∇)_\s*\{((?:[^{}]|\{[^{}]*\})+)\}\s*[A-Z](?![\w{])"
)  # the gradient in what stands below
_HERE = re.compile(r"(?<=\w)\((?:n|k|t)\)")  # v_h1(n): of the step that is worked out
_SIGN = re.compile(r"\\([a-zA-Z]+)\s*")
_SIGNS = {
    "partial": "∂", "delta": "δ", "Delta": "Δ", "eta": "η", "sigma": "σ", "nabla": "∇", "cdot": "·", "times": "×",
    "leftarrow": "←", "gets": "←", "approx": "≈", "hat": "", "mathrm": "", "text": "", "operatorname": "",
    "varphi": "φ", "phi": "φ",
}  # fmt: skip
_OF_NAMES = re.compile(r"\\(partial|delta|eta|nabla|leftarrow|gets)(?![a-zA-Z])\s*")  # which names are written with
_DERIVATIVE = re.compile(r"\\[dt]?frac\s*\{\s*(∂[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{\s*(∂[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_ROUNDED = re.compile(r"(?<=\d)\s*\(\s*[≈≃~=]\s*[-+−]?[\d.,]*\d\s*\)(?=\W*\Z)")  # 0.603483 (≈ 0.603)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_STRUCK = re.compile(r"~~[^~]*~~|\\sout\{[^{}]*\}|<(s|del|strike)>[^<>]*</\1>", re.IGNORECASE)
_LOGGED = re.compile(  # 2024-03-11 09:14:02,113 [INFO] train:
    r"\A\s*(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?\s*)?"
    r"\[?(?:INFO|DEBUG|WARN|WARNING|TRACE|LOG)\]?:?\s+(?:[a-z]\w*:\s+)?"
)
_BOX = re.compile(r"\A\s*[│┃║|]\s*([^|│┃║]*[=:][^|│┃║]*?)\s*[│┃║|]\s*\Z")
_BLANK = re.compile(r"_{3,}")  # to be filled in
_SHAPE = re.compile(r"(?<!\s)\s*\(\s*\d+\s*[×x]\s*\d+\s*\)\s*\Z")  # of a matrix, behind it
_BESIDE_ZERO = re.compile(r"(?<=\d)\s*(?:[<>≤≥]|\\(?:le|ge|leq|geq|lt|gt)(?![a-z]))\s*0\s*\Z")
_PLACES = re.compile(r"(?<=\d),?\s+\(?(?:rounded|cut|truncated)\s+to\s+\d+[^=]*\Z", re.IGNORECASE)
_OF_ALL = re.compile(
    r"(?<![\w\\])([EJLC])\(\s*(?:[wWθΘb](?:\s*,\s*[wWθΘb])*|[ŷy]\s*,\s*[ŷyt])\s*\)(?=\s*[=≈])"
)  # E(w), J(θ)
_COMMENT = re.compile(r"(?<=\d)\s+(?:<-+|←|//|\#|%(?=\s*[^\W\d]))\s*(?:[^\W\d][^=]*)?\Z")
_TRIM = re.compile(r"(?<=\d)(?<!\A\d)(?<!\A\d\d)[.!]\s+[^\W\d][^=\d]*\Z")  # a sentence behind a number
_FRAC = re.compile(r"\\[dt]?frac\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")


def bare(line: str) -> str:
    """Return a line without what only says how it looks, and without ticks behind it."""
    line = _BULLET.sub("", _LOGGED.sub("", _BLANK.sub(" ", _STRUCK.sub("", _UNSEEN.sub("", line)))))
    line = re.sub(r",\s*quad\s+", ", ", line.replace("、", ", ").replace("。", ". ").rstrip())
    line = _NABLA.sub(r"∂E/∂\1", _EQUATION.sub("", line) if "=" in line else line)
    line = _SO.sub("⇒", _ABOUT.sub("≈", _END.sub("", line)))
    line = _LOOK.sub("", _TICK.sub("", _BOXED.sub(r"\1", line)))
    for raised, meant in _RAISED.items():
        line = line.replace(raised, meant)
    line = _OF_NAMES.sub(lambda at: _SIGNS[at[1]], line)
    line = _TIMES_TEN.sub(lambda at: f"e{at[1].replace('−', '-')}", line)
    line = _BOX.sub(r"\1", line)
    line = _OF_ALL.sub(r"\1", _BESIDE_ZERO.sub("", _SHAPE.sub("", _PLACES.sub("", line))))
    line = _TRIM.sub("", _COMMENT.sub("", _ROUNDED.sub("", _DERIVATIVE.sub(r"\1/\2", line))))
    return _HERE.sub("", line).rstrip()


def without_tex(line: str) -> str:
    """Return a line whose name is in TeX with that in plain signs; arithmetic in TeX is read as it is."""
    name, equals, rest = line.partition("=")
    if "\\" not in name:
        return line
    return _FRAC.sub(r"\1/\2", _SIGN.sub(lambda at: _SIGNS.get(at[1], at[0]), name)) + equals + rest
