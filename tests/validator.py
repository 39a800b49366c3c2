"""The Nu Html Checker, where there is Java, and npm to bring it."""

from __future__ import annotations

from pathlib import Path

import npm

VERSION = "26.9.27"
ALLOWED = "Attribute “value” not allowed on element “"  # the site's own mark of a number, on <mn> and in drawings


def find(cache: Path) -> tuple[str, str] | None:
    """Return java and the checker's jar, or None where they cannot be had."""
    java = npm.tool("java")
    jar = npm.bring("vnu-jar", VERSION, "build/dist/vnu.jar", cache) if java else None
    return (java, str(jar)) if java and jar else None


def errors(java: str, jar: str, site: Path) -> list[str]:
    """Return what the checker calls an error on any page, those of the site's own marks aside."""
    done = npm.run(java, "-jar", jar, "--skip-non-html", "--errors-only", "--format", "gnu", str(site))
    return [line for line in (done.stderr + done.stdout).splitlines() if line.strip() and ALLOWED not in line]
