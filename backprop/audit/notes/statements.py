"""What stands on one line of notes, taken apart: statements behind one another, each with words before its name.

All of it is turned into lines of the one form `name = … = number`.

Longer than most: every way of saying a number in words and arrows stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ...network.quantity import PARAMETERS, id_of
from ...network.vocabulary import ACTIVATION_TRAITS
from ..source.names import Names
from ..source.printed import Printed, read
from ..source.spelling import plain

Known = Callable[[str], bool]  # whether a name is one of a quantity, or of a layer's
BEFORE_NAME = r"(?:new|old|neues?|altes?)\s+"  # which of two numbers of a parameter is meant
BEHIND_NAME = r"(?:\s+(?:new|neu)(?=\s*[=:])|\s*\((?:new|old|neu|alt|nuev[oa]|anterior|[nkt]\s*\+\s*1)\))"
_NAME = (
    rf"(?:{BEFORE_NAME})?"
    rf"(?:[∂d]\s*\w+\s*/\s*[∂d]\s*\w+|[^\W\d][\w()^{{}}]*['⁺+*′]?(?:{BEHIND_NAME}|\[\w+\])?)"
)
_LABEL = r"(?:[^=,;，；:：]{1,40}[:：]\s*)?"
_NEXT = re.compile(  # between two that stand on a line
    r"(?:\s*[,;，；]\s*(?:and|so|thus|hence|then|therefore|also|daher|somit|und|entonces|luego|y)\b\s*"
    r"|[,;]\s+|[，；]|\s+(?:⇒|⟹|=>|→|->|∴)\s*|(?:⇒|⟹|=>|→|->|∴)\s+"
    r"|(?<=[\d.)%])\s+(?:and|so|thus|hence|then|und|y)\s+|(?<=[\d)%])(?:\s{2,}|\t)\s*)"
    rf"(?={_LABEL}{_NAME}\s*(?:=(?![=>])|:=|←|≈))"
    r"|\s*&\s*(?:⇒\s*)?(?=[^=&]+=)"  # the columns of TeX
)
_SENTENCE = re.compile(r"(?<=\d)[.!?]\s+(?=[A-ZÀ-Ý][^\W\d]*[,!]?\s[^=]*[=≈])")
_RESULT = re.compile(r"[=≈:]\s*[-+−]?\s*[\d.,]*\d%?\Z")  # what a statement ends with that is over
_BEHIND_RESULT = re.compile(  # what may come between its result and the next: words, a sign, a remark's beginning
    r"(?<=[\d%])(?:\s*[,;.]?\s+(?P<words>(?:(?!(?:x|mal|times|by|ln|log|exp)\b|(?:new|old|neu|alt)\s+[^\W\d]\w*\s*[=:←≈])"
    r"[^\W\d_]+\d{0,2}(?:['’][^\W\d_]+)?[,;.]?\s+){0,14})"
    r"|\s*(?P<sign>[|/](?=\s)|:(?=\s))\s*|\s+(?P<dash>[-–—])\s+(?=[^\W\d][\w ]*\s*:\s*[-+−]?\d|[^\W\d]\w*_\w+\s*[=:]))"
    rf"(?={_LABEL}{_NAME}\s*(?:=(?![=>])|:=|←|≈|:\s*[-+−]?\.?\d))"
)
_TIGHT = re.compile(r"(?:(?<=\s)|\A)[^\s=:]+(?:=[-+−]?|:\s[-+−]?)[\d.,]*\d(?=\s|\Z)")  # w5=0.36, or loss: 0.31
_SHORT = re.compile(r"(?<![^\s=:])([^\s=:]+)\s*[=:]\s*([-+−]?[\d.,]*\d)(?=\s|\Z)")
_FUNCTIONS = frozenset({"sigma", "phi", "f", "g", "act", *ACTIVATION_TRAITS})
_PART = re.compile(
    r"[,;]\s+(?:and\s+)?|\s+(?:and|und|et|y|e)\s+(?=[^\W\d]\w*\s*=)|\s+(?=[^\W\d]\w*=[-+−]?\.?\d)"
    r"|\s*(?:->|→|⟶|⇒|=>)\s*(?=[^\W\d][^=\d]*=)"
)  # between what is said of one neuron
_LEADS = frozenset(
    (
        "therefore", "so", "then", "thus", "hence", "finally", "also", "similarly", "likewise", "next", "now", "again",
        "we", "get", "have", "obtain", "this", "gives", "total", "error", "loss", "cost", "the", "our", "∴", "⇒", "and",
        "daher", "somit", "folgt", "ergibt", "dann", "entonces", "luego", "donc", "alors", "average", "mean", "squared",
        "gesamtfehler", "fehler", "verlust", "kosten", "fout", "totale", "erreur", "perte", "cuadrático", "pérdida",
        "feed", "take", "use",
        "erro", "errore", "perdita", "coste", "medio", "médio", "moyenne", "quadratique", "quadratische", "mittlerer",
        "출력", "오차", "sortie", "salida", "saída", "uscita", "ausgabe", "çıkış", "потеря", "ошибка",
        "损失", "误差", "kayıp",
        "hata",
    )
)  # fmt: skip
_HEAD = re.compile(r"([^=≈←]*?)\s*(:=|=(?![=>])|≈|←)\s*")
_OF_ONE = re.compile(r"\A(?:[^\W\d]+\s+){0,3}?([^\W\d]\w*)\s*[:：]\s*(?=[^\W\d][\w∂/ ]*=)")  # h1: net = …, out = …
_ARROW = r"\s*(?:->|→|⟶|⇒|=>)\s*"
_ON = re.compile(  # h1: 0.3*0.6 + 0.1 = 0.28 -> sigmoid -> 0.5695
    rf"\A([^\W\d]\w*)\s*[:：=]\s*(.*\d\)?){_ARROW}(?:[^\W\d]\w*(?:\([^()]*\))?(?:{_ARROW}|\s*[=:]\s*))?([-+−]?[\d.,]*\d)\W*\Z"
)
_BECOMES = re.compile(rf"\A({_NAME}){_ARROW}(?=[^=]*[^\s=]\s*=\s*[-+−]?[\d.])")  # w4 → 0.6 − 0.5·0.0133 = 0.5934
_NODE = re.compile(  # h1 = Value(data=0.5250, grad=-0.0752), as micrograd prints it
    r"\A([^\W\d]\w*)\s*[:=]\s*\w+\(data=([-+]?[\d.e-]+),\s*grad=([-+]?[\d.e-]+)(?:,\s*label=[^()]*)?\)\Z"
)
_IN_CODE = re.compile(r"\s*(?:\#|//|%)\s*(?:=|->|→)?\s*([-+−]?\d[\d.,]*\d)\s*\Z")
_TAKEN_OFF = re.compile(r"\A([^\W\d][\w\[\]]*)\s*([-+])=\s*(?=.*=)")
_SAID = re.compile(
    r"\s+(?:is|are|equals|becomes|stays|remains|comes\s+to|gives|ist|beträgt)\s+(?:now\s+)?(?=[-+−]?\.?\d)",
    re.IGNORECASE,
)
_IS_WORKED = re.compile(  # the loss is ½(0.2 − 0.6064)² = 0.0826
    r"\A(?:[^=]*[.!?:,]\s+)?(?:(?:so|thus|hence|then|and|now)\b,?\s*)?(?:(?:the|our)\s+)?([^\W\d][\w ]{0,40}?)"
    r"\s+(?:is|equals|ist|beträgt|es|est|vale)\s+(?=[½(\d√+−-][^=]*=)",
    re.IGNORECASE,
)
_BECOMING = re.compile(r"(?<!\w)([^\W\d]\w*)\s+(?:becomes|is\s+now|wird)\s+(?=[-+−]?\.?\d)", re.IGNORECASE)
_ALSO = re.compile(  # z1 = 0.42 (a1 = 0.6035)
    r"(?<=\d)\s*\(\s*([^\W\d]\w*)\s*[=≈]\s*([-+−]?[\d.,]*\d)\s*\)"
)
_SUPPOSED = re.compile(r"\b(?:would|mistake|wrongly|würde|fälschlich)\b", re.IGNORECASE)
_SIGNAL = re.compile(
    r"\A([^\W\d]\w*)\s*(?:→|->|⟶)\s*([^\W\d]\w*)\s*[:：]\s*(?=[^=]*\d[^=]*=)"
)  # x1 → h1: 0.6 × 0.35 = 0.21
_SUBJECT = re.compile(r"\A([^\W\d]\w*)\s*[:：]\s*(?=\S)")
_KEY = re.compile(r"(?<=\w)\s*:\s*")
_BRACED = re.compile(r"\A([^\W\d]\w*\s*:\s*)?\{\s*([^\W\d{}'\"][^{}'\"]*)\}\s*,?\s*\Z")
_CLAUSE = re.compile(r",?\s+(?:and|so|thus|hence)\s+(?=(?:the|its|our)\b)", re.IGNORECASE)
_LEAD = re.compile(r"\A(?:(?:so|thus|hence|then|and|now)\b,?\s*)?(?:(?:the|our)\s+)", re.IGNORECASE)
_OF = re.compile(
    r"\b(?:net input|output|activation|delta|error signal|error|gradient)\s+of\s+([^\W\d]\w*)", re.IGNORECASE
)
_VERBS = frozenset({"is", "are", "gives", "get", "that", "with", "to", "ist", "est", "es", "que", "vale"})
_OF_IT = frozenset({"error", "gradient", "slope", "derivative", "change", "delta", "signal", "fehler", "gradiente"})
_TAIL = re.compile(  # = 0 and the unit is dead, = 0.6064 comes out
    r"(?<=\d)(?:,?\s+(?:and|so|which|but|since|und|weil|y|et|e)\b[^=\d]*"
    r"|\s+(?!(?:mal|times|by|new|old|neu|alt)\b)[^\W\d_]{2,}(?!\w)[^=\d()\[\]]*)\Z"
)
_REMARK = re.compile(r"(?<=\d)\s+\([^()=]*[^\W\d][^()=]*=[^()]*\)\s*\Z")  # = 0.0750 (with x1 = 0.5)
_TO_NUMBER = re.compile(r"\s*(?:->|→|⟶|⇒|=>)\s*(?=[-+−]?[\d.,]*\d\W*\Z)")  # 0.7·0.9 + 0.2 -> 0.8300
_NUMBERED = re.compile(  # what counts lines
    r"\A\s*(?:(?:\(?\d{1,3}[.)]|\(?(?:[a-z]|[ivx]{1,4})\))\s+(?=\D)"
    r"|(?:[1-9]\d?(?:\.[1-9]\d?)+[.):]?|(?:step|part|schritt|teil|paso|étape|passo)\s+(?:\d{1,2}|[a-z])[.)])\s+"
    r"(?=[∂δ]|(?!x\s|mal\s)[^\W\d][\w' ]*[=:.]))",
    re.IGNORECASE,
)


def statements(line: str, names: Names, known: Known) -> Iterator[str]:
    """Yield what a line says as `name = … = number`, one statement after the other."""
    line = _NUMBERED.sub("", line.strip(), count=1)
    if len(_BECOMING.findall(line)) > 1:
        line = _BECOMING.sub(lambda at: f"{at[1]} = " if names.id(at[1]) else at[0], line)
    line = _ALSO.sub(lambda at: f", {at[1]} = {at[2]}" if known(at[1]) else at[0], line)
    of_one = _OF_ONE.match(line)
    if of_one and names.id(id_of("net", of_one[1])):
        for part in _PART.split(line[of_one.end() :]):
            name, equals, rest = part.strip().partition("=")
            name = name.rpartition(":")[2].strip() if names.id(name.rpartition(":")[2]) else name.strip()
            kind = "out" if plain(name) in _FUNCTIONS else name
            whole = f"{kind}_{of_one[1]}"
            yield f"{whole if names.id(whole) or not names.id(name) else name} {equals}{rest}"
        return
    line = _along(_BRACED.sub(_unbraced, _SIGNAL.sub(lambda at: "" if _are_ends(at, names) else at[0], line)), names)
    whose = _SUBJECT.match(line)
    subject = whose[1] if whose and names.id(id_of("net", whose[1])) else ""
    for place, part in enumerate(parted(line, names)):
        for said in _in_one_form(_unlabelled(part, names, known), names):
            yield _about(subject, said, names) if subject and place else said


def _are_ends(at: re.Match[str], names: Names) -> bool:
    """Return whether a line begins with a connection, so that it is of what runs along that, which has no name here."""
    ends = set(names.net.inputs).union(names.neurons) if names.net else set()
    return {at[1], at[2]} <= ends


def _unbraced(at: re.Match[str]) -> str:
    """Return `o1: {net: 1.07, out: 0.75}` or `{E: 0.03}` as statements."""
    return f"{at[1] or ''}{_KEY.sub(' = ', at[2])}"


def _about(subject: str, line: str, names: Names) -> str:
    """Return a statement behind one of a neuron as one of that, where it says what of it is meant and not of which."""
    name, sign, rest = line.partition("=" if "=" in line else ":")
    whole = f"{name.strip()}_{subject}"
    of_own = sign and names.id(whole) and plain(name) not in {plain(each) for each in names.neurons}
    return f"{whole} = {rest.strip()}" if of_own else line


def parted(line: str, names: Names) -> Iterator[str]:
    """Yield what stands on a line one behind the other, parted where no bracket is open."""
    line, begun = _NUMBERED.sub("", line, count=1), 0
    joints = [*_NEXT.finditer(line), *_BEHIND_RESULT.finditer(line), *_SENTENCE.finditer(line)]
    for at in sorted(joints, key=lambda at: at.start()):
        before = line[begun : at.start()]
        over = at.re is _NEXT or (bool(_RESULT.search(before)) if at.re is _SENTENCE else _is_over(before, at, names))
        if at.start() < begun or not over:
            continue
        if before.count("(") == before.count(")") and before.count("{") == before.count("}"):
            if re.search(r"\d|=", before):
                yield before
            begun = at.end()
    yield line[begun:]


def _is_over(before: str, at: re.Match[str], names: Names) -> bool:
    """Return whether a statement ends with its result where something else may begin.

    A blank alone can stand for a product: then there must have been working before the result, or a number alone that
    is right there, or right in what comes behind it, or no blank around the signs.
    """
    if not _RESULT.search(before) or (at["sign"] == "/" and not re.search(r"[.,]\d+\s*\Z", before)):
        return False
    if at["words"] or at["sign"] or at["dash"] or len(re.findall("[=≈]|:\\s", before)) > 1:
        return True
    behind = at.string[at.end() :]
    return bool(_TIGHT.search(before) and _TIGHT.match(behind)) or any(
        (number := read(found[2])) is not None and _right(names, found[1], number)
        for found in (_SHORT.search(before), _SHORT.match(behind))
        if found
    )


def _right(names: Names, name: str, number: Printed) -> bool:
    id = names.id(name)
    return names.fits(id, number) or names.fits(id_of("new", id), number)


def _along(line: str, names: Names) -> str:
    """Return a line without the remark behind its number, an arrow to that as an equals sign."""
    line = _TAIL.sub("", _REMARK.sub("", line))
    name, equals, working = line.partition("=")
    on = _ON.match(line)
    if (
        not equals
        or (on and _of_both(on[1], names))
        or not _TO_NUMBER.search(working)
        or read(_TO_NUMBER.split(working)[0].strip())
    ):
        return line  # w5 = 0.40 → 0.36
    return f"{name}={_TO_NUMBER.sub(' = ', working)}"


def _unlabelled(line: str, names: Names, known: Known) -> str:
    """Return a statement without the words before its name: what they make with it, or the known name alone."""
    if (worked := _IS_WORKED.match(line)) and known(worked[1]):
        return f"{worked[1]} = {line[worked.end() :]}"
    found = _HEAD.match(line)
    if found is None:
        bare = _LEAD.sub("", line)
        return bare if known(bare.partition(":")[0]) else line
    if _SUPPOSED.search(found[1]):
        return line  # nobody says that it is so
    if names.id(found[1]):
        return f"{found[1].replace(':', ' ')}{line[found.end(1) :]}"
    label, colon, name = found[1].replace("：", ":").rpartition(":")
    rest = line[found.end(1) :]
    if colon and known(name):
        words = label.split() or [""]
        whole = (f"{word} {name}" for word in (label, words[0], words[-1]))
        return f"{next((each for each in whole if names.id(each)), name)}{rest}"
    words = name.split() if not colon else []
    while len(words) > 1 and words[0].casefold().strip(",.") in _LEADS:
        words = words[1:]
        if known(" ".join(words)):
            return f"{' '.join(words)}{rest}"
    said = name.split() if not colon else []
    if len(said) > 1 and known(said[-1]) and (said[-2].casefold() in _VERBS or _is_prose(said, names)):
        return f"{said[-1]}{rest}"
    return line


def _is_prose(said: Sequence[str], names: Names) -> bool:
    """Return whether words before a name only lead to it, and do not say that something of it is meant."""
    *words, name = said
    quantity = names.known.get(names.id(name))
    own = (
        quantity is None
        or quantity.kind in PARAMETERS
        or plain(name) == plain(quantity.names[0] if quantity.names else "")
    )
    spoken = [word.casefold().strip(",.;") for word in words]
    return len(words) > 1 and not own and all(map(str.isalpha, spoken)) and _OF_IT.isdisjoint(spoken)


def _in_one_form(line: str, names: Names) -> Iterator[str]:
    """Yield what a statement says in words, in code or along an arrow as `name = … = number`."""
    on = _ON.match(line)
    if on and _of_both(on[1], names):
        found = [(id_of(kind, on[1]), text) for kind, text in (("net", on[2]), ("out", on[3]))]
        numbers = [(id, read(text.rpartition("=")[2].strip())) for id, text in found]
        if any(number and names.fits(names.id(id), number) for id, number in numbers):
            yield from (f"{id} = {text}" for id, text in found)
            return
    node = _NODE.match(line)
    if node:
        named = {node[1]: node[2], f"dE/d{node[1]}": node[3]}
        yield from (f"{name} = {number}" for name, number in named.items() if names.id(name))
        return
    becomes = _BECOMES.match(line)
    if becomes and names.id(becomes[1]):
        line = f"{becomes[1]} = {line[becomes.end() :]}"
    if "=" in line:
        line = _IN_CODE.sub(r" = \1", line) if _IN_CODE.search(line) else _taken(line, names)
    line = _TAKEN_OFF.sub(r"new \1 = \1 \2 ", line)
    if "=" in line or not _SAID.search(line):
        yield line
        return
    subject = ""
    for part in _CLAUSE.split(line):
        said = _LEAD.sub("", _SAID.sub(" = ", part.strip(), count=1))
        whose = _OF.search(said)
        subject = whose[1] if whose else subject
        yield re.sub(r"\Aits\s+(\w+)", rf"\1 of {subject}", said, flags=re.IGNORECASE) if subject else said


def _of_both(name: str, names: Names) -> bool:
    """Return whether a name is a neuron's own, so that its net input and its activation may stand behind it."""
    return bool(names.id(id_of("net", name))) and names.id(name) == names.id(id_of("out", name))


def _taken(line: str, names: Names) -> str:
    """Return `w5 += -0.5 * 0.09 = -0.045`, which ends with what is added and not with what comes out, as the change."""
    found = _TAKEN_OFF.match(line)
    number = read(line.rpartition("=")[2].strip()) if found else None
    if found is None or number is None or names.fits(id_of("new", found[1]), number):
        return line
    return f"change {found[1]} = {line[found.end() :]}" if found[2] == "+" else line[found.end() :]
