"""Somebody writes: the site on this machine follows, shows what is wrong as a page, and listens to nobody else."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import socket
import threading

import pytest

from backprop.reading.toml_lines import excerpt
from backprop.serving import server as live
from backprop.serving.crew import Crew
from backprop.serving.kept import Kept
from backprop.serving.server import Server, Stage
from backprop.serving.store import Store
from backprop.serving.workshop import Built, Workshop
from conftest import CONTENT, LESSON


@pytest.fixture
def content(tmp_path):
    """A small folder of content: one example, no course."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT / "examples" / "first-network", folder / "examples" / "my-example")
    (folder / "pages").mkdir()
    (folder / "pages" / "index.md").write_text("Hello.\n", encoding="utf-8")
    (folder / "pages" / "404.md").write_text("Not here.\n", encoding="utf-8")
    (folder / "site.toml").write_text('title = "T"\ndescription = "D"\n', encoding="utf-8")
    return folder


@pytest.fixture
def workshop(content, tmp_path):
    """A workshop whose report is what it had to make."""
    said: list[str] = []
    with Crew() as crew:
        kept = Kept(store=Store(tmp_path / "cache"), program="", crew=crew, remember=True, report=said.append)
        yield Workshop(content=content, kept=kept), said


@pytest.fixture
def server():
    stage = Stage(built=Built(files={"index.html": b"<head><meta content=\"default-src 'none'\"></head>one"}))
    with Server(stage) as opened:
        yield stage, opened


def ask(server, path: str = "/") -> tuple[int, str]:
    """Return the status and the text of an answer, redirections followed once."""
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status == 301:
            return ask(server, answer.getheader("Location"))
        return answer.status, text


def get(server, path: str = "/") -> str:
    status, text = ask(server, path)
    assert status == 200
    return text


def test_only_this_machine_is_listened_to(server):
    assert server[1].address[0] == "127.0.0.1"


def test_a_page_waits_for_changes_and_its_policy_lets_it(server):
    text = get(server[1])
    assert "/__live.js" in text and "connect-src 'self'" in text and "EventSource" in get(server[1], "/__live.js")


def test_a_change_is_told_to_a_waiting_browser_and_then_served(server):
    stage, opened = server
    connection = http.client.HTTPConnection(*opened.address, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/__changes")
        with connection.getresponse() as heard:
            assert heard.readline() == b": listening\n" and heard.readline() == b"\n"
            stage.show(Built(files={"index.html": b"<head></head>two"}))
            assert heard.readline() == b"event: changed\n"
    assert "two" in get(opened)


def test_a_fault_takes_the_place_of_every_page_until_it_is_mended(server):
    stage, opened = server
    stage.show(Built(files={}, trouble='content/site.toml: title: wanted a text, got "<b>"'))
    status, told = ask(opened)
    assert status == 500 and "wanted a text" in told and "&lt;b&gt;" in told and "/__live.js" in told
    stage.show(Built(files={"index.html": b"<head></head>mended"}))
    assert "mended" in get(opened)


def test_what_is_missing_is_not_found_and_a_folder_gets_its_slash(server):
    stage, opened = server
    stage.show(Built(files={"a/index.html": b"<head></head>a", "404.html": b"<head></head>lost"}))
    assert "a" in get(opened, "/a")
    for path in ("/nothing.html", "/../build.py", "/%2e%2e/build.py"):
        assert ask(opened, path)[0] == 404


def test_only_what_changed_is_made_again(content, workshop):
    made, said = workshop
    first = made.build()
    assert not first.trouble and "computing my-example" in said and "lesson/my-example" in said
    said.clear()
    (content / "pages" / "index.md").write_text("Good morning.\n", encoding="utf-8")
    second = made.build()
    assert said == ["index"] and b"Good morning." in second.files["index.html"]
    said.clear()
    path = content / "examples" / "my-example" / "example.toml"
    path.write_text(path.read_text("utf-8").replace("learning_rate = 0.5", "learning_rate = 0.25"), encoding="utf-8")
    third = made.build()
    assert said[0] == "computing my-example" and {"lesson/my-example", "sheets/my-example"} <= set(said)
    assert third.files["my-example/trace.json"] != second.files["my-example/trace.json"]
    assert third.files["my-example/handout/key-a4.pdf"] != second.files["my-example/handout/key-a4.pdf"]
    said.clear()
    assert made.build().files == third.files and said == []


def test_a_fault_is_kept_from_the_last_good_build_and_told(content, workshop):
    (content / "site.toml").write_text("title = 3\n", encoding="utf-8")
    built = workshop[0].build()
    assert not built.files and "site.toml: title: wanted a text, got 3" in built.trouble


# --- a server that answers this machine alone, and outlives what happens to it


def raw(server, text: str) -> bytes:
    """Return all that comes back for a request written out."""
    with socket.create_connection(server.address, timeout=15) as connection:
        connection.sendall(text.encode())
        found = b""
        while part := connection.recv(65536):
            found += part
        return found


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.7:8000", ""])
def test_another_name_than_this_machines_is_not_answered(server, host):
    answer = raw(server[1], f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and b"one" not in answer


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1"])
def test_the_names_of_this_machine_are_answered(server, host):
    assert b"one" in raw(server[1], f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")


def test_a_head_is_answered_without_its_body(server):
    answer = raw(server[1], "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ") and b"content-length: " in head and body == b""


def test_a_client_that_asks_for_nothing_is_sent_away_and_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(live, "SILENCE", 0.5)
    with contextlib.ExitStack() as ends:
        opened = ends.enter_context(Server(Stage(built=Built(files={"index.html": b"<head></head>one"}))))
        silent = [ends.enter_context(socket.create_connection(opened.address, timeout=15)) for _ in range(50)]
        for connection in silent[:25]:
            connection.sendall(b"GET / HT")  # half a request
        assert "one" in get(opened)
        assert [connection.recv(100) for connection in silent] == [b""] * 50
        assert threading.active_count() < 20


def test_the_page_of_a_fault_has_a_policy_too(server):
    stage, opened = server
    stage.show(Built(files={}, trouble="content/site.toml: title: wanted a text, got 3"))
    answer = raw(opened, "GET /any/page.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").lower()
    assert b"content-security-policy: default-src 'none'" in answer and b"http/1.1 500" in answer


@pytest.mark.parametrize("error", [RecursionError("deep"), MemoryError(), OSError(28, "No space left on device")])
def test_whatever_happens_while_it_builds_becomes_a_page(workshop, monkeypatch, error):
    def fails(*args, **named):
        raise error

    monkeypatch.setattr("backprop.pages.lesson", fails)
    built = workshop[0].build()
    assert "wanted " in built.trouble and "Traceback" not in built.trouble


def test_a_folder_that_comes_and_goes_is_waited_for(content, tmp_path, monkeypatch):
    monkeypatch.setattr(live, "LOST", 100)
    monkeypatch.setattr(live, "AGAIN", 0.05)
    back = threading.Timer(0.5, lambda: (tmp_path / "elsewhere").rename(content))
    built: list[bool] = []

    def build() -> Built:
        built.append(content.exists())
        if len(built) == 1:
            content.rename(tmp_path / "elsewhere")
            back.start()
        elif content.exists():
            raise KeyboardInterrupt
        return Built(files={"index.html": b"<head></head>one"})

    said: list[str] = []
    live.serve(build, (content,), said.append)
    assert built == [True, False, True] and said[-1] == ""


def test_the_page_of_a_fault_shows_the_lines_around_it(tmp_path):
    path = tmp_path / "example.toml"
    path.write_text(LESSON.read_text("utf-8").replace("0.40]", '"<b>"]'), "utf-8")
    number = next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.startswith("w5"))
    stage = Stage(built=Built(files={}))
    stage.show(Built(files={}, trouble=f'{path}: network.weights.w5: wanted a number, got "<b>"'))
    page = stage.answer("/").body.decode()
    assert re.search(rf"<mark> *{number}  w5 = .*&lt;b&gt;.*</mark>", page)
    assert f"{number - 1}  w4 = " in page and f"{number + 1}  w6 = " in page and "<b>" not in page
    stage.show(Built(files={}, trouble=f"{path}: wanted TOML, got Invalid value (at line 2, column 1)"))
    assert re.search("<mark> *2  ", stage.answer("/").body.decode())
    assert excerpt(f"{path}:3: wanted a word, got none")[0] == 3
    assert excerpt("nowhere.toml: key: wanted") == excerpt("a fault without a place") == (0, ())
