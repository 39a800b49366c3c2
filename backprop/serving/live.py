"""The site on this machine while somebody writes: what has changed is there at once, the rest soon after."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from ..reading.places import TEMPLATES
from .server import serve
from .site import keeping
from .store import Store
from .workshop import Built, Workshop


def live(options: argparse.Namespace) -> int:
    """Build, serve, and build again at every change, until interrupted."""
    store = None if options.no_cache or options.cache is None else Store(options.cache)
    with keeping(store, "", "", processes=options.jobs, remember=True, report=print) as kept:
        workshop = Workshop(
            content=options.content,
            kept=kept,
            base_url=options.base_url,
            with_sheets=False,
            run_programs=options.run_programs,
            later=_later(options, kept.store),
        )
        try:
            serve(building(workshop), (options.content, TEMPLATES), print, options.out)
        finally:
            workshop.end()
    return 0


def building(workshop: Workshop) -> Callable[[], Built]:
    def build() -> Built:
        built = workshop.build()
        if built.trouble:
            print(built.trouble, file=sys.stderr)
        else:
            print(f"{len(built.files)} files")
            workshop.do_the_rest()
        return built

    return build


def _later(options: argparse.Namespace, store: Store) -> tuple[str, ...]:
    """Return the arguments of the build that writes what is served to its folder, with sheets and search index."""
    flags = ("--run-programs",) * options.run_programs + ("--no-sheets",) * options.no_sheets
    address = () if options.base_url is None else ("--base-url", options.base_url)
    places = ("--content", str(options.content), "--out", str(options.out), "--cache", str(store.folder))
    return (*places, *address, *flags, "--jobs", str(options.jobs))
