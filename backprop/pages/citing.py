"""What machines read of a page: linked data for search engines, and how to cite it."""

from __future__ import annotations

import re

from markupsafe import Markup

from ..lesson.templates import inlined
from ..words.en import pages as words
from .page import Page


def linked_data(page: Page) -> Markup:
    """Return JSON-LD of a lesson, safe to stand inside a script element."""
    found = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page.title,
        "description": page.description,
        "inLanguage": page.site.language,
        "learningResourceType": words.WORKED_EXAMPLE,
        "teaches": "backpropagation",
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Course", "name": page.site.course, "description": page.site.description},
        **({"url": page.canonical} if page.canonical else {}),
        **({"author": {"@type": "Person", "name": page.site.author}} if page.site.author else {}),
    }
    return inlined(found)


def bibtex(page: Page) -> str:
    """Return a page as a BibTeX entry; without an author the site is one."""
    site = page.site
    key = re.sub(r"[^a-z0-9]+", "-", page.address.strip("/").lower()) or "site"
    rows = {
        "author": site.author or f"{{{site.title}}}",
        "title": f"{{{page.title}}}",
        "howpublished": f"{{{site.title}}}",
        **({"year": str(site.year)} if site.year else {}),
        **({"url": page.canonical} if page.canonical else {}),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items())
    return f"@misc{{{key},\n{body}}}"
