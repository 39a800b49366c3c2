"""A form's fields, each a text, read as a draft of a network; all that cannot be read is told together."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..errors import counted, shortened
from ..network.vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS
from .draft import NUMBERING, Draft, Row, drawn
from .fields import Faults

BIASES = ("own", "shared", "none")
MOST_HIDDEN, MOST_WIDE = 3, 6  # layers, and neurons of a layer that is filled in by hand
_NUMBER = re.compile(r"[-+−]?\d*[.,]?\d+(?:e[-+]?\d+)?\Z", re.IGNORECASE)


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
