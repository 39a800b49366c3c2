"""What is kept from one build to the next is never stale, never trusted unread, and never changes a byte."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import build
from backprop.examples import Task, Worked
from backprop.serving import build as building
from backprop.serving import crew, making
from backprop.serving.kept import Kept
from backprop.serving.store import ABANDONED, BEGUN, Store
from conftest import CONTENT, ROOT

GOLDEN = Path(__file__).parent / "golden" / "content"


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A folder with content, its site, and the cache that making it filled."""
    place = tmp_path_factory.mktemp("kept")
    shutil.copytree(GOLDEN, place / "content")
    shutil.copytree(CONTENT / "examples" / "mazur-2015", place / "content" / "examples" / "two")
    claims = place / "content" / "examples" / "two" / "claims.toml"
    claims.write_text("[[claims]]".join(claims.read_text("utf-8").split("[[claims]]")[:6]), "utf-8")
    term = '[[terms]]\nid = "bias"\nterm = "bias"\ndefinition = "One number a neuron."\n'
    (place / "content" / "glossary.toml").write_text(term, "utf-8")
    page = place / "content" / "pages" / "counted.md"
    page.write_text(
        '# Counted\n\n[[ audited_wrong() ]] wrong, [[ sources_with("wrong_sign") ]] of them by a sign.\n', "utf-8"
    )
    with contextlib.chdir(place):
        assert made("--jobs", "1") == 0
    return place


@pytest.fixture
def place(first, tmp_path, monkeypatch) -> Path:
    """A copy of it, and the current folder, so that all paths are those by which it was made."""
    monkeypatch.chdir(shutil.copytree(first, tmp_path / "kept", copy_function=shutil.copy2))
    return Path()


def made(*arguments: str, out: str = "site") -> int:
    return build.main(["--content", "content", "--out", out, "--cache", "cache", *arguments])


def changed(old: str, new: str):
    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def added(text: str):
    return lambda path: path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")


CHANGES = {
    "an example's numbers": ("examples/two/example.toml", changed("0.15", "0.16")),
    "an example's title": ("examples/two/example.toml", changed("title = \"", "title = \"Another: ")),
    "claims": ("examples/two/claims.toml", changed('"0.3775"', '"-0.3775"')),
    "a lesson's own text": ("examples/two/lesson.md", lambda path: path.write_text("Own.\n\n[[ rest() ]]\n", "utf-8")),
    "a page": ("pages/counted.md", added("\nMore.\n")),
    "a page's title": ("pages/counted.md", changed("# Counted", "# Told")),
    "the front page": ("pages/index.md", added("\nMore.\n")),
    "a term": ("glossary.toml", changed("One number", "One figure")),
    "the site's title": ("site.toml", changed('title = "', 'title = "New ')),
    "an example that goes": ("examples/two", shutil.rmtree),
}  # fmt: skip

SHEETS = {"an example's numbers", "an example's title", "the site's title"}  # what stands on sheets too


@pytest.mark.parametrize("what", CHANGES)
def test_no_byte_is_stale_whatever_has_changed(place, what):
    name, change = CHANGES[what]
    sheets = () if what in SHEETS else ("--no-sheets",)
    assert made(*sheets) == 0
    before = files_of(place / "site")
    change(place / "content" / name)
    assert made(*sheets) == 0 and made("--no-cache", *sheets, out="anew") == 0
    assert files_of(place / "site") == files_of(place / "anew") != before


@pytest.mark.parametrize(
    "name",
    ["templates/base.html", "templates/sheet.typ", "backprop/words/en/player.py"],
)
def test_no_byte_is_stale_when_the_program_itself_has_changed(tmp_path, name):
    for part in ("backprop", "templates", "build.py"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    shutil.copytree(GOLDEN, tmp_path / "content")
    run = [sys.executable, tmp_path / "build.py", "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}

    def built(out: str, *more: str) -> dict[str, bytes]:
        subprocess.run([*run, "--out", tmp_path / out, *more], check=True, env=environment, capture_output=True)
        return files_of(tmp_path / out)

    sheets = () if name.endswith(".typ") else ("--no-sheets",)
    before = built("site", *sheets)
    path = tmp_path / name
    changes = {
        ".html": ("</body>", "<!-- changed --></body>"),
        ".typ": ("15pt", "16pt"),
        ".py": ('"Forward', '"Onward'),
    }
    changed(*changes[path.suffix])(path)
    assert built("site", *sheets) == built("anew", "--no-cache", *sheets) != before


DAMAGES = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-3]),
    "empty": lambda path: path.write_bytes(b""),
    "other": lambda path: path.write_bytes(b"x" * 99),
    "gone": Path.unlink,
    "another letter in it": lambda path: path.write_bytes(path.read_bytes().replace(b"<h1>", b"<h2>")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_made_anew(place, damage):
    before = files_of(place / "site")
    for number, path in enumerate(sorted((place / "cache").glob("??/*"))):
        if number % 2:
            damage(path)
    (place / "site" / "index.html").unlink()
    assert made() == 0
    assert files_of(place / "site") == before


def test_entries_in_each_other_s_places_and_folders_there_are_none(place):
    """Whole entries, but of other keys: each is made anew."""
    before = files_of(place / "site")
    entries = sorted((place / "cache").glob("??/*"))
    contents = [path.read_bytes() for path in entries]
    for path, content in zip(entries, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    entries[3].unlink()
    (entries[3] / "below").mkdir(parents=True)
    shutil.rmtree(place / "site")
    assert made() == 0
    assert files_of(place / "site") == before


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name are a thing of Unix")
def test_a_pipe_in_the_place_of_an_entry_and_a_file_in_that_of_a_folder_are_none(place):
    before = files_of(place / "site")
    entries = sorted((place / "cache").glob("??/*"))
    entries[3].unlink()
    os.mkfifo(entries[3])
    entries[5].unlink()
    entries[5].symlink_to("/dev/zero")
    other = next(entry.parent for entry in entries[9:] if entry.parent not in {entries[3].parent, entries[5].parent})
    shutil.rmtree(other)
    other.write_text("a note")
    shutil.rmtree(place / "site")
    assert made() == 0
    assert files_of(place / "site") == before


def test_a_build_without_a_change_makes_and_writes_nothing(place, capsys):
    before = {path: path.stat().st_mtime_ns for path in (place / "site").rglob("*")}
    assert made("--timings") == 0
    assert {path: path.stat().st_mtime_ns for path in (place / "site").rglob("*")} == before
    assert "2 example(s)" in capsys.readouterr().out


ADDED = {  # what a build that has kept nothing refuses
    "pages/below/x.md": lambda path: path.write_text("# Below\n", "utf-8"),
    "pages/more.md": Path.mkdir,
    "examples/one/lesson.md": lambda path: path.symlink_to("nowhere.md"),
    "examples/two/lesson.md": Path.mkdir,
    "examples/empty": Path.mkdir,
    "examples/nothing": lambda path: path.symlink_to("nowhere"),
    "examples/below/three/example.toml": lambda path: path.write_text('title = "Three"\n', "utf-8"),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_is_refused_without_anything_kept_is_refused_with_it(place, capsys, name):
    path = place / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    ADDED[name](path)
    assert made("--no-sheets") != 0
    told = capsys.readouterr().err
    assert made("--no-sheets", "--no-cache") != 0 and capsys.readouterr().err == told != ""


def test_a_link_is_followed_again_when_only_the_page_it_leads_to_has_changed(place, capsys):
    pages = place / "content" / "pages"
    added("\n## Part\n")(pages / "counted.md")
    (pages / "more.md").write_text("# More\n\nSee\n[there](../counted/index.html#part).\n", "utf-8")
    assert made("--no-sheets") == 0
    changed("## Part", "## Piece")(pages / "counted.md")
    assert made("--no-sheets") == 1
    assert capsys.readouterr().err.startswith('content/pages/more.md:4: wanted a place on the page "Counted"')


@pytest.mark.parametrize("name", [".#index.md", "._index.md"])
def test_hidden_files_beside_pages_are_some_editors(place, name):
    path = place / "content" / "pages" / name
    path.write_bytes(b"\0\xff") if name.startswith("._") else path.symlink_to("somebody@there.1")
    before = files_of(place / "site")
    assert made() == 0 and files_of(place / "site") == before


def test_the_projects_history_makes_nothing_anew_where_no_page_tells_of_it(place, monkeypatch):
    assert made("--no-sheets") == 0
    assert made("--no-sheets", "--base-url", "https://example.org/") == 0
    monkeypatch.setattr(building, "head", lambda content: "another commit")
    anew = []
    make = Kept._make
    monkeypatch.setattr(Kept, "_make", lambda self, part, *how: (anew.append(part.name), make(self, part, *how))[1])
    added("\n")(place / "content" / "site.toml")
    assert made("--no-sheets") == 0 and anew == []
    assert made("--no-sheets", "--base-url", "https://example.org/") == 0 and "lesson/one" in anew


def test_a_site_that_was_touched_is_not_taken_for_the_one_that_was_built(place, capsys):
    (place / "site" / "index.html").write_bytes(b"mine")
    assert made() == 2
    assert "which no build wrote" in capsys.readouterr().err


def test_what_a_file_manager_left_in_a_site_keeps_nobody_from_building(place):
    before = files_of(place / "site")
    (place / "site" / ".DS_Store").write_bytes(b"\0")
    (place / "site" / "assets" / "Thumbs.db").write_bytes(b"\0")
    gone = next(path for path in sorted((place / "site").rglob("practice/index.html")))
    gone.unlink()  # and its folder is left empty
    assert made() == 0
    assert {path: text for path, text in files_of(place / "site").items() if path in before} == before


@pytest.mark.parametrize("how", [(), ("--serve",)])
def test_a_cache_among_the_lessons_is_refused(place, capsys, how):
    assert made("--cache", str(place / "content" / "kept"), *how) == 2
    assert "--cache" in capsys.readouterr().err and not (place / "content" / "kept").exists()


def test_a_cache_in_the_site_is_refused_before_anything_is_written(place, capsys):
    before = files_of(place / "site")
    for cache in ("site", "site/kept", "."):
        assert made("--cache", cache) == 2
        assert "wanted a folder of its own" in capsys.readouterr().err
    assert files_of(place / "site") == before


def test_an_example_that_is_a_link_to_another_has_an_address_of_its_own(place):
    examples = place / "content" / "examples"
    (examples / "again").symlink_to("one")
    (examples / "file").mkdir()
    (examples / "file" / "example.toml").symlink_to("../two/example.toml")
    assert made("--no-sheets") == 0
    assert all((place / "site" / slug / "index.html").is_file() for slug in ("one", "two", "again", "file"))


def test_the_number_of_processes_changes_no_byte(place, monkeypatch):
    monkeypatch.setattr(crew, "WORTH", 2)
    assert made("--no-cache", "--jobs", "1", out="alone") == 0
    assert made("--no-cache", "--jobs", "2", out="together") == 0
    assert files_of(place / "alone") == files_of(place / "together")


def test_builds_at_the_same_time_share_a_cache(place):
    shutil.rmtree(place / "cache")
    command = [
        sys.executable,
        ROOT / "build.py",
        "--content",
        place / "content",
        "--cache",
        place / "cache",
        "--jobs",
        "1",
    ]
    running = [subprocess.Popen([*command, "--out", name], stdout=subprocess.PIPE) for name in ("a", "b")]
    assert [process.wait(120) for process in running] == [0, 0]
    for process in running:
        process.stdout.close()
    assert files_of(place / "a") == files_of(place / "b") == files_of(place / "site")


def test_what_was_not_asked_for_the_longest_goes_first(tmp_path):
    store = Store(tmp_path)
    now = time.time()
    keys = ["a" * 64, "b" * 64, "c" * 64]
    for age, key in enumerate(keys):
        store.write(key, b"x" * 1000)
        os.utime(tmp_path / key[:2] / key[2:], (now - 1000 + age, now - 1000 + age))
    mine = tmp_path / "ab" / "thesis.tar"  # the folder may be anybody's
    mine.parent.mkdir()
    mine.write_bytes(b"x" * 5000)
    os.utime(mine, (now - 9000, now - 9000))
    assert store.read(keys[0]) == b"x" * 1000  # asked for just now
    abandoned, begun = (tmp_path / "ab" / f"{BEGUN}{name}" for name in ("old", "new"))
    for path, age in ((abandoned, 2 * ABANDONED), (begun, 5)):
        path.write_bytes(b"x" * 5000)
        os.utime(path, (now - age, now - age))
    store.prune(most=2200)
    assert [store.read(key) is not None for key in keys] == [True, False, True] and mine.exists()
    assert begun.exists() and not abandoned.exists()


def test_an_example_whose_entry_is_gone_is_computed_again_for_its_sheets(place, monkeypatch):
    monkeypatch.setattr(crew, "WORTH", 2)  # so that they are set in processes of their own
    store = Store(place / "cache")
    for path in (place / "cache").glob("??/*"):
        if isinstance(store.get(path.parent.name + path.name), Worked):
            path.unlink()
    settings = place / "content" / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace('title = "', 'title = "Another ', 1), "utf-8")
    assert made("--jobs", "2") == 0
    kept = files_of(place / "site")
    assert made("--no-cache", out="anew") == 0 and files_of(place / "anew") == kept


@pytest.mark.parametrize("saved", ["examples/two/example.toml", "pages/counted.md"])
def test_what_is_saved_while_it_is_read_stops_the_build_and_is_not_kept(place, monkeypatch, capsys, saved):
    """The key of a file that was taken back must not lead to what was made of the other one."""
    path = place / "content" / saved
    text = path.read_text("utf-8")
    path.write_text(text + "\n", "utf-8")  # so that it is made anew
    before, makes = files_of(place / "site"), (Task.__call__, Kept._make)

    def working(self):
        found = makes[0](self)
        if self.folder.name in saved:
            path.write_text(text + "\n\n", "utf-8")
        return found

    def making(self, part, frame, base):
        if part.name == "pages/counted":
            path.write_text(text + "\n\n", "utf-8")
        return makes[1](self, part, frame, base)

    with monkeypatch.context() as patch:
        patch.setattr(Task, "__call__", working)
        patch.setattr(Kept, "_make", making)
        assert made("--jobs", "1") == 1
    told = capsys.readouterr().err
    assert "wanted what stays as it is while a site is built" in told and told.count("\n") == 1
    assert files_of(place / "site") == before
    path.write_text(text + "\n", "utf-8")
    assert made("--jobs", "1") == 0
    kept = files_of(place / "site")
    assert made("--no-cache", out="anew") == 0 and files_of(place / "anew") == kept


@pytest.mark.skipif(sys.platform != "linux", reason="where processes can be looked up")
def test_a_build_that_is_killed_takes_its_hands_with_it(place):
    command = [
        sys.executable,
        ROOT / "build.py",
        "--content",
        "content",
        "--out",
        "killed",
        "--no-cache",
        "--jobs",
        "2",
    ]
    for number in range(40):  # more than can be done before it is killed
        shutil.copytree(place / "content" / "examples" / "two", place / "content" / "examples" / f"copy{number}")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hands: set[int] = set()
    until = time.monotonic() + 60
    while len(hands) < 3 and time.monotonic() < until and process.poll() is None:
        hands = children(process.pid)
    time.sleep(1.5)  # until they have begun
    assert len(hands) >= 3 and process.poll() is None
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while (left := {pid for pid in hands if alive(pid)}) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left


def children(parent: int) -> set[int]:
    """Return the processes that one started, on Linux."""
    try:
        return {int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}
    except OSError:
        return set()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_without_sheets_none_are_made_and_with_them_they_are_there_again(place):
    before = files_of(place / "site")
    assert made("--no-sheets") == 0
    left = files_of(place / "site")
    assert made("--no-sheets", "--no-cache", out="anew") == 0 and files_of(place / "anew") == left
    without = files_of(place / "site")
    assert not [name for name in without if name.endswith(".pdf")]
    assert made() == 0 and files_of(place / "site") == before


def test_a_folder_that_is_no_content_is_not_read_through(tmp_path):
    deep = tmp_path / "other" / "deep"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x", "utf-8")
    (tmp_path / "site.toml").write_text("", "utf-8")
    assert [name for _, name in making.files_of(tmp_path)] == [str(tmp_path / "other"), str(tmp_path / "site.toml")]


def test_a_build_without_a_cache_keeps_its_examples_and_no_page(place, monkeypatch):
    kept = []
    put = Store.put
    monkeypatch.setattr(
        Store, "put", lambda self, key, value: (kept.append(type(value).__name__), put(self, key, value))
    )
    assert made("--cache", "another") == 0
    assert "Pieces" in kept and "Worked" in kept
    kept.clear()
    assert made("--no-cache") == 0
    assert "Pieces" not in kept and "Worked" in kept


def test_a_cache_that_cannot_be_written_is_done_without(place):
    Path("file").write_text("x", "utf-8")
    assert build.main(["--content", "content", "--out", "other", "--cache", "file/below", "--no-sheets"]) == 0
    assert Path("file").read_text("utf-8") == "x"
    assert build.main(["--content", "content", "--out", "other", "--cache", "file", "--no-sheets"]) == 2


def _built_there(content, out):
    assert build.main(["--no-cache", "--no-sheets", "--jobs", "2", "--content", content, "--out", out]) == 0


def test_inside_a_process_that_may_start_no_others_a_build_does_all_itself(tmp_path):
    content = tmp_path / "content"
    shutil.copytree(GOLDEN, content)
    for number in range(4):  # enough of them to be worth other processes
        shutil.copytree(content / "examples" / "one", content / "examples" / f"more-{number}")
    bound = multiprocessing.get_context("spawn").Process(
        target=_built_there, args=(str(content), str(tmp_path / "site")), daemon=True
    )
    bound.start()
    bound.join(120)
    assert bound.exitcode == 0 and (tmp_path / "site" / "more-3" / "index.html").is_file()
