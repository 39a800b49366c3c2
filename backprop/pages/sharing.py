"""The map of the site, and the pictures that links to its lessons are shown with."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from ..drawing.diagram import sketch
from ..errors import shortened
from ..examples import Worked
from ..lesson.typesetting import typeset
from ..reading.places import TEMPLATES
from ..reading.site import Site
from ..steps.solution import Solution
from ..words.en import drawings as words
from .frame import Files, Frame
from .page import Drawn

LONGEST_TITLE = 90  # characters of a title that fit beside the network


def card(solution: Solution, site: Site) -> bytes:
    """Return the picture that a link to a lesson is shown with: its network, its title, and what one round does."""
    before, after = (error.shown for error in solution.errors)
    data = {
        "error": words.error_is(after) if solution.example.online else words.error_falls(before, after),
        "title": shortened(solution.example.title, LONGEST_TITLE).strip('"'),
        "site": site.title,
        "diagram": sketch(solution.example.network, title=solution.example.title, paper=True),
    }
    return typeset(TEMPLATES, "card", data, format="png", ppi=144.0).made


def picture(frame: Frame, example: Worked) -> Files:
    """Yield the picture of an example's lesson."""
    yield f"{example.slug}/card.png", card(example.solution, frame.site)


def robots(site: Site) -> Files:
    """Yield robots.txt, with the map of the site where its address is known."""
    map = f"Sitemap: {site.base_url}/sitemap.xml\n" if site.base_url else ""
    yield "robots.txt", f"User-agent: *\nAllow: /\n{map}".encode()


def site_map(pages: Iterable[Drawn]) -> Files:
    """Yield sitemap.xml of a site whose address is known."""
    rows = "".join(f"<url><loc>{escape(page.canonical)}</loc></url>\n" for page in pages if page.canonical)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield "sitemap.xml", f"{head}{rows}</urlset>\n".encode()
