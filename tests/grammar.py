"""Files that an author could write, made by grammars and then spoilt; everything is drawn from one source of chance."""

from __future__ import annotations

import copy
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import hostile

Chance = random.Random


@dataclass(frozen=True)
class Raw:
    """A value as it is spelt in a file, whether or not that is TOML."""

    text: str


# --- TOML


def spelt(value: object) -> str:
    """Return a value as TOML spells it."""
    match value:
        case Raw(text):
            return text
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case dict():
            return "{ " + ", ".join(f"{key(name)} = {spelt(item)}" for name, item in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(spelt, value)) + "]"
    return str(value)


def key(name: str) -> str:
    """Return a key, in quotes where it needs them."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def toml(data: dict, path: tuple[str, ...] = ()) -> str:
    """Return nested dicts as a TOML document."""
    plain, below = [], []
    for name, value in data.items():
        inner = (*path, key(name))
        if isinstance(value, dict) and len(inner) < 3 and inner[-1] not in {"inputs", "targets"}:
            below.append(f"\n[{'.'.join(inner)}]\n{toml(value, inner)}")
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value) and len(inner) < 3:
            below += [f"\n[[{'.'.join(inner)}]]\n{toml(item, (*inner, '', ''))}" for item in value]
        else:
            plain.append(f"{key(name)} = {spelt(value)}\n")
    return "".join(plain + below)


# --- spoiling


def unmeant(chance: Chance) -> object:
    """Return a value that no author means well with."""
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(hostile.TEXTS)
    if kind == 1:
        return chance.choice(hostile.NAMES)
    return Raw(chance.choice(hostile.NUMBERS if kind == 2 else hostile.VALUES))


def holders(data: object) -> Iterator[tuple[dict | list, str | int]]:
    """Yield every place in nested dicts and lists, as what holds it and its key there."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in list(items):
        yield data, name
        yield from holders(value)


def spoil(data: dict, chance: Chance) -> None:
    """Change one thing in nested data: a value, a key, what is there and how often."""
    places = list(holders(data))
    if not places:
        return
    holder, name = chance.choice(places)
    act = chance.randrange(8)
    if act < 4:
        holder[name] = unmeant(chance)
    elif act == 4:
        del holder[name]
    elif act == 5:
        other_holder, other = chance.choice(places)
        if other in other_holder if isinstance(other_holder, dict) else other < len(other_holder):
            holder[name] = copy.deepcopy(other_holder[other])
    elif isinstance(holder, dict):
        new = chance.choice(hostile.NAMES)
        holder[new] = holder.pop(name) if act == 6 else copy.deepcopy(holder[name])
    else:
        holder.insert(name, holder[name])


SIGNS = "[]{}\"'=,.#\\\n$<>_*`|-+9e\u00a0\u0000"


def mistyped(text: str, chance: Chance, often: float = 0.3) -> str:
    """Return a text some of whose digits are others."""
    return re.sub(r"\d", lambda digit: str(chance.randrange(10)) if chance.random() < often else digit[0], text)


def scratch(text: str, chance: Chance) -> str:
    """Change a text at one place, as a slip of the keyboard or a bad merge does."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    act = chance.randrange(7)
    if act == 0:
        del lines[at]
    elif act == 1:
        lines.insert(other, lines[at])
    elif act == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif act == 3:
        lines[at] = mistyped(lines[at], chance)
    else:
        cut = chance.randint(0, len(lines[at]))
        new = chance.choice((chance.choice(hostile.TEXTS), chance.choice(SIGNS), chance.choice(hostile.NUMBERS), ""))
        lines[at] = lines[at][:cut] + new + lines[at][cut + chance.choice((0, 1, 5)) :]
    return "\n".join(lines)


def encoded(text: str, chance: Chance) -> bytes:
    """Return a text as bytes: nearly always in UTF-8."""
    act = chance.randrange(300)
    how = {0: "latin-1", 1: "utf-16", 2: "utf-8-sig", 3: "utf-32", 4: "cp1252"}.get(act, "utf-8")
    raw = text.encode(how, errors="surrogatepass" if how.startswith("utf") else "replace")
    if act == 5:
        return raw[: chance.randint(0, len(raw))]
    if act == 6:
        return b""
    if act == 7:
        return raw.replace(b"\n", b"\r\n")
    if act == 8:
        return raw.replace(b"\n", b"\r")
    if act == 9 and raw:
        at = chance.randrange(len(raw))
        return raw[:at] + bytes([chance.randrange(256)]) + raw[at:]
    return raw


def spoilt(data: dict, chance: Chance, often: tuple[int, ...] = (0, 0, 0, 1, 1, 2)) -> bytes:
    """Return a TOML file with some things wrong in it, or nothing."""
    for _ in range(chance.choice(often)):
        spoil(data, chance)
    text = toml(data)
    for _ in range(chance.random() < 0.1):
        text = scratch(text, chance)
    return encoded(text, chance)


# --- example.toml


def number(chance: Chance, kind: str) -> Raw:
    """Return a number of a kind: plain, saturated, long, tiny or immense."""
    match kind:
        case "saturated":
            size = chance.choice((40, 240, 700, 1000, 10**6, 10**11))
            return Raw(f"{chance.choice((-1, 1)) * size * chance.uniform(0.5, 1):.2f}")
        case "long":
            return Raw("0." + "".join(chance.choice("0123456789") for _ in range(60)))
        case "tiny":
            return Raw(f"{chance.choice((1, -1))}e-{chance.randint(1, 99)}")
        case "immense":
            return Raw(f"{chance.choice((1, -1))}e{chance.randint(1, 11)}")
        case "round":
            return Raw(str(chance.randint(-2, 2)))
    return Raw(f"{chance.uniform(-1, 1):.2f}")


SIZES = ("plain", "plain", "plain", "plain", "round", "saturated", "long", "tiny", "immense")


def size(chance: Chance) -> Callable[[], Raw]:
    """Return a source of numbers, most of one kind."""
    kinds = [chance.choice(SIZES), chance.choice(SIZES)]
    return lambda: number(chance, kinds[chance.random() < 0.15])


def columns_of(chance: Chance) -> list[list[str]]:
    """Return the names of a network's columns, inputs first."""
    sizes = [chance.choice((1, 1, 2, 2, 3)) for _ in range(chance.choice((2, 2, 3, 3, 3, 4)))]
    stems = ["x", *(["H"] if len(sizes) == 3 else [f"H{i}_" for i in range(1, len(sizes) - 1)]), "Y"]
    columns = [[f"{stem}{i}" for i in range(1, n + 1)] for stem, n in zip(stems, sizes, strict=True)]
    if chance.random() < 0.15:
        column = chance.choice(columns)
        column[chance.randrange(len(column))] = chance.choice(hostile.NAMES)
    return columns


def shares(names: list[str], chance: Chance) -> dict[str, Raw]:
    """Return targets that are right for every loss."""
    hot = chance.randrange(len(names))
    return {name: Raw("1" if i == hot else "0") for i, name in enumerate(names)}


def example(chance: Chance) -> dict:
    """Return an example that can be read, if not always computed."""
    columns, draw = columns_of(chance), size(chance)
    network = {"loss": chance.choice((*hostile.LOSSES[:4], *hostile.LOSSES))}
    samples = [
        {"inputs": {name: draw() for name in columns[0]}, "targets": shares(columns[-1], chance)}
        for _ in range(chance.choice((1, 1, 1, 2, 3)))
    ]
    network.update(samples[0] if len(samples) == 1 else {"samples": samples})
    network["layers"] = [
        {"activation": chance.choice(hostile.ACTIVATIONS[: 7 if names is columns[-1] else 6]), "neurons": names}
        for names in columns[1:]
    ]
    if "cross_entropy" in network["loss"] and chance.random() < 0.8:
        network["layers"][-1]["activation"] = chance.choice(("sigmoid", "softmax"))
    weave(network, columns, draw, chance)
    for layer in network["layers"]:
        if layer["activation"] == "leaky_relu" and chance.random() < 0.5:
            layer["leak"] = Raw(chance.choice(("0.1", "0", "-1", "1", "1e11", "1e-99", "2")))
    data = {"title": chance.choice(hostile.TEXTS) if chance.random() < 0.15 else "A network", "network": network}
    if chance.random() < 0.6:
        data["method"] = method(chance)
    if chance.random() < 0.3:
        data["display"] = {
            "digits": Raw(str(chance.randint(1, 12))),
            "notation": chance.choice(("net/out", "z/a", "in/o")),
        }
        data["display"]["greek"] = chance.random() < 0.5
    if chance.random() < 0.15:
        data["compare"] = {
            "learning_rates": [Raw(chance.choice(hostile.RATES)) for _ in range(chance.choice((1, 2, 3, 12)))]
        }
    return data


def method(chance: Chance) -> dict:
    """Return how an example is trained."""
    return {
        "learning_rate": Raw(chance.choice(hostile.RATES)),
        "rounds": Raw(chance.choice(("1", "1", "2", "3", "10", "100", "1000"))),
        "update_biases": chance.random() < 0.7,
        "hidden_gradient": chance.choice(("old_weights", "updated_weights")),
        "batch": chance.choice(("full", "online")),
        "over_samples": chance.choice(("mean", "sum")),
    }


def weave(network: dict, columns: list[list[str]], draw: Callable[[], Raw], chance: Chance) -> None:
    """Add weights and biases: as lines, as matrices, or by a scheme."""
    form = chance.choice(("lines", "lines", "lines", "matrix", "init"))
    links = [(a, b) for below, above in itertools.pairwise(columns) for b in above for a in below]
    if form == "lines":
        network["weights"] = {f"w{i}": [a, b, draw()] for i, (a, b) in enumerate(links, 1) if chance.random() < 0.95}
        neurons = [name for column in columns[1:] for name in column]
        network["biases"] = {f"b{i}": [name, draw()] for i, name in enumerate(neurons, 1) if chance.random() < 0.8}
        return
    for layer, below, above in zip(network["layers"], columns, columns[1:], strict=False):
        if form == "matrix":
            layer["weights"] = [[draw() for _ in below] for _ in above]
            layer["biases"] = [draw() for _ in above]
        else:
            layer["init"] = {"scheme": chance.choice(("xavier", "he", "uniform")), "seed": chance.randrange(9)}
        if chance.random() < 0.3:
            layer["neurons"] = len(above)


def immense_example(chance: Chance) -> dict:
    """Return an example that is right and far too large, or nearly so."""
    shape = chance.choice(
        ("200-200-1", "1-1024-1", "1024-1", "50-50", "20-20-20", "1024-1024-1024", "9-9-9-9-9", "2-2-1", "1-1")
    )
    sizes = list(map(int, shape.split("-")))
    layers = [
        {"activation": chance.choice(hostile.ACTIVATIONS[:6]), "neurons": n, "init": {"scheme": "xavier", "seed": 1}}
        for n in sizes[1:]
    ]
    sample = {"inputs": [Raw("0.5")] * sizes[0], "targets": [Raw("1")] + [Raw("0")] * (sizes[-1] - 1)}
    many = chance.choice((1, 1, 1, 4, 300))
    network = {"loss": "half_squared_error", "layers": layers}
    network.update(sample if many == 1 else {"samples": [sample] * many})
    rounds = chance.choice(("1", "1", "100", "10000", "100000", "100001", "9" * 5000))
    batch = chance.choice(("full", "online"))
    data = {"title": shape, "network": network, "method": {"rounds": Raw(rounds), "batch": batch}}
    if chance.random() < 0.2:
        data["compare"] = {"learning_rates": [Raw("0.5")] * chance.choice((10, 1000))}
    return data


def example_file(chance: Chance) -> bytes:
    """Return an example.toml, more or less right."""
    if chance.random() < 0.015:
        return toml(immense_example(chance)).encode()
    return spoilt(example(chance), chance)


def scratched(text: str, chance: Chance, often: tuple[int, ...] = (1, 1, 2, 3)) -> bytes:
    """Return a file that was right, with some places in it changed."""
    for _ in range(chance.choice(often)):
        text = scratch(text, chance)
    return encoded(text, chance)


# --- claims.toml


def expression(chance: Chance, depth: int = 0) -> str:
    """Return a line of arithmetic as a source might print it."""
    if depth > 4 or chance.random() < 0.3:
        simple = (
            chance.choice(hostile.IDS if chance.random() < 0.9 else hostile.STRANGE_IDS),
            f"{chance.uniform(-2, 2):.{chance.randint(0, 6)}f}",
            chance.choice(hostile.NUMBERS[:4] + hostile.NUMBERS[10:]),
        )
        return chance.choice((simple[0], simple[1], simple[1], simple[2] if len(simple[2]) < 60 else "1"))
    inner, other = expression(chance, depth + 1), expression(chance, depth + 1)
    sign, power = chance.choice("+−-×·*÷/"), chance.choice(("2", "3", "20", "-1", "0", "(2)", "-20"))
    function = chance.choice(("σ", "sigmoid", "exp", "ln", "tanh", "relu", "step", "softplus"))
    forms = (
        *(f"{inner} {sign} {other}", f"({inner}){sign}({other})", f"({inner})({other})", f"{function}({inner})"),
        *(f"e^({inner})", f"e^-{inner}", f"({inner})²", f"({inner})^{power}", f"−{inner}", f"½({inner})"),
        *(f"max({inner}, {other})", f"1/(1+e^-({inner}))", f"[{inner}]⁻¹", f"0.5({inner})²"),
    )
    return chance.choice(forms)


def claim(chance: Chance) -> dict:
    """Return one claim."""
    found: dict[str, object] = {}
    about = chance.random()
    if about < 0.65:
        found["quantity"] = chance.choice(hostile.IDS if chance.random() < 0.9 else hostile.STRANGE_IDS)
    if about > 0.5:
        found["expression"] = chance.choice(hostile.EXPRESSIONS) if chance.random() < 0.3 else expression(chance)
    plain = chance.choice((*hostile.NEAR, f"{chance.uniform(-1, 1):.{chance.randint(1, 5)}f}"))
    found["printed"] = chance.choice(hostile.PRINTED) if chance.random() < 0.2 else plain
    if chance.random() < 0.3:
        found["where"] = chance.choice(hostile.TEXTS)
    if chance.random() < 0.1:
        found["note"] = chance.choice(hostile.TEXTS)
    if chance.random() < 0.05:
        found["program"] = chance.choice(("p.py", "p.py", "../p.py", "nowhere.py", "p.py\n", ".py", "a" * 300 + ".py"))
    if chance.random() < 0.05:
        found["unused"] = True
    return found


def claims(chance: Chance) -> dict:
    """Return what a source prints."""
    source = {"title": chance.choice(hostile.TEXTS) if chance.random() < 0.2 else "Notes", "author": "Nobody"}
    if chance.random() < 0.3:
        source["url"] = chance.choice(
            ("https://example.org", "http://[", "ftp://x", "https://\x00", "https://" + "a" * 5000, "https://日本")
        )
    data = {"source": source}
    if chance.random() < 0.4:
        pairs = {
            "delta": ("output_minus_target", "target_minus_output"),
            "bias": ("added", "threshold"),
            "gradient": ("gradient", "change", "step"),
        }
        data["conventions"] = {name: chance.choice(values) for name, values in pairs.items() if chance.random() < 0.6}
    data["claims"] = [claim(chance) for _ in range(chance.choice((1, 1, 2, 3, 6)))]
    return data


def claims_file(chance: Chance) -> bytes:
    """Return a claims.toml, more or less right."""
    return spoilt(claims(chance), chance, (0, 0, 0, 0, 1, 2))


# --- site.toml and glossary.toml


YEARS = ("2026", "0", "1900", "9999", "99999", "-1", "9" * 5000)
LESSONS = (["one"], ["one"], [], ["one", "one"], ["nowhere"], ["index"], ["one", "extra"], list(hostile.TEXTS[:4]))
FURTHER = ([], [], ["one"], ["404"], ["extra"], ["gallery"])


def site(chance: Chance) -> dict:
    """Return the settings of a site."""
    data: dict[str, object] = {"title": "Golden", "description": "A site."}
    pools = {
        **dict.fromkeys(("title", "description", "author", "branch"), hostile.TEXTS),
        **dict.fromkeys(("base_url", "repository"), hostile.ADDRESSES),
        "language": hostile.LANGUAGES,
        "year": tuple(map(Raw, YEARS)),
        "notation": ("net/out", "z/a", "in/o", "x"),
        "greek": (True, False, "no"),
    }
    data |= {name: chance.choice(pool) for name, pool in pools.items() if chance.random() < 0.2}
    some = hostile.TEXTS if chance.random() < 0.3 else ("Home", "A course")
    shelves = {"lessons": [*chance.choice(LESSONS)], "further": [*chance.choice(FURTHER)]}
    data["course"] = {"title": chance.choice(some), "parent": chance.choice(some), **shelves}
    return data


def site_file(chance: Chance) -> bytes:
    """Return a site.toml, more or less right."""
    return spoilt(site(chance), chance, (0, 0, 0, 1, 2))


TERM = {"id": "term", "term": "neuron", "also": "unit", "definition": "A place.", "see": "one/index.html#given"}


def term(chance: Chance, number: int) -> dict:
    """Return one term of a glossary."""
    found = {key: chance.choice(hostile.TEXTS) if chance.random() < 0.2 else value for key, value in TERM.items()}
    return found | {"id": found["id"] if chance.random() < 0.2 else f"term-{number}", "also": [found["also"]]}


def glossary_file(chance: Chance) -> bytes:
    """Return a glossary.toml, more or less right."""
    terms = [term(chance, number) for number in range(chance.choice((0, 1, 2, 5)))]
    return spoilt({"terms": terms}, chance, (0, 0, 0, 1, 2))


# --- prose


def sentence(chance: Chance) -> str:
    """Return a few words."""
    return " ".join(chance.choice(hostile.WORDS) for _ in range(chance.randint(1, 12)))


AROUND = (
    *("{}", "{}", "{}", "a {} b", "## {}", "- {}", "| a |\n|---|\n| {} |", "`{}`", "> {}", "<div>{}</div>", "[{}](x)"),
    "$ {} $",
)
DOLLARS = ("${}$", "$${}$$", "$$\n{}\n$$", "## ${}$", "a ${}$, ${}$ b")


def block(chance: Chance) -> str:
    """Return one block of prose: words, Markdown, a reference, TeX or template code."""
    match chance.randrange(9):
        case 0 | 1:
            return sentence(chance)
        case 2 | 3:
            return chance.choice(hostile.MARKDOWN)
        case 4 | 5:
            return chance.choice(AROUND).replace("{}", f"[[ {chance.choice(hostile.CODE)} ]]")
        case 6:
            return chance.choice(DOLLARS).replace("{}", chance.choice(hostile.TEX))
        case 7:
            return chance.choice(hostile.BLOCKS)
    return chance.choice(hostile.TEXTS)


def prose(chance: Chance) -> str:
    """Return a text of a lesson or a page."""
    text = "\n\n".join(block(chance) for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))))
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        text = scratch(text, chance)
    return text
