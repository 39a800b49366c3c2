"""Checkers that npm brings, each at one version, kept below .venv; in CI npm is installed if it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

TOOLS = {"java": "default-jre-headless", "npm": "npm", "node": "nodejs"}  # by the package that has them in Debian


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def tool(name: str) -> str | None:
    """Return the path of a tool; in CI it is installed with apt where that is possible."""
    can_install = os.environ.get("CI") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if can_install and not shutil.which(name):
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-q", "-y", "--no-install-recommends", TOOLS[name])
    return shutil.which(name)


def bring(package: str, version: str, file: str, cache: Path) -> Path | None:
    """Return a file of a package, fetched once into a folder, or None where it cannot be had."""
    path = cache / "node_modules" / package / file
    npm = None if path.is_file() else tool("npm")
    if npm:
        cache.mkdir(parents=True, exist_ok=True)
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        run(npm, "install", *quiet, "--prefix", str(cache), f"{package}@{version}")
    return path if path.is_file() else None
