"""Cases to try: hostile files in a folder and what to run on them; a case follows from a seed and its number alone."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import grammar
import hostile
from hostile import Node

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "content"
ONE = "content/examples/one/"
Files = dict[str, bytes | Node]
SLOW = ("xor", "ten-thousand-rounds")  # examples that take seconds each


@dataclass(frozen=True)
class Case:
    """One thing to try: files by path, what to run, with which arguments."""

    kind: str
    files: Files
    arguments: tuple[str, ...] = ()


@functools.cache
def golden() -> Files:
    """Return the smallest content there is; not to be changed in place."""
    files = {f"content/{p.relative_to(GOLDEN).as_posix()}": p.read_bytes() for p in GOLDEN.rglob("*") if p.is_file()}
    return files | {"content/glossary.toml": b'[[terms]]\nid = "neuron"\nterm = "neuron"\ndefinition = "A place."\n'}


@functools.cache
def real() -> tuple[dict[str, bytes], ...]:
    """Return the project's own examples, each as its files by name."""
    files = sorted((ROOT / "content" / "examples").glob("*/example.toml"))
    folders = [path.parent for path in files if path.parent.name not in SLOW]
    return tuple({p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()} for folder in folders)


def generated(chance: random.Random) -> bytes:
    """Return an example that is right but for its extremes."""
    return grammar.toml(grammar.example(chance)).encode(errors="surrogatepass")


# --- readers


def example(chance: random.Random) -> Case:
    return Case("example", {"example.toml": grammar.example_file(chance)})


def claims(chance: random.Random) -> Case:
    return Case("claims", golden() | {f"{ONE}claims.toml": grammar.claims_file(chance)})


def verdicts(chance: random.Random) -> Case:
    text = golden()[f"{ONE}verdicts.txt"].decode()
    return Case("verdicts", golden() | {f"{ONE}verdicts.txt": grammar.scratched(text, chance)})


def site(chance: random.Random) -> Case:
    return Case("site", {"site.toml": grammar.site_file(chance)})


def glossary(chance: random.Random) -> Case:
    return Case("glossary", {"glossary.toml": grammar.glossary_file(chance)})


def lesson(chance: random.Random) -> Case:
    text = grammar.prose(chance) + ("\n\n[[ rest() ]]\n" if chance.random() < 0.9 else "")
    if chance.random() < 0.15:
        text = grammar.scratched((ROOT / "templates" / "lesson.md").read_text("utf-8"), chance).decode(errors="replace")
    return Case("lesson", golden() | {f"{ONE}lesson.md": text.encode(errors="replace")})


def page_prose(chance: random.Random) -> str:
    """Return prose that asks as pages do, by example and id."""
    return re.sub(r"\bv\((['\"])out_Y1", r"v(\1one\1, \1out_Y1", grammar.prose(chance))


def page(chance: random.Random) -> Case:
    text = chance.choice(("", "# A page\n\n")) + page_prose(chance)
    return Case("page", golden() | {"content/pages/own.md": text.encode(errors="replace")})


# --- the command line


def solve(chance: random.Random) -> Case:
    own = grammar.example_file(chance)
    if chance.random() < 0.2:
        text = chance.choice(real())["example.toml"].decode()
        own = chance.choice((grammar.scratched(text, chance), grammar.mistyped(text, chance, 0.05).encode()))
    return Case("solve", {"example.toml": own}, ("example.toml", *chance.choice(([], ["--json"]))))


def audit(chance: random.Random) -> Case:
    kind = chance.randrange(3)
    audited = chance.choice([files for files in real() if "claims.toml" in files])
    own = (golden()[f"{ONE}example.toml"], generated(chance), audited["example.toml"])[kind]
    printed = grammar.claims_file(chance)
    if kind == 2:
        text = audited["claims.toml"].decode()
        printed = chance.choice(
            (grammar.scratched(text, chance), *2 * (grammar.mistyped(text, chance, 0.05).encode(),))
        )
    files = {"example.toml": own, "claims.toml": printed}
    files |= {name: what for name, what in audited.items() if name.endswith(".py")}
    files["p.py"] = chance.choice(hostile.PROGRAMS)
    return Case("audit", files, ("example.toml", "claims.toml", *chance.choice(([], ["--json"], ["--verdicts"]))))


STRANGE: dict[str, bytes | Node | None] = {
    **dict.fromkeys(("a\nb.toml", "a#b?c%20.toml", "日本.toml", "\udcff.toml"), b""),
    **dict.fromkeys(("missing.toml", "-", "", "\x00", "a" * 300 + ".toml", "/", ".", "--json", "example.toml/x")),
    "folder.toml": Node("folder"),
    "fifo.toml": Node("fifo"),
    "loop.toml": Node("link", "loop.toml"),
    "dangling.toml": Node("link", "nowhere"),
    "locked.toml": Node("locked"),
    "zero.toml": Node("link", "/dev/zero"),
}


def address(chance: random.Random) -> Case:
    """Return a command whose files are no files, or have strange names."""
    name = chance.choice([*STRANGE])
    own = golden()[f"{ONE}example.toml"]
    what = own if STRANGE[name] == b"" else STRANGE[name]
    files = {"example.toml": own} | ({name: what} if what else {})
    form = chance.choice(
        (("solve", name), ("solve", name, "--json"), ("audit", "example.toml", name), ("audit", name, name))
    )
    return Case("address", files, form)


def new(chance: random.Random) -> Case:
    """Return a first example to be made, and then solved."""
    content = "content" if chance.random() < 0.7 else chance.choice(hostile.CONTENTS)
    arguments = ["new", chance.choice(hostile.MAKE_NAMES), f"--content={content}"]
    arguments += [f"--shape={chance.choice(hostile.SHAPES)}"] if chance.random() < 0.7 else []
    kinds = (*hostile.ACTIVATIONS, "nope", "", "Sigmoid", "\x00")
    arguments += [f"--activation={chance.choice(kinds)}"] if chance.random() < 0.4 else []
    files = golden() | AROUND
    if chance.random() < 0.1:
        files = placed(files, "content/examples", chance.choice((*hostile.NODES, Node("folder"))))
    return Case("new", files, tuple(arguments))


# --- whole builds

AROUND: Files = {"file": b"x", "link": Node("link", "nowhere"), "loop": Node("link", "loop"), "fifo": Node("fifo")}


def build(chance: random.Random) -> Case:
    """Return a small whole build with one to three things strange in it."""
    files, arguments = golden() | AROUND, {"--content": "content", "--out": "site"}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        files = chance.choice(CHANGES)(files, arguments, chance)
    if chance.random() < 0.2:
        arguments["--base-url"] = "https://example.org/below/"
    check = ["--check"] if chance.random() < 0.3 else []
    return Case("build", files, (*(f"{name}={value}" for name, value in arguments.items()), *check))


def placed(files: Files, place: str, what: bytes | Node) -> Files:
    """Return files with something strange in one place, whatever was there or below it gone."""
    return {name: old for name, old in files.items() if name != place and not name.startswith(f"{place}/")} | {
        place: what
    }


def other_example(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    kept = {name: what for name, what in files.items() if Path(name).stem not in {"claims", "verdicts"}}
    return kept | {f"{ONE}example.toml": generated(chance)}


def other_title(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    title = grammar.spelt(chance.choice(hostile.TEXTS)).encode(errors="surrogatepass")
    _, _, rest = golden()[f"{ONE}example.toml"].partition(b"\n")
    return files | {f"{ONE}example.toml": b"title = " + title + b"\n" + rest}


def other_claims(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return files | {f"{ONE}claims.toml": grammar.claims_file(chance), f"{ONE}p.py": chance.choice(hostile.PROGRAMS)}


def other_lesson(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return files | {f"{ONE}lesson.md": grammar.encoded(f"{grammar.prose(chance)}\n\n[[ rest() ]]\n", chance)}


def other_page(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    text = f"# {chance.choice(hostile.TEXTS)}\n\n{page_prose(chance)}"
    return files | {f"content/pages/{chance.choice(('own', 'index', '404'))}.md": grammar.encoded(text, chance)}


def other_site(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return files | {"content/site.toml": grammar.site_file(chance)}


def other_language(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    line = f"language = {grammar.spelt(chance.choice(hostile.LANGUAGES))}\n".encode()
    return files | {"content/site.toml": line + golden()["content/site.toml"]}


def other_glossary(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return files | {"content/glossary.toml": grammar.glossary_file(chance)}


def other_folder(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return files | {f"content/examples/{chance.choice(hostile.FOLDERS)}/example.toml": golden()[f"{ONE}example.toml"]}


def other_place(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    return placed(files, chance.choice(hostile.PLACES), chance.choice(hostile.NODES))


def other_out(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    arguments["--out"] = chance.choice(hostile.OUTS)
    return files


def other_content(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    arguments["--content"] = chance.choice(hostile.CONTENTS)
    return files


def other_address(files: Files, arguments: dict[str, str], chance: random.Random) -> Files:
    arguments["--base-url"] = chance.choice(hostile.ADDRESSES)
    return files


CHANGES = (
    *(other_example, other_title, other_title, other_claims, other_lesson, other_page, other_site, other_site),
    *(other_language, other_glossary, other_folder, other_folder, other_place, other_place, other_out, other_content),
    other_address,
)

# --- all of them

MAKERS: dict[Callable[[random.Random], Case], int] = {
    example: 9, solve: 20, claims: 10, audit: 15, address: 2, new: 4, site: 5, glossary: 4, verdicts: 2, lesson: 13,
    page: 8, build: 8,
}  # fmt: skip


def make(seed: int, number: int) -> Case:
    """Return a case; the same for the same two numbers, wherever and whenever."""
    chance = random.Random(f"{seed}:{number}")
    return chance.choices([*MAKERS], [*MAKERS.values()])[0](chance)
