"""Where the program's own files lie."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATES = next(  # inside the package where that is installed, beside it in the project's own folder
    (path for path in (PACKAGE / "templates", PACKAGE.parent / "templates") if path.is_dir()),
    PACKAGE / "templates",
)
RUNTIME = PACKAGE.parent / "node_modules" / "pyodide"  # the workbench's Python, where npm puts it
