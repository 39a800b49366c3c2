"""Take the picture of the README from the built site: `make screenshot`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from playwright.sync_api import sync_playwright

import browser

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "site" / "backpropagation-2x2" / "index.html"


def main() -> None:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light", device_scale_factor=1.5)
        page.goto(f"{PAGE.as_uri()}#dE_dout_H1")
        page.locator(".player").scroll_into_view_if_needed()
        page.locator(".player").screenshot(path=ROOT / ".github" / "readme" / "player.png")
        chromium.close()


if __name__ == "__main__":
    main()
