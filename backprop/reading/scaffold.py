"""A first example.toml for a network of a given shape: it builds as it is, and every line can be changed."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import ContentError, UsageError
from ..network.vocabulary import ACTIVATION_TRAITS, USUAL_ACTIVATION
from .draft import Draft, drawn, example_of, text
from .example import parse_example
from .files import load_text
from .places import TEMPLATES
from .site import NAME, OWN, RESERVED, is_name
from .written import lines

MOST_NAMED = 40  # weights beyond which they are drawn by a seed and not written out
_SHAPE = re.compile(r"[1-9]\d{0,3}(-[1-9]\d{0,3}){1,8}\Z")


def parse_shape(text: str) -> tuple[int, ...]:
    """Return the sizes of a shape such as `3-2-1`; raises UsageError for anything else."""
    if not _SHAPE.match(text):
        raise UsageError(f'--shape: wanted sizes from inputs to outputs such as 3-2-1, got "{text}"')
    return tuple(map(int, text.split("-")))


def _row(size: int, draw: random.Random) -> tuple[str, ...]:
    return tuple(f"{draw.randint(5, 95) / 100:.2f}" for _ in range(size))


def _of_shape(title: str, shape: tuple[int, ...], activation: str, draw: random.Random) -> Draft:
    return Draft(
        title=title,
        inputs=_row(shape[0], draw),
        targets=_row(shape[-1], draw),
        hidden=shape[1:-1],
        activation=activation,
        output_activation=activation,
    )


def _maker(shape: tuple[int, ...], seed: str) -> random.Random:
    return random.Random(" ".join(("-".join(map(str, shape)), seed)).rstrip())


def draft_of(title: str, shape: tuple[int, ...], activation: str, seed: str = "") -> Draft:
    """Return a network of a shape with friendly numbers, the same for the same shape and seed."""
    draw = _maker(shape, seed)
    return drawn(_of_shape(title, shape, activation, draw), draw)


def _wide(title: str, shape: tuple[int, ...], activation: str, seed: str) -> Iterator[str]:
    """Yield the lines of a network whose weights are drawn when its file is read."""
    draw = _maker(shape, seed)
    draft, first = _of_shape(title, (shape[0], shape[-1]), activation, draw), draw.randint(1, 900_000)
    for line in lines(example_of(draft)):
        if line.startswith("[[network.layers]]"):
            break
        yield line
    for index, size in enumerate(shape[1:]):
        yield "[[network.layers]]"
        yield f'activation = "{activation}"'
        yield f"neurons = {size}"
        yield f'init = {{ scheme = "xavier", seed = {first + index} }}'
        yield ""
    yield "[method]"
    yield f"learning_rate = {draft.rate}"


def title_of(name: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", " ", name.replace("-", " ")).capitalize()  # a title has no decimals


def is_wide(shape: tuple[int, ...]) -> bool:
    """Return whether a network has more weights than are written out by name."""
    return sum(a * b for a, b in itertools.pairwise(shape)) > MOST_NAMED


def scaffold(name: str, shape: tuple[int, ...], activation: str, seed: str = "") -> str:
    """Return the text of an example.toml; the same for the same shape and seed, or name where there is no seed."""
    title, seed = title_of(name), seed or name
    if is_wide(shape):
        return "\n".join(_wide(title, shape, activation, seed)) + "\n"
    return text(draft_of(title, shape, activation, seed))


STARTER = {"site.toml": "site.toml", "index.md": "pages/index.md", "404.md": "pages/404.md"}


def _check_empty(content: Path) -> None:
    lying = sorted(path.name for path in content.iterdir()) if content.is_dir() else [content.name] * content.exists()
    if lying:
        got = f"one in which {lying[0]} lies" if content.is_dir() else "a file"
        wanted = "a new or empty folder to begin a course in"
        raise UsageError(f"--content {content}: wanted {wanted}, got {got}; name another")


def _begin(name: str, content: Path) -> None:
    """Write the files of an empty course whose first lesson has that name."""
    (content / "pages").mkdir(parents=True, exist_ok=True)
    for source, target in STARTER.items():
        text = (TEMPLATES / "starter" / source).read_text(encoding="utf-8")
        (content / target).write_text(text.replace("{name}", name), encoding="utf-8")


def _check_sound(made: str, shape: str) -> None:
    """Raise UsageError where what would be written is no example, as a network that is too wide is none."""
    try:
        where = f"--shape {shape}"
        parse_example(load_text(made, where), where, "new")
    except ContentError as error:
        raise UsageError(str(error)) from None


Written = Callable[[str, tuple[int, ...], str], str]  # a file's text by name, shape and activation


def create(
    name: str, shape: str, activation: str | None, content: Path, write: Written = scaffold, *, course: bool = False
) -> Path:
    """Write a new example and return its file; raises UsageError where the name is taken or is none.

    With `course` it is the first of an empty course, whose files are written too.
    """
    if not is_name(name):
        raise UsageError(f'wanted {NAME}, got "{name}"')
    if name in RESERVED | OWN:
        raise UsageError(f'wanted a name of its own, got "{name}", which the site itself uses; choose another')
    activation = USUAL_ACTIVATION if activation is None else activation
    anywhere = [name for name, traits in ACTIVATION_TRAITS.items() if not traits.outputs_only]
    if activation not in anywhere:
        known = ", ".join(anywhere)
        raise UsageError(f'--activation: wanted one of {known}, got "{activation}"')
    sizes = parse_shape(shape)
    if course:
        _check_empty(content)
    elif not content.is_dir():
        raise UsageError(f"--content {content}: wanted the folder of the content, got none; name another")
    folder = content / "examples" / name
    if folder.exists():
        raise UsageError(f"{folder}: wanted a name that is free, got one that is taken; choose another")
    made = write(name, sizes, activation)
    _check_sound(made, shape)
    if course:
        _begin(name, content)
    folder.mkdir(parents=True)
    path = folder / "example.toml"
    path.write_text(made, encoding="utf-8")
    return path
