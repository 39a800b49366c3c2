"""Where addresses lead; and those in prose that can lead nowhere whatever the site has, told by their form alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

PARTS = ("audit", "find", "handout", "player", "practice")  # what lies below a lesson
_PICTURE = re.compile(r"(?:\.\./)*(?:[\w.-]+/)?card\.png|data:.*")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"index\.html|card\.png|example\.toml|trace\.json|[\w.-]+\.py|[\w.-]+-output\.txt|[\w.-]+-(?:a4|letter)\.pdf"
)


def leads(links: Iterable[str], path: str) -> dict[str, str]:
    """Return where the links of a page lead on others of its site, from the root on, each with how it is written."""
    found = {}
    for link in links:
        address, mark, place = link.partition("#")
        file = address.partition("?")[0]
        if file and not file.startswith("/") and not _ELSEWHERE.match(link):
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            found[f"{whole}{mark}{place}"] = link
    return {lead: link for lead, link in found.items() if not lead.startswith("../")}  # a site may lie beside this one


def misleading(address: str) -> tuple[str, str] | None:
    """Return what was wanted instead of an address in prose, and what to do; None for one that may lead somewhere."""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    if not address.strip():
        return "an address", "write where the link leads, or leave it out"
    if address.startswith("//"):
        return "an address on the web with its beginning", f"write https:{address}"
    if re.match("mailto:", address, re.IGNORECASE) and "@" not in address:
        return "an address to write to", "write mailto: and whom, or leave it out"
    if re.match("https?:", address, re.IGNORECASE) and not has_host(address):
        return "an address on the web with its host", "write it as a browser shows it, or leave it out"
    if _ELSEWHERE.match(address) or not path:
        return None
    if path.startswith("/"):
        bare = path.strip("/").removesuffix("index.html").strip("/")
        cure = f"write ../{bare}/index.html" if bare else "write ../index.html"
        return "an address from this page on, which holds wherever the site lies", cure
    if re.match(r"www\.", path, re.IGNORECASE):
        return "an address on the web with its beginning", f"write https://{address}"
    *folders, name = path.removeprefix("./").split("/")
    if name in {".", ".."} or "." not in name:
        cure = f"write {path.rstrip('/')}/index.html"
        return "an address that ends with a file, so that it opens from a memory stick too", cure
    own = not [folder for folder in folders if folder not in {"..", *PARTS}]
    if own and ".." not in folders and not _PUBLISHED.fullmatch(name):
        return "a file that is published", "only texts, networks and claims are: link to where it lies on the web"
    return None


def has_host(address: str) -> bool:
    """Return whether an address on the web says where: a name without spaces, and a port that there can be."""
    try:
        parts = urlsplit(address)
        return (
            bool(parts.hostname)
            and parts.port != 0
            and not re.search(r"\s|%20", address.partition("//")[2].partition("/")[0])
        )
    except ValueError:
        return False


def unpublished(address: str) -> tuple[str, str] | None:
    """Return what was wanted instead of the address of a picture, and what to do; None for one of the site's own."""
    if _PICTURE.fullmatch(address):
        return None
    return "a picture of this site's own, as card.png is", "link to where it lies on the web, or leave it out"
