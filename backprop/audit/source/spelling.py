"""How people spell the quantities of an example in plain text: by id, in the example's names, in Greek or in words.

Longer than most: the tables of how each kind is spelt.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ...network.quantity import Quantity, id_of, mark_of_sample
from ...network.spec import Weight

_GREEK = {
    "δ": "delta",
    "η": "eta",
    "α": "alpha",
    "∂": "d",
    "∆": "delta",
    "σ": "sigma",
    "ϵ": "e",
    "′": "+",
    "’": "+",
    "⁺": "+",
    "'": "+",
    "*": "+",
    "∇": "nabla",
    "ŷ": "yhat",
    "φ": "phi",
}
_ASIDE = re.compile(r"[\s_(){}\[\],.:·\\|^→]+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_ERRORS = (*"elcj", "loss", "cost", "mse")
_NEURON = {  # how a quantity of a neuron is spelt before the neuron's name
    "net": (
        "net",
        "in",
        "z",
        "netinput",
        "netinputof",
        "netof",
        "netat",
        "sumof",
        "sumat",
        "netinputto",
        "input",
        "inputof",
        "s",
        "sum",
        "weightedsum",
        "weightedinput",
        "i",
        "v",
    ),
    "out": (
        "out",
        "o",
        "a",
        "y",
        "yhat",
        "output",
        "outputof",
        "outof",
        "outputat",
        "activation",
        "activationof",
        "p",
        "",
    ),
    "E": ("e", "error", "loss", "l", "j", "mse", "errorof", "lossof"),
    "delta": (
        *(
            "delta",
            "d",
            "errorsignal",
            "err",
            "dz",
            "deltaof",
            "deltaat",
            "deltadi",
            "deltade",
            "deltavon",
            "errorsignalof",
            "deltafor",
            "errortermof",
            "errortermfor",
        ),
        *("errorterm", "errorsignalfor"),
        *(f"d{error}/d{net}" for error in _ERRORS for net in ("net", "z", "in")),
    ),
    "dE_dout": (
        "detotal/dout",
        *(f"d{error}/d{out}" for error in _ERRORS for out in ("out", "o", "a", "y", "yhat", "")),
    ),
    "dout_dnet": (
        *("dout/dnet", "do/dnet", "da/dz", "slope", "outprime", "sigmaprime"),
        *(f"{function}+{net}" for function in ("f", "g", "sigma", "phi") for net in ("net", "z", "in", "v")),
    ),
}
_SLOPES = (("out", "net"), ("o", "net"), ("a", "z"), ("out", "in"), ("o", "in"), ("y", "z"))
_TOTAL = (
    *("e", "etotal", "etot", "error", "totalerror", "errortotal", "loss", "totalloss", "cost", "j", "l", "c"),
    *("mse", "sse", "egesamt", "gesamtfehler"),
)
_ALONE = ("yhat", "ypred", "prediction", "output", "outputofthenetwork", "out")  # the only output of a network
_WANTED = ("t", "target", "ytrue", "ytarget", "label")  # of it
_OLD = (*(("", tail) for tail in ("old", "alt", "anterior", "t")), *((head, "") for head in ("old", "altes")))
_BY_WORD = {"net": ("z", "net", "in", "v"), "out": ("a",), "delta": ("delta", "d", "err"), "E": ("e",)}  # z_out
_PARAMETER = {  # what stands before a parameter's name, and behind it
    "grad": (
        *(
            (head, "")
            for head in (
                "detotal/d",
                "grad",
                "gradient",
                "gradientof",
                "gradientfor",
                "gradientde",
                "gradientedi",
                "gradientede",
                "gradientvon",
                "gradof",
                "nabla",
                "d",
            )
        ),
        *((f"d{error}{over}d", "") for error in _ERRORS for over in ("/", "")),
        ("", "grad"),
    ),
    "change": (("delta", ""), ("change", "")),
    "new": (
        *(("", tail) for tail in ("+", "new", "neu", "t+1", "n+1", "k+1", "updated", "nuevo", "nueva")),
        *(
            (head, "")
            for head in ("new", "newvalueof", "newweight", "newbias", "updated", "neues", "neuesgewicht", "nuevo")
        ),
    ),
    "weight": (("", ""), ("weight", ""), *_OLD),
    "bias": (("", ""), ("bias", ""), *_OLD),
}
_BEHIND = {"net": ("net", "in", "z", "netinput"), "out": ("out", "a", "output"), "delta": ("delta",), "E": ("error",)}
_LATER = ("new", "+", "after", "afterupdate")  # behind a quantity that is found with the new parameters


def spellings(known: Mapping[str, Quantity]) -> dict[str, str]:
    """Return the ids by every way they are spelt; a spelling of two quantities is none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    taken = {plain(name) for quantity in known.values() for name in quantity.names}
    for id, quantity in known.items():
        for text in {plain(id), *map(plain, _spelt(quantity, taken))} - {""}:
            if found.setdefault(text, id) != id:
                twice.add(text)
    exact = {plain(id): id for id in known}
    exact |= {plain(q.names[0]): q.id for q in known.values() if q == Quantity("out", q.names)} | exact
    outputs = [quantity.names[0] for quantity in known.values() if quantity.kind == "target" and not quantity.sample]
    alone = dict(_alone(outputs[0])) if len(outputs) == 1 else {}
    targets = [quantity for quantity in known.values() if quantity.kind == "target"]
    if len({quantity.names for quantity in targets}) == 1:
        marked = ((q, mark_of_sample(q.sample) if q.sample else "") for q in targets)
        alone |= {f"{text}{mark}": q.id for q, mark in marked for text in _WANTED}
    neurons = {quantity.names[0] for quantity in known.values() if quantity.kind == "net"}
    if len(neurons) == 1:  # z, a and δ are its own
        alone |= {
            f"{word}{mark_of_sample(q.sample) if q.sample else ''}": id
            for id, q in known.items()
            if q.kind in {"net", "out", "delta"} and not q.round
            for word in _BY_WORD[q.kind]
        }
    return alone | {text: id for text, id in found.items() if text not in twice} | exact


def _spelt(quantity: Quantity, taken: Collection[str]) -> Iterator[str]:
    """Yield how a quantity is spelt; what is `taken` is the name of a neuron or parameter, and not of the error."""
    if quantity.sample:
        of = mark_of_sample(quantity.sample)
        for text in _spelt(quantity.at(None), taken):
            over, rate, under = text.partition("/")
            yield f"{text}{of}"
            yield from (f"{over}{of}/{under}", f"{over}{of}/{under}{of}") if rate else ()
        return
    ends = (*(("", tail) for tail in _LATER), ("new", "")) if quantity.round else (("", ""),)
    if quantity.kind == "E_total":
        yield from (f"{head}{total}{tail}" for total in _TOTAL if total not in taken for head, tail in ends)
    elif quantity.kind == "path" and not quantity.round:
        source, target = quantity.names
        yield from (f"path{source}{target}", f"message{target}{source}")
        yield from (f"de{target}/d{out}{source}" for out in ("out", "o", "a", ""))
    elif quantity.kind in _NEURON and (not quantity.round or quantity.round == 1):
        (name,) = quantity.names
        yield from (f"{head}{before}{name}{tail}" for before in _NEURON[quantity.kind] for head, tail in ends)
        if plain(name).startswith("y"):  # ŷ1 is what the network says where y1 is its neuron
            yield from (f"{head}{text}{tail}" for text in _with_hat(quantity.kind, name[1:]) for head, tail in ends)
        yield from (f"{head}{name}{after}{tail}" for after in _BEHIND.get(quantity.kind, ()) for head, tail in ends)
        if quantity.kind == "dout_dnet":  # both sides with the neuron's name, as the lessons write it
            yield from (f"d{out}{name}/d{net}{name}{tail}" for out, net in _SLOPES for _, tail in ends)
    elif quantity.kind in _PARAMETER and not quantity.round:
        (name,) = quantity.names
        yield from (f"{before}{name}{behind}" for before, behind in _PARAMETER[quantity.kind])
    elif quantity.kind == "learning_rate":
        yield from ("eta", "rate", "learningrate", "lr", "alpha")
    elif quantity.kind == "target":
        yield from (f"{before}{quantity.names[0]}" for before in ("t", "target"))


def _alone(output: str) -> Iterator[tuple[str, str]]:
    """Yield how the quantities of a network's only output are spelt without its name, and their ids."""
    yield from (
        (f"{before}{word}", id_of(kind, output)) for kind in _BY_WORD for before in _BY_WORD[kind] for word in _ALONE
    )
    yield from ((text, id_of("out", output)) for text in _ALONE)
    yield from ((f"d{error}/d{net}", id_of("delta", output)) for error in _ERRORS for net in ("net", "z"))


def _with_hat(kind: str, rest: str) -> Iterator[str]:
    match kind:
        case "out":
            yield f"yhat{rest}"
        case "dE_dout":
            yield from (f"d{error}/dyhat{rest}" for error in "elcj")
        case "dout_dnet":
            yield from (f"dyhat{rest}/d{net}{end}" for net in ("net", "z") for end in {rest, f"y{rest}", ""})


def slopes_of_net(known: Mapping[str, Quantity], weights: Iterable[Weight]) -> Iterator[tuple[str, str]]:
    """Yield how the slopes of a net input are spelt, and the ids of what they are: the activity it is fed, the weight.

    They are the factors of the chain rule that have no line of their own.
    """
    for weight in weights:
        out = id_of("out", weight.source)
        activity = out if out in known else weight.source
        for net in ("net", "z", "in"):
            yield from ((plain(f"d{net}{end}/d{weight.name}"), activity) for end in (weight.target, ""))
            before = ("out", "o", "a", "y", "h", "")
            yield from ((plain(f"d{net}{weight.target}/d{head}{weight.source}"), weight.name) for head in before)


def plain(text: str) -> str:
    """Return a name without what differs from hand to hand: spaces, brackets, capitals, Greek or spelt."""
    text = text.strip().translate(_SUBSCRIPTS).casefold()
    text = "".join(_GREEK.get(sign, sign) for sign in text)
    return _ASIDE.sub("", text)
