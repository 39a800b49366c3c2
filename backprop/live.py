"""The site on this machine while somebody writes: built anew at every change, the browser told to look again.

Bound to the loopback address. A fault of the content is shown as a page in the place of every page until it is mended.
"""

from __future__ import annotations

import http.server
import mimetypes
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import watchfiles

from .errors import UsageError
from .workshop import Built

PORTS = range(8000, 8020)
CHANGES, SCRIPT = "/__changes", "/__live.js"
PATIENCE = 20  # seconds after which a waiting browser is sent a line, so that a closed one is noticed
_JS = f"""(function () {{
  "use strict";
  var wait = new EventSource("{CHANGES}");
  wait.addEventListener("changed", function () {{ window.location.reload(); }});
}})();
"""
_TROUBLE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Something is wrong in the content</title>
<link rel="stylesheet" href="/assets/css/tokens.css"><link rel="stylesheet" href="/assets/css/base.css">
<script src="{script}" defer></script></head><body><main><h1>Something is wrong in the content</h1>
<p>This page goes away by itself when it is mended.</p><ol>{rows}</ol></main></body></html>
"""


@dataclass(slots=True)
class Stage:
    """What is being served, and how often it has changed."""

    built: Built
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def show(self, built: Built) -> None:
        """Serve another build; what is wrong is shown in the style of the last one that was right."""
        with self.changed:
            self.built = built if not built.trouble else replace(built, files=self.built.files)
            self.version += 1
            self.changed.notify_all()

    def wait_beyond(self, version: int) -> int:
        """Return the version that follows, or the same one after a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version, timeout=PATIENCE)
            return self.version

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, type and body for an address below the root."""
        if path == SCRIPT:
            return 200, "text/javascript", _JS.encode()
        name = unquote(urlsplit(path).path).lstrip("/")
        name = f"{name}index.html" if name.endswith("/") or not name else name
        html = name.endswith(".html")
        if self.built.trouble and (html or not name.startswith("assets/")):
            rows = "".join(f"<li><code>{escape(line)}</code></li>" for line in self.built.trouble.splitlines())
            return 500, "text/html", _TROUBLE.format(script=SCRIPT, rows=rows).encode()
        content, status = self.built.files.get(name), 200
        if content is None:
            if f"{name}/index.html" in self.built.files:
                return 301, f"/{name}/", b""
            content, status, html = self.built.files.get("404.html", b"not found"), 404, True
        kind = "text/html" if html else mimetypes.guess_type(name)[0] or "application/octet-stream"
        return status, kind, _listening(content) if html else content


def _listening(page: bytes) -> bytes:
    """Return a page that also waits for changes; its policy must let it."""
    page = page.replace(b"</head>", f'<script src="{SCRIPT}" defer></script></head>'.encode(), 1)
    if b"connect-src" in page:
        return page
    return page.replace(b"default-src 'none'", b"default-src 'none'; connect-src 'self'", 1)


class _Handler(http.server.BaseHTTPRequestHandler):
    stage: Stage
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == CHANGES:
            self._wait()
            return
        status, kind, body = self.stage.answer(self.path)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", kind)
        else:
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _wait(self) -> None:
        seen = self.stage.version  # before a word is said: what changes from now on is told
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                now = self.stage.wait_beyond(seen)
                self.wfile.write(b"event: changed\ndata: \n\n" if now != seen else b": still here\n\n")
                self.wfile.flush()
                seen = now
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing of requests; what matters is said when something is built."""


def open_server(stage: Stage) -> http.server.ThreadingHTTPServer:
    """Return a server on the loopback address, on the first free port; raises UsageError where none is."""
    handler = type("Handler", (_Handler,), {"stage": stage})
    for port in PORTS:
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
        server.daemon_threads = True
        return server
    raise UsageError(f"--serve: wanted a free port from {PORTS[0]} to {PORTS[-1]}, got none; end another server")


def serve(build: Callable[[], Built], watched: tuple[Path, ...], say: Callable[[str], None]) -> None:
    """Serve what `build` returns, and build again whenever something watched changes, until interrupted."""
    stage = Stage(built=build())
    with open_server(stage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"http://127.0.0.1:{server.server_address[1]}/ (Ctrl+C ends it)")
        try:
            for _ in watchfiles.watch(*watched, debounce=200, raise_interrupt=True):
                stage.show(build())
        except KeyboardInterrupt:
            say("")
        finally:
            server.shutdown()
