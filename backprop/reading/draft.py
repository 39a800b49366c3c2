"""A draft: a network as somebody fills it in, sizes and rows of numbers, written out as an example's file.

Longer than most: the draft, its lines, and the fields of a form that it is read from.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import counted, shortened
from ..network.vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS, USUAL_ACTIVATION, USUAL_LOSS
from .fields import Faults

Row = tuple[str, ...]  # numbers as they were typed
BIASES = ("own", "shared", "none")
NUMBERING = ("target", "source")
MOST_HIDDEN, MOST_WIDE = 3, 6  # layers, and neurons of a layer that is filled in by hand
_NUMBER = re.compile(r"[-+−]?\d*[.,]?\d+(?:e[-+]?\d+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A network before it is a file; `weights` are a block a layer, a row a neuron of it, and `biases` a row a layer.

    With `biases` of one number a layer its neurons share it. `numbering` says whether weights are counted by the neuron
    they enter or by the one they leave.
    """

    title: str
    inputs: Row
    targets: Row
    hidden: tuple[int, ...] = ()
    activation: str = USUAL_ACTIVATION
    output_activation: str = USUAL_ACTIVATION
    loss: str = USUAL_LOSS
    weights: tuple[tuple[Row, ...], ...] = ()
    biases: tuple[Row, ...] = ()
    numbering: str = "target"
    hidden_gradient: str = "old_weights"
    rate: str = "0.5"
    digits: int = 4

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.inputs), *self.hidden, len(self.targets))


def columns(shape: Sequence[int]) -> list[list[str]]:
    """Return the names of a shape's neurons, the inputs first: x1…, H1… (H1_1… with several hidden layers), Y1…."""
    hidden = len(shape) - 2
    stems = ["x", *(["H"] if hidden == 1 else [f"H{i}_" for i in range(1, hidden + 1)]), "Y"]
    return [[f"{stem}{i}" for i in range(1, size + 1)] for stem, size in zip(stems, shape, strict=True)]


def drawn(draft: Draft, maker: random.Random, *, biases: str = "own") -> Draft:
    """Return a draft with friendly numbers of two decimals where it has none; the same for the same `maker`."""
    shape = draft.shape
    sizes = list(itertools.pairwise(shape))
    weights = tuple(
        tuple(
            tuple(f"{maker.randint(10, 90) / 100 * maker.choice((1, 1, -1)):.2f}" for _ in range(below))
            for _ in range(above)
        )
        for below, above in sizes
    )
    counts = [1 if biases == "shared" else above for above in shape[1:]]
    rows = tuple(tuple(f"{maker.randint(5, 60) / 100:.2f}" for _ in range(count)) for count in counts)
    given = [old or new for old, new in itertools.zip_longest(draft.weights, weights)]
    own = [old or new for old, new in itertools.zip_longest(draft.biases, rows)]
    return replace(draft, weights=tuple(given), biases=tuple(own) if biases != "none" else ())


def _table(names: Sequence[str], values: Row) -> str:
    return ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def lines(draft: Draft) -> Iterator[str]:
    """Yield the lines of a draft's file."""
    named = columns(draft.shape)
    yield f'title = "{draft.title}"'
    yield ""
    yield "[network]"
    yield f'loss = "{draft.loss}"'
    yield f"inputs = {{ {_table(named[0], draft.inputs)} }}"
    yield f"targets = {{ {_table(named[-1], draft.targets)} }}"
    for index, names in enumerate(named[1:]):
        yield ""
        yield "[[network.layers]]"
        yield f'activation = "{draft.activation if index < len(draft.hidden) else draft.output_activation}"'
        yield f"neurons = [{_quoted(names)}]"
    by = "enter" if draft.numbering == "target" else "leave"
    yield ""
    yield f"[network.weights] # name = [from, to, value]; numbered by the neuron they {by}"
    yield from _weights(draft, named)
    if any(draft.biases):
        yield ""
        yield "[network.biases] # name = [to, value]"
        yield from _biases(draft, named)
    yield ""
    yield "[method]"
    yield f"learning_rate = {draft.rate}"
    if draft.hidden_gradient != "old_weights":
        yield f'hidden_gradient = "{draft.hidden_gradient}"'
    if draft.digits != 4:
        yield ""
        yield "[display]"
        yield f"digits = {draft.digits}"


def _weights(draft: Draft, named: list[list[str]]) -> Iterator[str]:
    number = itertools.count(1)
    for (below, above), block in zip(itertools.pairwise(named), draft.weights, strict=True):
        pairs = [(row, column) for row in range(len(above)) for column in range(len(below))]
        if draft.numbering == "source":
            pairs.sort(key=lambda pair: pair[1])
        for row, column in pairs:
            yield f'w{next(number)} = ["{below[column]}", "{above[row]}", {block[row][column]}]'


def _biases(draft: Draft, named: list[list[str]]) -> Iterator[str]:
    number = itertools.count(1)
    for above, row in zip(named[1:], draft.biases, strict=True):
        if len(row) == 1 and len(above) > 1:
            yield f"b{next(number)} = [{_quoted(above)}, {row[0]}]"
        else:
            for name, value in zip(above, row, strict=bool(row)):
                yield f'b{next(number)} = ["{name}", {value}]'


def text(draft: Draft) -> str:
    return "\n".join(lines(draft)) + "\n"


# --- what a form says


def filled_in(fields: Mapping[str, str]) -> Draft:
    """Return the draft of a form's fields; raises ContentError naming every field that cannot be read."""
    faults = Faults("form")
    inputs, targets = _row(fields, "inputs", faults), _row(fields, "targets", faults)
    hidden = _sizes(fields.get("hidden", ""), faults)
    biases = _one_of(fields, "biases", BIASES, faults)
    rate = _row({"rate": fields.get("rate") or "0.5"}, "rate", faults)
    if len(rate) > 1:
        faults.note("rate", "one number", counted(len(rate), "number"))
    if biases == "none" and fields.get("bias_values", "").strip():
        faults.note("bias_values", "none, since there are no biases", "some", "choose biases, or leave it empty")
    seed = fields.get("seed", "").strip() or "1"
    faults.raise_any()
    draft = Draft(
        title=re.sub(r'["\\\n]', " ", fields.get("title", "")).strip() or "My exercise",
        inputs=inputs,
        targets=targets,
        hidden=hidden,
        activation=_one_of(
            fields, "activation", [a for a, t in ACTIVATION_TRAITS.items() if not t.outputs_only], faults
        ),
        output_activation=_one_of(fields, "output_activation", ACTIVATION_TRAITS, faults),
        loss=_one_of(fields, "loss", LOSS_TRAITS, faults),
        numbering=_one_of(fields, "numbering", NUMBERING, faults),
        hidden_gradient=_one_of(fields, "hidden_gradient", ("old_weights", "updated_weights"), faults),
        rate=rate[0],
    )
    draft = replace(
        draft,
        weights=_blocks(fields.get("weights", ""), draft.shape, faults),
        biases=_bias_rows(fields.get("bias_values", ""), draft.shape, biases, faults),
    )
    faults.raise_any()
    return drawn(draft, random.Random(f"{draft.shape} {seed}"), biases=biases)


def numbers(line: str) -> Row | None:
    """Return the numbers of a line as decimals with a point, or None where something in it is no number.

    Between spaces, semicolons or tabs a comma is a decimal one, and so is one that stands alone; several separate.
    """
    bare = line.strip().strip("[](){}").strip()
    if re.search(r"\d,\s", bare):  # a comma before a space separates
        bare = re.sub(r",(\s)", r"\1", bare)
    apart = r"[\s;|]+" if re.search(r"[\s;|]", bare) or bare.count(",") == 1 else ","
    parts = [part for part in re.split(apart, bare) if part]
    if not all(_NUMBER.match(part) for part in parts):
        return None
    return tuple(_decimal(part) for part in parts)


def _decimal(part: str) -> str:
    """Return a number as TOML has it: a point, digits before it, a plain minus, no plus."""
    plain = part.replace(",", ".").replace("−", "-").lstrip("+")
    return re.sub(r"^(-?)\.", r"\g<1>0.", plain)


def _row(fields: Mapping[str, str], name: str, faults: Faults) -> Row:
    found = numbers(fields.get(name, ""))
    if not found:
        typed = fields.get(name, "").strip()
        faults.note(name, "numbers such as 0.05 0.10", shortened(typed) if typed else "nothing")
        return ()
    if len(found) > MOST_WIDE:
        faults.note(name, f"at most {MOST_WIDE} numbers", counted(len(found), "number"), "write a file for larger ones")
    return found


def _one_of(fields: Mapping[str, str], name: str, known: Sequence[str] | Mapping[str, object], faults: Faults) -> str:
    value = fields.get(name) or next(iter(known))
    if value not in known:
        faults.note(name, f"one of {', '.join(known)}", shortened(value))
        return next(iter(known))
    return value


def _sizes(line: str, faults: Faults) -> tuple[int, ...]:
    """Return the sizes of the hidden layers, `2` or `3 2`; nothing where there are none."""
    parts = [part for part in re.split(r"[\s,;]+|(?<=\d)-", line.strip()) if part]
    if len(parts) > MOST_HIDDEN or not all(re.fullmatch(rf"[1-{MOST_WIDE}]", part) for part in parts):
        wanted = f"up to {MOST_HIDDEN} sizes from 1 to {MOST_WIDE}, such as 2 or 3 2"
        faults.note("hidden", wanted, shortened(line.strip()))
        return ()
    return tuple(map(int, parts))


def _blocks(typed: str, shape: tuple[int, ...], faults: Faults) -> tuple[tuple[Row, ...], ...]:
    """Return the weights of every layer: all rows under one another, or all in one row, neuron after neuron."""
    if not typed.strip():
        return ()
    rows = [numbers(line) for line in typed.splitlines() if line.strip()]
    flat = [value for row in rows for value in row or ()]
    sizes = list(itertools.pairwise(shape))
    wanted = [(above, below) for below, above in sizes]
    if None in rows or len(flat) != sum(above * below for above, below in wanted):
        told = " and ".join(f"{counted(above, 'row')} of {below}" for above, below in wanted)
        got = counted(len(flat), "number") if None not in rows else "something that is no number"
        faults.note("weights", f"{told}, a row a neuron", got, "leave it empty to have them drawn")
        return ()
    values = iter(flat)
    return tuple(tuple(tuple(itertools.islice(values, below)) for _ in range(above)) for above, below in wanted)


def _bias_rows(typed: str, shape: tuple[int, ...], kind: str, faults: Faults) -> tuple[Row, ...]:
    if not typed.strip() or kind == "none":
        return ()
    rows = [numbers(line) for line in typed.splitlines() if line.strip()]
    flat = [value for row in rows for value in row or ()]
    counts = [1 if kind == "shared" else above for above in shape[1:]]
    if None in rows or len(flat) != sum(counts):
        got = counted(len(flat), "number") if None not in rows else "something that is no number"
        faults.note(
            "bias_values", f"{counted(sum(counts), 'number')}, layer by layer", got, "leave it empty to have them drawn"
        )
        return ()
    values = iter(flat)
    return tuple(tuple(itertools.islice(values, count)) for count in counts)
