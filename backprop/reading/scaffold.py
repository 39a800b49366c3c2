"""A first example.toml for a network of a given shape: it builds as it is, and every line can be changed."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import UsageError
from ..network.vocabulary import ACTIVATION_TRAITS, USUAL_ACTIVATION, USUAL_LOSS
from .site import NAME, RESERVED, is_name

MOST_NAMED = 40  # weights beyond which they are drawn by a seed and not written out
_SHAPE = re.compile(r"[1-9]\d{0,3}(-[1-9]\d{0,3}){1,8}\Z")


def parse_shape(text: str) -> tuple[int, ...]:
    """Return the sizes of a shape such as `3-2-1`; raises UsageError for anything else."""
    if not _SHAPE.match(text):
        raise UsageError(f'--shape: wanted sizes from inputs to outputs such as 3-2-1, got "{text}"')
    return tuple(map(int, text.split("-")))


def _columns(shape: tuple[int, ...]) -> list[list[str]]:
    hidden = len(shape) - 2
    stems = ["x", *(["H"] if hidden == 1 else [f"H{i}_" for i in range(1, hidden + 1)]), "Y"]
    return [[f"{stem}{i}" for i in range(1, size + 1)] for stem, size in zip(stems, shape, strict=True)]


def _values(names: list[str], draw: random.Random, low: int, high: int) -> str:
    return ", ".join(f"{name} = {draw.randint(low, high) / 100:.2f}" for name in names)


def _lines(title: str, shape: tuple[int, ...], activation: str, seed: str) -> Iterator[str]:
    draw, columns = random.Random(" ".join(("-".join(map(str, shape)), seed)).rstrip()), _columns(shape)
    named = sum(a * b for a, b in itertools.pairwise(shape)) <= MOST_NAMED
    yield f'title = "{title}"'
    yield ""
    yield "[network]"
    yield f'loss = "{USUAL_LOSS}"'
    yield f"inputs = {{ {_values(columns[0], draw, 5, 95)} }}"
    yield f"targets = {{ {_values(columns[-1], draw, 5, 95)} }}"
    for index, names in enumerate(columns[1:]):
        yield ""
        yield "[[network.layers]]"
        yield f'activation = "{activation}"'
        if named:
            yield f"neurons = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}]"
        else:
            yield f"neurons = {len(names)}"
            yield f'init = {{ scheme = "xavier", seed = {index + 1} }}'
    if named:
        yield from _named(columns, draw)
    yield ""
    yield "[method]"
    yield "learning_rate = 0.5"


def _named(columns: list[list[str]], draw: random.Random) -> Iterator[str]:
    yield ""
    yield "[network.weights] # name = [from, to, value]; numbered by the neuron they enter"
    links = [(a, b) for below, above in itertools.pairwise(columns) for b in above for a in below]
    for number, (source, target) in enumerate(links, 1):
        size = draw.randint(10, 90) / 100 * draw.choice((1, 1, -1))
        yield f'w{number} = ["{source}", "{target}", {size:.2f}]'
    yield ""
    yield "[network.biases] # name = [to, value]"
    for number, name in enumerate((name for column in columns[1:] for name in column), 1):
        yield f'b{number} = ["{name}", {draw.randint(5, 60) / 100:.2f}]'


def scaffold(name: str, shape: tuple[int, ...], activation: str, seed: str = "") -> str:
    """Return the text of an example.toml; the same for the same shape and seed."""
    title = name.replace("-", " ").capitalize()
    return "\n".join(_lines(title, shape, activation, seed)) + "\n"


def create(name: str, shape: str, activation: str | None, content: Path, seed: int | None = None) -> Path:
    """Write a new example and return its file; raises UsageError where the name is taken or is none."""
    if not is_name(name) or name in RESERVED:
        raise UsageError(f'wanted {NAME}, got "{name}"')
    activation = USUAL_ACTIVATION if activation is None else activation
    anywhere = [name for name, traits in ACTIVATION_TRAITS.items() if not traits.outputs_only]
    if activation not in anywhere:
        known = ", ".join(anywhere)
        raise UsageError(f'--activation: wanted one of {known}, got "{activation}"')
    sizes = parse_shape(shape)
    if not content.is_dir():
        raise UsageError(f"--content {content}: wanted the folder of the content, got none; name another")
    folder = content / "examples" / name
    if folder.exists():
        raise UsageError(f"{folder}: wanted a name that is free, got one that is taken; choose another")
    folder.mkdir(parents=True)
    path = folder / "example.toml"
    path.write_text(scaffold(name, sizes, activation, "" if seed is None else str(seed)), encoding="utf-8")
    return path
