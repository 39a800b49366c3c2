"""The site on this machine while somebody writes: built anew at every change, the browser told to look again.

Bound to the loopback address, and answers no other name: a page elsewhere cannot read drafts. A fault of the content is
shown as a page in the place of every page until it is mended.

Longer than most: the server with all that it does when something is in its way.
"""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import cast

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..errors import UsageError, explained
from ..pages.search_index import FOLDER
from ..reading.toml_lines import excerpt
from ..words.en import pages, terminal
from .output import written_in
from .workshop import Built

_LATER = re.compile(rf"({FOLDER}|[^/]+/handout)/")  # what is finished after the pages
PORTS = range(8000, 8020)
HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CHANGES, SCRIPT = "/__changes", "/__live.js"
LOOK = 0.01  # seconds between two looks at whether something changed
PATIENCE = 20  # seconds after which a waiting browser is sent a line, so that a closed one is noticed
SILENCE = 10  # seconds that a client may take to ask for something
DEBOUNCE, STEP = 100, 10  # milliseconds that changes are gathered, at most and while more of them come
LOST = 1000  # milliseconds between two looks at whether what is watched is still there
AGAIN = 0.5  # seconds to wait where what is watched is gone for a moment
POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'"
_JS = f"""(function () {{
  "use strict";
  var key = "open " + window.location.pathname;
  var all = function () {{ return Array.from(document.querySelectorAll("details")); }};
  var kept = JSON.parse(window.sessionStorage.getItem(key) || "[]");
  window.sessionStorage.removeItem(key);
  document.addEventListener("DOMContentLoaded", function () {{
    all().forEach(function (part, i) {{ if (kept.indexOf(i) >= 0) part.open = true; }});
  }});
  var wait = new EventSource("{CHANGES}");
  wait.addEventListener("changed", function () {{
    var open = all().map(function (part, i) {{ return part.open ? i : -1; }}).filter(function (i) {{ return i >= 0; }});
    window.sessionStorage.setItem(key, JSON.stringify(open));
    window.location.reload();
  }});
}})();
"""
_TROUBLE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="/assets/css/site.css">
<script src="{script}" defer></script></head><body><main><h1>{title}</h1>
<p>{hope}</p><ol>{rows}</ol></main></body></html>
"""


@dataclass(slots=True)
class Stage:
    """What is being served, and how often it has changed."""

    built: Built
    folder: Path | None = None  # where the last finished site lies: sheets and search index are served from there
    version: int = 0
    ended: bool = False

    def show(self, built: Built) -> None:
        """Serve another build; what is wrong is shown in the style of the last one that was right."""
        self.built = built if not built.trouble else replace(built, files=self.built.files)
        self.version += 1

    def answer(self, path: str) -> Response:
        """Return what lies at an address below the root."""
        built, name = self.built, path.lstrip("/")
        name = f"{name}index.html" if name.endswith("/") or not name else name
        if built.trouble and (name.endswith(".html") or not name.startswith("assets/")):
            rows = "".join(map(_told, built.trouble.splitlines()))
            body = _TROUBLE.format(title=pages.TROUBLE, hope=pages.GOES_AWAY, script=SCRIPT, rows=rows)
            return Response(body, 500, {"Content-Security-Policy": POLICY}, "text/html")
        if name in built.files:
            return _file(name, built.files[name])
        finished = self._finished(name)
        if finished is not None:
            return _file(name, finished)
        if f"{name}/index.html" in built.files:
            return RedirectResponse(f"/{name}/", 301)
        return _file("404.html", built.files.get("404.html", b"<head></head>not found"), 404)

    def _finished(self, name: str) -> bytes | None:
        """Return a file of the last finished site, by the name that its own list has of it."""
        if self.folder is None or not _LATER.match(name) or name not in written_in(self.folder):
            return None
        try:
            return (self.folder / name).read_bytes()
        except (OSError, ValueError):
            return None

    async def changes(self) -> AsyncIterator[bytes]:
        """Yield a line whenever something has changed, and now and then one that says nothing."""
        seen, said = self.version, time.monotonic()
        yield b": listening\n\n"
        while not self.ended:
            await asyncio.sleep(LOOK)
            if self.version != seen:
                seen = self.version
                yield b"event: changed\ndata: \n\n"
            elif time.monotonic() - said > PATIENCE:
                said = time.monotonic()
                yield b": still here\n\n"


def _told(fault: str) -> str:
    """Return a fault with the lines of the file around it, the one it is about marked."""
    at, lines = excerpt(fault)
    shown = "\n".join(
        f"<mark>{number:>4}  {escape(line)}</mark>" if number == at else f"{number:>4}  {escape(line)}"
        for number, line in lines
    )
    return f"<li><code>{escape(fault)}</code>{f'<pre>{shown}</pre>' if shown else ''}</li>"


def _file(name: str, content: bytes, status: int = 200) -> Response:
    if name.endswith(".html"):
        return Response(_listening(content), status, media_type="text/html")
    return Response(content, status, media_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


def _listening(page: bytes) -> bytes:
    """Return a page that also waits for changes; its policy must let it."""
    page = page.replace(b"</head>", f'<script src="{SCRIPT}" defer></script></head>'.encode(), 1)
    if b"connect-src" in page:
        return page
    return page.replace(b"default-src 'none'", b"default-src 'none'; connect-src 'self'", 1)


def application(stage: Stage) -> Starlette:
    """Return what answers requests: files, the script that waits, and the changes it waits for."""

    async def script(request: Request) -> Response:
        return Response(_JS, media_type="text/javascript")

    async def changes(request: Request) -> Response:
        return StreamingResponse(stage.changes(), media_type="text/event-stream")

    async def page(request: Request) -> Response:
        answer = stage.answer(request.path_params["path"])
        answer.headers["Cache-Control"] = "no-store"
        return answer

    routes = [Route(SCRIPT, script), Route(CHANGES, changes), Route("/{path:path}", page)]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)])


class _Impatient(H11Protocol):
    """Ends a connection on which nothing is asked for in time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self.loop.call_later(SILENCE, self._ask_whether_asked)

    def _ask_whether_asked(self) -> None:
        if self.cycle is None:
            self.transport.close()


class Server(uvicorn.Server):
    """A server of a stage on the loopback address, in a thread of its own while a `with` block runs."""

    def __init__(self, stage: Stage):
        self.stage, self.socket = stage, _free_socket()
        config = uvicorn.Config(
            application(stage), http=_Impatient, ws="none", lifespan="off", log_config=None, timeout_graceful_shutdown=1
        )
        super().__init__(config)
        self.thread = threading.Thread(target=self.run, kwargs={"sockets": [self.socket]}, daemon=True)

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.socket.getsockname()
        return str(host), int(port)

    def __enter__(self) -> Server:
        self.thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.stage.ended = self.should_exit = True
        self.thread.join(timeout=5)


def _free_socket() -> socket.socket:
    """Return a socket on the first free port; raises UsageError where none is."""
    for port in PORTS:
        found = socket.socket()
        if os.name == "posix":  # a port whose last connections are still ending is free
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
            found.listen()
        except OSError:
            found.close()
            continue
        return found
    raise UsageError(f"--serve: wanted a free port from {PORTS[0]} to {PORTS[-1]}, got none; end another server")


def serve(
    build: Callable[[], Built], watched: Iterable[Path], say: Callable[[str], None], folder: Path | None = None
) -> None:
    """Serve what `build` returns, and build again whenever something watched changes, until interrupted.

    What it does not return is served from the `folder` of the last finished site.
    """
    watched = tuple(watched)
    seen = _folders(watched)
    stage = Stage(built=build(), folder=folder)
    with Server(stage) as server:
        say(terminal.serving(f"http://127.0.0.1:{server.address[1]}/"))
        try:
            while True:
                _follow(stage, build, watched, seen)
                seen = _folders(watched)
                stage.show(build())
        except KeyboardInterrupt:
            say("")


def _follow(stage: Stage, build: Callable[[], Built], watched: tuple[Path, ...], seen: Mapping[Path, int]) -> None:
    """Build again at every change, until the folders that are watched are others than were seen."""
    try:
        watching = watchfiles.watch(
            *seen, debounce=DEBOUNCE, step=STEP, rust_timeout=LOST, yield_on_timeout=True, raise_interrupt=True
        )
        for changes in watching if seen and _folders(watched) == seen else ():
            if changes:
                stage.show(build())
            if _folders(watched) != seen:
                return
    except (OSError, RuntimeError) as error:
        stage.show(Built(files={}, trouble=explained(error)))
        time.sleep(AGAIN)
        return
    while _folders(watched) == seen:
        time.sleep(AGAIN)


def _folders(paths: tuple[Path, ...]) -> dict[Path, int]:
    """Return the folders among some paths, each with what tells it from another of its name."""
    return {path: path.stat().st_ino for path in paths if path.is_dir()}
