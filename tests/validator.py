"""The Nu Html Checker, where there is Java and npm to bring it; in CI both are installed if they are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

VERSION = "26.9.27"
JAR = Path("node_modules/vnu-jar/build/dist/vnu.jar")
ALLOWED = "Attribute “value” not allowed on element “"  # the site's own mark of a number, on <mn> and in drawings


def _run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def _install() -> None:
    """Install what is missing with apt, where that is possible."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        missing = [
            package for tool, package in (("java", "default-jre-headless"), ("npm", "npm")) if not shutil.which(tool)
        ]
        if missing:
            _run("apt-get", "update", "-q")
            _run("apt-get", "install", "-q", "-y", "--no-install-recommends", *missing)


def find(cache: Path) -> tuple[str, str] | None:
    """Return java and the checker's jar, fetched once into a folder, or None where they cannot be had."""
    if os.environ.get("CI"):
        _install()
    java, npm = shutil.which("java"), shutil.which("npm")
    if not java or not (npm or (cache / JAR).is_file()):
        return None
    if not (cache / JAR).is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _run(npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(cache), f"vnu-jar@{VERSION}")
    return (java, str(cache / JAR)) if (cache / JAR).is_file() else None


def errors(java: str, jar: str, site: Path) -> list[str]:
    """Return what the checker calls an error on any page, those of the site's own marks aside."""
    done = _run(java, "-jar", jar, "--skip-non-html", "--errors-only", "--format", "gnu", str(site))
    return [line for line in (done.stderr + done.stdout).splitlines() if line.strip() and ALLOWED not in line]
