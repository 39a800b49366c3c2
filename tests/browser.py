"""Finding a Chromium for the tests, and installing one where that can be done.

As a program: `python tests/browser.py --install` ends with 0 when a browser is there or can be done without, else with
one line that says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"  # the same engine without a window: it takes half the processor's time
NAMES = (SHELL, "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",  # text is as wide as on a telephone
)
CURE = "install Chrome or Chromium (Debian, Ubuntu: apt-get install chromium), or set BROWSER_PATH"


def find() -> str | None:
    """Return the path of a browser: BROWSER_PATH, Chromium without a window, Chrome or Chromium, Playwright's own."""
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    if MAC.exists():
        return str(MAC)
    own = sorted((Path.home() / ".cache" / "ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def required() -> bool:
    return any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in ("CI", "REQUIRE_BROWSER"))


def install() -> bool:
    """Try apt, where there is one and we may use it; return whether a browser is there then.

    Not every release has the one without a window; what else is there does as well.
    """
    if shutil.which("apt-get") and os.geteuid() == 0 and not (shutil.which(SHELL) or os.environ.get("BROWSER_PATH")):
        _apt("update")
        _apt("install", "-y", SHELL)
        if find() is None:
            _apt("install", "-y", "chromium")
    return find() is not None


def _apt(*words: str) -> None:
    patience = ("-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1")
    subprocess.run(
        ["apt-get", "-q", *patience, *words], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def main() -> int:
    if install():
        return 0
    print(f"no browser for the tests; {CURE}", file=sys.stderr)
    return 1 if required() else 0


if __name__ == "__main__":
    sys.exit(main())
