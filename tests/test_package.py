"""The package is whole by itself: installed anywhere, it brings its templates and a command that builds a site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

CONTENT = Path(__file__).with_name("golden") / "content"


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder that an installation of the package fills, away from this project."""
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", place, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(place / "site-packages")
    return place / "site-packages"


def test_it_has_every_room_and_the_templates(installed):
    rooms = {path.parent.name for path in (ROOT / "backprop").glob("*/__init__.py")}
    assert rooms <= {path.name for path in (installed / "backprop").iterdir()}
    brought = {path.relative_to(installed / "backprop") for path in (installed / "backprop" / "templates").rglob("*")}
    assert brought >= {path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert not (installed / "tests").exists() and not (installed / "content").exists()


def test_its_command_builds_a_site_that_is_the_same_to_the_letter(installed, tmp_path):
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "backprop = backprop.__main__:main" in entry.read_text("utf-8")
    start = (
        "import sys; from backprop.__main__ import main; import backprop; print(backprop.__path__[0]); sys.exit(main())"
    )
    command = [sys.executable, "-c", start, "build", "--content", CONTENT, "--out", "site"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(installed))
    page = Path("one") / "index.html"
    assert (tmp_path / "site" / page).read_bytes() == (CONTENT.parent / "site" / page).read_bytes()


def test_every_action_of_the_workflows_is_pinned_by_its_digest():
    used = [
        line.strip().removeprefix("- ")
        for path in (ROOT / ".github" / "workflows").glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert (
        used and [line for line in used if not re.fullmatch(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    )
