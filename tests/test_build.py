"""A build writes the same site everywhere, writes it whole or not at all, and touches nothing it did not write.

The golden site below golden/ is the smallest there is, and its numbers are those of a pencil. RENEW_GOLDENS=1 writes
anew what is expected of it; read the difference before committing it.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
import rcssmin
import rjsmin

import build
import markup
from backprop.errors import REPORT
from backprop.formula import record, skeleton
from backprop.reading.site import NAME
from backprop.serving import output
from backprop.serving.exchange import exchange
from backprop.serving.output import write_site
from backprop.steps import trace
from backprop.steps.expr import Neg, Num
from backprop.steps.rules import ACTIVATION_RULES
from conftest import ROOT

GOLDEN = Path(__file__).with_name("golden")
CONTENT, WANTED, LISTING = GOLDEN / "content", GOLDEN / "site", GOLDEN / "files.txt"
WRITTEN = {".html", ".json", ".py", ".txt"}
CARRIED = ("assets/", "pagefind/")  # copied, or made by a program of others
NOTHING_ELSE = "which no build wrote; move it away or choose another folder"


def everything(folder: Path) -> dict[str, object]:
    """Return all below a folder by its path: the bytes of a file, where a link leads, None for a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None
        )
        for path in folder.rglob("*")
    }


def texts(site: Path) -> dict[str, str]:
    """Return what the project itself writes into a site: pages, records and programs, by path."""
    paths = [path for path in site.rglob("*") if path.suffix in WRITTEN and not path.name.startswith(".")]
    found = {path.relative_to(site).as_posix(): path.read_bytes().decode() for path in sorted(paths)}
    return {name: text for name, text in found.items() if not name.startswith(CARRIED)}


def listing(site: Path) -> str:
    """Return the paths of a site's files, a line each, those that are only carried along apart."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    return "".join(f"{path}\n" for path in paths if not path.startswith(CARRIED))


def differences(old: dict[str, str], new: dict[str, str]) -> str:
    """Return what changed, as a patch; a text on one side alone is new or gone, whatever stands in it."""
    pairs = [(name, *(side.get(name, "(no such file)").split("\n") for side in (old, new))) for name in {**old, **new}]
    return "\n".join(
        line
        for name, a, b in pairs
        for line in difflib.unified_diff(a, b, f"golden/{name}", f"built/{name}", n=1, lineterm="")
    )


def run(*arguments: object, content: Path = CONTENT) -> int:
    return build.main(["--no-cache", "--content", str(content), *map(str, arguments)])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    site = tmp_path_factory.mktemp("golden") / "site"
    assert run("--out", site) == 0
    return site


@pytest.fixture
def content(tmp_path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def old(built, tmp_path) -> Path:
    """A site as a build left it."""
    return shutil.copytree(built, tmp_path / "out" / "site")


# --- the golden site


def test_the_golden_site_is_built_to_the_letter(built):
    if os.environ.get("RENEW_GOLDENS"):
        shutil.rmtree(WANTED, ignore_errors=True)
        for name, text in texts(built).items():
            (WANTED / name).parent.mkdir(parents=True, exist_ok=True)
            (WANTED / name).write_bytes(text.encode())
        LISTING.write_bytes(listing(built).encode())
    changed = differences(texts(WANTED), texts(built))
    if changed:
        pytest.fail(f"{changed}\nif this is right: RENEW_GOLDENS=1 python -m pytest tests/test_build.py", pytrace=False)
    assert listing(built) == LISTING.read_text("utf-8")


def test_the_golden_numbers_are_those_of_a_pencil():
    found = json.loads((WANTED / "one" / "trace.json").read_text("utf-8"))["quantities"]
    by_hand = {
        "net_H1": 1.25,  # 0.5 · 2 + 0.25, which relu lets through
        "out_Y1": -0.5,  # −1 · 1.25 + 0.75
        "E_total": 1.125,  # ½ · (1 + 0.5)²
        "grad_w2": -1.875,  # (−0.5 − 1) · 1.25
        "grad_w1": 3,  # (−1.5 · −1) · 1 · 2
        "new_w1": 0.2,  # 0.5 − 0.1 · 3
        "new_b2": 0.9,  # 0.75 + 0.1 · 1.5
        "out_Y1@r1": 0.49375,  # −0.8125 · (0.2 · 2 + 0.1) + 0.9
    }
    assert {id: found[id]["value"] for id in by_hand} == by_hand


def test_a_build_lays_out_each_skeleton_once_and_makes_each_record_once(tmp_path, monkeypatch):
    made, alive = Counter(), []  # a what-if of the audit is an example of its own
    lay_out, dump = skeleton.lay_out, record._dump

    def laying_out(slots, style, step, way):
        made["line", tuple(slots.values()), style, step.id, way] += 1
        return lay_out(slots, style, step, way)

    def dumping(solution):
        alive.append(solution)
        made["record", id(solution)] += 1
        return dump(solution)

    monkeypatch.setattr(skeleton, "lay_out", laying_out)
    monkeypatch.setattr(record, "_dump", dumping)
    skeleton._skeleton.cache_clear()
    assert run("--out", tmp_path / "site") == 0
    lines = [key for key in made if key[0] == "line"]
    assert set(made.values()) == {1} and len(lines) >= 2 * 31 and alive


def test_where_a_number_comes_from_is_spelt_in_one_place():
    spelling = [path.name for path in (ROOT / "backprop").rglob("*.py") if "data-q=" in path.read_text("utf-8")]
    assert spelling == ["provenance.py"]


def test_the_assets_of_a_site_are_the_projects_own(built):
    assets = ROOT / "templates" / "assets"
    own = {name: item for name, item in everything(assets).items() if item and not name.startswith("fonts/print/")}
    found = {name: item for name, item in everything(built / "assets").items() if item}
    for ending, minified in ((".css", rcssmin.cssmin), (".js", rjsmin.jsmin)):
        parts = {name: minified(own.pop(name)).strip() for name in list(own) if name.endswith(ending)}
        joined = {name: found.pop(name) for name in list(found) if name.endswith(ending)}
        assert [name for name, part in parts.items() if not any(part in whole for whole in joined.values())] == []
        for name, whole in joined.items():  # and nothing else
            for part in sorted(parts.values(), key=len, reverse=True):
                whole = whole.replace(part, b"")
            assert whole.strip() == b"", name
    assert found == own
    site, print_ = (
        rcssmin.cssmin((built / "assets/css/site.css").read_bytes()),
        (assets / "css/print.css").read_bytes(),
    )
    assert site.endswith(rcssmin.cssmin(print_).strip())


def test_two_builds_are_the_same_bytes_whoever_makes_them_and_where(tmp_path):
    plain = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    one = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    two = {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for name, environment in (("one", one), ("two", two)):
        here = tmp_path / name
        shutil.copytree(CONTENT, here / name / "content")
        command = [sys.executable, ROOT / "build.py", "--content", f"{name}/content", "--out", f"site-{name}"]
        subprocess.run(command, cwd=here, env=plain | environment, check=True, capture_output=True)
    first, second = everything(tmp_path / "one" / "site-one"), everything(tmp_path / "two" / "site-two")
    assert len(first) > 20 and [name for name in {**first, **second} if first.get(name) != second.get(name)] == []


def test_an_address_stands_in_every_canonical_link_and_leads_the_page_for_what_is_missing_home(tmp_path):
    assert run("--out", tmp_path / "site", "--base-url", "https://example.org/some/place/") == 0
    canonical = {}
    for path, tree in markup.trees(tmp_path / "site").items():
        canonical[path] = [e.get("href") for e in tree.iter("link") if e.get("rel") == "canonical"]
        if path == "404.html":
            links = [e.get(name) for e in tree.iter() for name in ("href", "src") if e.get(name)]
            assert len(links) > 5 and [x for x in links if not x.startswith(("/some/place/", "#"))] == []
    assert canonical.pop("404.html") == []
    assert len(canonical) >= 3
    for path, found in canonical.items():
        assert found == [f"https://example.org/some/place/{path.removesuffix('index.html')}"]


def test_without_an_address_no_page_claims_one(built):
    assert "canonical" not in "".join(texts(built).values())


def test_a_network_without_hidden_layers_is_a_lesson_too(content, tmp_path):
    (content / "examples" / "single").mkdir()
    (content / "examples" / "single" / "example.toml").write_text(
        'title = "No hidden layer"\n[network]\ninputs = [1]\ntargets = [0.5]\n'
        '[[network.layers]]\nactivation = "sigmoid"\nneurons = 1\nweights = [[0.25]]\nbiases = [0]\n'
    )
    assert run("--out", tmp_path / "site", content=content) == 0
    assert (tmp_path / "site" / "single" / "index.html").is_file()


# --- whole or not at all


def test_a_build_replaces_the_old_site_whole(content, old):
    (content / "examples" / "one").rename(content / "examples" / "other")
    for path in (content / "site.toml", content / "pages" / "index.md"):
        path.write_text(path.read_text("utf-8").replace("one", "other"), "utf-8")
    assert run("--out", old, content=content) == 0
    assert (old / "other" / "index.html").is_file() and not (old / "one").exists()
    assert sorted(path.name for path in old.parent.iterdir()) == [".site.lock", "site"]


def test_a_failed_build_leaves_the_old_site_and_says_one_line_a_fault(content, old):
    before = everything(old.parent)
    example = content / "examples" / "one" / "example.toml"
    example.write_text(example.read_text("utf-8").replace("0.25", "nan").replace('"relu"', '"rleu"'), "utf-8")
    command = [sys.executable, ROOT / "build.py", "--content", content, "--out", old]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    known = "sigmoid, tanh, relu, leaky_relu, linear, softplus, softmax"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f'{example}: network.layers[1].activation: wanted one of {known}, got "rleu"; did you mean "relu"?',
        f"{example}: network.biases.b1: wanted a finite number, got NaN",
    ]
    assert everything(old.parent) == before


def test_a_build_that_fails_at_its_last_page_leaves_the_old_site_too(content, old, capsys):
    before = everything(old.parent)
    (content / "examples" / "one" / "lesson.md").write_text('[[ v("nothing") ]]\n', "utf-8")
    assert run("--out", old, content=content) == 1
    assert everything(old.parent) | {".site.lock": b""} == before | {".site.lock": b""}
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ({"value": lambda net, nets, leak: Neg(net)}, "out_Y1: the written step gives 0.5, the arrays give -0.5; "),
        ({"slope": lambda net, out, leak: Num(2)}, "dout_dnet_Y1: the written step gives 2.0, the arrays give 1.0; "),
    ],
    ids=["value", "slope"],
)
def test_a_build_whose_witnesses_disagree_stops_and_names_the_first_step(wrong, first, old, monkeypatch, capsys):
    before = everything(old.parent)
    monkeypatch.setitem(ACTIVATION_RULES, "linear", replace(ACTIVATION_RULES["linear"], **wrong))
    monkeypatch.setattr(
        trace, "_one_round", trace._one_round.__wrapped__
    )  # steps of this shape may have been made before
    monkeypatch.setattr(trace, "_steps", trace._steps.__wrapped__)
    assert run("--out", old) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{GOLDEN / 'content'}/examples/one/example.toml: {first}from ")
    assert said.endswith(f": {REPORT}\n") and said.count("\n") == 1
    assert everything(old.parent) == before


def test_a_build_that_cannot_put_the_new_site_in_its_place_puts_the_old_one_back(old, monkeypatch):
    before, rename = everything(old), Path.rename

    def fails_for_the_new(self, target):
        if self.name.startswith(".site.new"):
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    monkeypatch.setattr(output, "exchange", lambda one, other: False)
    with pytest.raises(OSError, match="no"):
        write_site({"index.html": b"new"}, old)
    assert everything(old) == before


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from backprop.serving import output
from backprop.serving.output import write_site
act, left, half = getattr(Path, sys.argv[2]), int(sys.argv[3]), sys.argv[5] == "half"
def deadly(*args, **kwargs):
    global left
    left -= 1
    if left < 0:
        half and args[0].open("wb").write(args[1][: len(args[1]) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    return act(*args, **kwargs)
setattr(Path, sys.argv[2], deadly)
output.exchange = lambda one, other: False
write_site({"index.html": b"new", "one/index.html": b"new", "two/index.html": b"new"}, Path(sys.argv[4]))
"""


@pytest.mark.parametrize(
    ("act", "times", "how"),
    [
        ("write_bytes", 0, "before"),
        ("write_bytes", 2, "before"),
        ("write_bytes", 0, "half"),
        ("write_bytes", 2, "half"),
        ("rename", 0, "no exchange"),
        ("rename", 1, "no exchange"),
    ],
)
def test_a_build_killed_at_any_moment_leaves_the_old_site_whole(act, times, how, content, old):
    before = everything(old)
    killed = subprocess.run([sys.executable, "-c", KILLED, ROOT, act, str(times), old, how], check=False)
    assert killed.returncode == -9
    (content / "site.toml").write_text("title = 5\n", "utf-8")
    assert run("--out", old, content=content) == 1  # even a build that fails brings back what was set aside
    assert everything(old) == before
    assert run("--out", old) == 0
    assert sorted(path.name for path in old.parent.iterdir()) == [".site.lock", "site"]


# --- two builds at once


PAIR = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from backprop.serving.output import write_site
name, target = sys.argv[2].encode(), Path(sys.argv[3])
print("ready", flush=True)
for turn in sys.stdin:
    write_site({f"{place}index.html": name + turn.encode() for place in ("", "0/", "1/", "2/")}, target)
    print(turn, end="", flush=True)
"""


def test_of_two_builds_into_one_folder_the_site_is_always_one_of_them_whole(tmp_path):
    target = tmp_path / "site"
    builders = [
        subprocess.Popen(
            [sys.executable, "-c", PAIR, ROOT, name, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    assert [builder.stdout.readline() for builder in builders] == ["ready\n"] * 2
    write_site({"index.html": b"first"}, target)
    missing, done = [], threading.Event()

    def watch() -> None:
        while not done.is_set():
            if not (target / "index.html").exists():
                missing.append(1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for turn in range(200):
        for builder in builders:
            print(turn, file=builder.stdin, flush=True)
        assert [builder.stdout.readline() for builder in builders] == [f"{turn}\n"] * 2
        files = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*.html")}
        assert set(files) == {"index.html", "0/index.html", "1/index.html", "2/index.html"}
        assert set(files.values()) in ({b"a%d\n" % turn}, {b"b%d\n" % turn})
    done.set()
    watcher.join()
    for builder in builders:
        builder.communicate()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "site"]
    if exchange(target, target):  # where the system exchanges folders at one stroke, there is no moment without a site
        assert not missing


def test_a_folder_that_another_build_writes_to_for_too_long_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(output, "PATIENCE", 0.1)
    with filelock.FileLock(tmp_path / ".site.lock"):
        assert run("--out", tmp_path / "site") == 2
    assert "another build has been writing" in capsys.readouterr().err


# --- what it cannot do


@pytest.mark.parametrize("place", ["/", "content", "content/examples/site", "."])
def test_a_target_that_holds_the_content_or_lies_in_it_is_refused_at_once(place, content, monkeypatch, capsys):
    monkeypatch.chdir(content.parent)
    before = everything(content)
    assert run("--out", place, content=content) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"--out {place}: wanted a folder of its own, got one ") and said.count("\n") == 1
    assert everything(content) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_a_disk_that_does_not_do_as_it_is_told_is_told_in_one_line(error, old, monkeypatch, capsys):
    before = everything(old)

    def full(self, content):
        raise error

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run("--out", old) == 1
    monkeypatch.undo()
    said = capsys.readouterr().err
    assert re.match(rf"/.*: wanted a file .*, got {error.strerror}; ", said)
    assert said.count("\n") == 1 and everything(old) == before


def test_a_missing_folder_for_temporary_files_is_told_in_one_line(old, monkeypatch, capsys):
    before = everything(old)
    monkeypatch.setattr(tempfile, "tempdir", str(old / "nowhere"))
    assert run("--out", old) == 1
    said = capsys.readouterr().err
    assert "nowhere" in said and "got No such file or directory; " in said and said.count("\n") == 1
    assert everything(old) == before


@pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), KeyError("w@s1"), ValueError("math domain")])
def test_an_error_nobody_expected_is_told_as_ours_with_the_file(error, old, monkeypatch, capsys):
    before = everything(old)

    def fails(example):
        raise error

    monkeypatch.setattr("backprop.examples.solve", fails)
    assert run("--out", old) == 1
    said = capsys.readouterr().err
    where = CONTENT / "examples" / "one" / "example.toml"
    assert said.startswith(f"{where}: wanted no surprise, got {type(error).__name__} in ")
    assert said.endswith(f"; {REPORT}\n") and said.count("\n") == 1 and everything(old) == before


def oddity(kind: str, path: Path) -> None:
    """Put something that is no file in a file's place."""
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "loop" else path.parent / "nowhere")


@pytest.mark.parametrize("name", ["site.toml", "pages/index.md", "examples/one/example.toml", "examples/one/lesson.md"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "dangling"])
def test_what_is_no_file_in_the_place_of_one_is_told_in_one_line(kind, name, content, tmp_path, capsys):
    oddity(kind, content / name)
    code = run("--out", tmp_path / "site", content=content)
    said = capsys.readouterr().err
    assert code == 1 and said.count("\n") == 1 and said.startswith(f"{content / name}: wanted "), said


@pytest.mark.parametrize(
    "name", ["My-Example", "a#b", "what?", "50%", "two\nlines", "ü", "dot.", "a b", "x" * 101, "-x"]
)
def test_a_folder_whose_name_is_no_address_is_refused(name, content, tmp_path, capsys):
    (content / "examples" / "one").rename(content / "examples" / name)
    assert run("--out", tmp_path / "site", content=content) == 1
    said = capsys.readouterr().err
    assert f"wanted {NAME}, got " in said and said.count("\n") == 1


@pytest.mark.parametrize(
    "name", ["robots.txt", "404.html", "index.html", "sitemap.xml", "assets", "search", "404", "index"]
)
def test_a_folder_with_the_name_of_a_page_of_ours_is_refused(name, content, tmp_path, capsys):
    (content / "examples" / "one").rename(content / "examples" / name)
    assert run("--out", tmp_path / "site", content=content) == 1
    said = capsys.readouterr().err
    assert f'{name}: wanted an address of its own, got "{name}", which is taken; rename it\n' in said
    assert "404.md" not in said and "index.md" not in said


def test_folders_whose_names_differ_behind_a_dot_are_two_examples(content, tmp_path):
    shutil.copytree(content / "examples" / "one", content / "examples" / "one.2")
    assert run("--out", tmp_path / "site", content=content) == 0
    assert (tmp_path / "site" / "one" / "index.html").is_file() and (
        tmp_path / "site" / "one.2" / "index.html"
    ).is_file()


# --- what it did not write


def add(name: str, text: str = "mine"):
    def change(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)

    return change


FOREIGN = {
    "notes.txt": add("notes.txt"),
    "one/notes.txt": add("one/notes.txt"),
    ".hidden": add(".hidden"),
    "index.html": add("index.html", "edited by hand"),
    "one/trace.json": add("one/trace.json", "{}"),
    "empty/": lambda site: (site / "empty").mkdir(),
    "link": lambda site: (site / "link").symlink_to(site.parent),
    "404.html": lambda site: ((site / "404.html").unlink(), (site / "404.html").symlink_to(site / "index.html")),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_with_anything_a_build_did_not_write_is_refused_and_loses_nothing(name, old, capsys):
    FOREIGN[name](old)
    before = everything(old.parent)
    assert run("--out", old) == 2
    wanted = f"--out {old}: wanted a new or empty folder or a site built here, got {name}, {NOTHING_ELSE}\n"
    assert capsys.readouterr().err == wanted
    assert everything(old.parent) == before


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"files": []}', '{"files": {"notes.txt": "0"}}'])
def test_a_list_that_no_build_wrote_vouches_for_nothing(manifest, tmp_path, capsys):
    folder = tmp_path / "folder"
    add("notes.txt")(folder)
    add(".backprop-site.json", manifest)(folder)
    before = everything(tmp_path)
    assert run("--out", folder) == 2
    assert capsys.readouterr().err.endswith(f"got notes.txt, {NOTHING_ELSE}\n")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("kind", ["file", "link to a folder", "link to nothing", "below a file"])
def test_what_is_not_a_folder_is_refused_and_stays(kind, tmp_path, capsys):
    target = tmp_path / "target"
    (tmp_path / "folder").mkdir()
    if kind.startswith("link"):
        target.symlink_to(tmp_path / ("folder" if kind == "link to a folder" else "nowhere"))
    else:
        target.write_text("mine")
    before = everything(tmp_path)
    target = target / "site" if kind == "below a file" else target
    assert run("--out", target) == 2
    assert capsys.readouterr().err == f"--out {target}: wanted a folder, got something else; choose another\n"
    assert everything(tmp_path) == before


def test_what_lies_beside_the_site_is_never_touched(old):
    beside = {
        name: add(f"{name}/mine.txt")
        for name in (".site.old", ".site.new-1", ".site.old-abcdefgh", ".site.new-abcdefgh", "site.old", "site.new")
    }
    for change in beside.values():
        change(old.parent)
    assert run("--out", old) == 0
    assert [name for name in beside if not (old.parent / name / "mine.txt").is_file()] == []


def test_a_new_or_empty_folder_is_welcome(tmp_path):
    (tmp_path / "empty").mkdir()
    write_site({"index.html": b"new"}, tmp_path / "empty")
    write_site({"index.html": b"new"}, tmp_path / "deep" / "er" / "site")
    assert (tmp_path / "empty" / "index.html").read_bytes() == b"new"
    assert (tmp_path / "deep" / "er" / "site" / "index.html").read_bytes() == b"new"


# --- checking, and wrong usage


def test_a_check_writes_nothing(content, tmp_path, monkeypatch, capsys):
    before = everything(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run("--check", "--out", tmp_path / "site", content=content) == 0
    assert re.fullmatch(r"checked: 1 example\(s\), \d+ files; nothing written\n", capsys.readouterr().out)
    assert everything(tmp_path) == before


def test_a_check_fails_where_a_verdict_is_not_the_recorded_one(content, tmp_path, capsys):
    recorded = content / "examples" / "one" / "verdicts.txt"
    old = recorded.read_text("utf-8")
    recorded.write_text(old.replace("slip  wrong_sign", "exact  -"), "utf-8")
    before = everything(tmp_path)
    assert run("--check", "--out", tmp_path / "site", content=content) == 1
    out, err = capsys.readouterr()
    was, now = '"2  exact  -  grad_w2  1.875"', '"2  slip  wrong_sign  grad_w2  1.875"'
    assert out == "" and err.startswith(f"{recorded}: line 2: wanted {was}, got {now}; ") and err.count("\n") == 1
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "arguments",
    [["--nonsense"], ["surplus"], ["--out"], ["--content"], ["--base-url"], ["--check=yes"]],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_how_it_goes(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        build.main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: build.py ")


@pytest.mark.parametrize("address", ["somewhere", "ftp://example.org", "https://", "http://[example.org"])
def test_an_address_that_is_none_is_wrong_usage(address, tmp_path, capsys):
    try:
        code = run("--out", tmp_path / "site", "--base-url", address)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert address in capsys.readouterr().err.splitlines()[-1] and everything(tmp_path) == {}


@pytest.mark.parametrize("place", ["a file", "closed"])
def test_examples_that_cannot_be_looked_into_leave_the_site_as_it_is(tmp_path, capsys, place, monkeypatch):
    content = shutil.copytree(GOLDEN / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    (content / "site.toml").write_text('title = "A site"\ndescription = "About it."\n', "utf-8")
    arguments = ["--content", "content", "--out", "site", "--no-cache", "--no-sheets"]
    assert build.main(arguments) == 0
    before = (tmp_path / "site" / "one" / "index.html").read_bytes()
    capsys.readouterr()
    if place == "a file":
        shutil.rmtree(content / "examples")
        (content / "examples").write_text("", "utf-8")
    else:
        shut = Path.iterdir

        def iterdir(path):
            if path.name == "examples":
                raise PermissionError(13, "Permission denied", str(path))
            return shut(path)

        monkeypatch.setattr(Path, "iterdir", iterdir)
    assert build.main(arguments) == 1
    told = capsys.readouterr().err
    assert "content/examples: wanted a folder, got " in told and told.count("\n") == 1
    assert (tmp_path / "site" / "one" / "index.html").read_bytes() == before


def test_learning_rates_that_are_compared_stand_on_a_page_that_has_no_text_of_its_own(tmp_path):
    for name, more in (("plain", ""), ("compared", "\n[compare]\nlearning_rates = [0.1, 0.9]\n")):
        folder = tmp_path / "content" / "examples" / name
        folder.mkdir(parents=True)
        network = (CONTENT / "examples" / "one" / "example.toml").read_text("utf-8")
        (folder / "example.toml").write_text(network + more, "utf-8")
    shutil.copy(CONTENT / "site.toml", tmp_path / "content")
    shutil.copytree(CONTENT / "pages", tmp_path / "content" / "pages")
    shutil.copytree(CONTENT / "examples" / "one", tmp_path / "content" / "examples" / "one")
    out = tmp_path / "site"
    content = str(tmp_path / "content")
    assert build.main(["--no-cache", "--no-sheets", "--content", content, "--out", str(out)]) == 0
    found = {name: (out / name / "index.html").read_text("utf-8").count("@rate1") for name in ("plain", "compared")}
    assert found["plain"] == 0 < found["compared"]
