"""Every page and file of the site, as bytes by path. Templates order and mark up; nothing here touches the output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
from markupsafe import Markup

from . import handout, parts
from .errors import ContentError, Fault
from .examples import Worked
from .lesson import Lesson
from .marks import plain
from .prose import Prose, render
from .record import dump, fingerprint
from .site import Card, Link, Page, SheetRow, Site
from .verify import Report
from .views.diagram import diagram

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
Files = Iterator[tuple[str, bytes]]


def pages(site: Site, worked: list[Worked], content: Path) -> Files:
    """Yield every file of the site."""
    templates = environment()
    yield from assets()
    yield from home(site, worked, content, templates)
    yield from not_found(site, content, templates)
    for example in worked:
        yield from lesson(site, worked, example, templates)
        yield from handouts(site, example, templates)
    yield ".nojekyll", b""


def environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def assets() -> Files:
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "print":
            yield f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _page(templates: jinja2.Environment, name: str, page: Page) -> bytes:
    return templates.get_template(name).render(page=page).encode()


def _canonical(site: Site, path: str) -> str:
    return f"{site.base_url}/{path}" if site.base_url else ""


def _checked(report: Report) -> str:
    text = f"{report.compared} quantities agree between two independent computations"
    confirmed = report.differences.confirmed
    return f"{text}, {confirmed} gradients with central differences" if confirmed else text


def _prose(path: Path, functions: dict) -> Prose:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError([Fault(where=str(path), wanted="a text to read", got=error.strerror)]) from None
    return render(text, str(path), functions)


def home(site: Site, worked: list[Worked], content: Path, templates: jinja2.Environment) -> Files:
    solutions = {example.slug: example.solution for example in worked}

    def v(slug: str, id: str, decimals: int | None = None) -> Markup:
        return parts.number(solutions[slug], id, decimals)

    functions = {
        "v": v,
        "claim": lambda text: Markup('<q class="claim">{}</q>').format(text),
        "compared": lambda: sum(example.report.compared for example in worked),
        "confirmed": lambda: sum(example.report.differences.confirmed for example in worked),
        "examples": lambda: len(worked),
    }
    order = {lesson.slug: lesson.number for lesson in site.lessons}
    ranked = sorted(worked, key=lambda example: (order.get(example.slug, 10**6), example.slug))
    yield (
        "index.html",
        _page(
            templates,
            "home.html",
            Page(
                site=site,
                kind="home",
                title=site.title,
                description=site.description,
                root="",
                course=site.course,
                canonical=_canonical(site, ""),
                prose=_prose(content / "pages" / "index.md", functions),
                cards=tuple(_card(example) for example in ranked),
            ),
        ),
    )


def _card(example: Worked) -> Card:
    net = example.solution.example.network
    shape = "-".join(str(len(column)) for column in net.columns)
    activations = ", ".join(dict.fromkeys(layer.activation.replace("_", " ") for layer in net.layers))
    return Card(
        title=example.title,
        href=f"{example.slug}/index.html",
        handout=f"{example.slug}/handout/index.html",
        svg=Markup(diagram(example.solution, title=example.title)),
        summary=f"{shape}, {activations}; {len(example.solution.steps)} steps.",
    )


def not_found(site: Site, content: Path, templates: jinja2.Environment) -> Files:
    root = site.base_path if site.base_url else ""
    yield (
        "404.html",
        _page(
            templates,
            "page.html",
            Page(
                site=site,
                kind="missing",
                title="This page is not here",
                description="No page has this address.",
                root=root,
                prose=_prose(content / "pages" / "404.md", {"home": lambda: f"{root}index.html"}),
            ),
        ),
    )


def lesson(site: Site, worked: list[Worked], example: Worked, templates: jinja2.Environment) -> Files:
    slug, solution = example.slug, example.solution
    text = example.folder / "lesson.md"
    text = text if text.exists() else TEMPLATES / "lesson.md"
    writer = Lesson(
        solution=solution,
        source=example.source,
        output=example.output,
        templates=templates,
        views=parts.step_views(solution),
    )
    prose = writer.write(text.read_text(encoding="utf-8"), str(text))
    numbers = {lesson.slug: lesson.number for lesson in site.lessons}
    place = f"lesson {numbers[slug]} of {site.course_length}" if slug in numbers else ""
    before, behind = _neighbours(site, worked, slug)
    crumbs = (
        Link(title=site.course_parent, href="../index.html"),
        Link(title=site.course, href="../index.html#lessons"),
    )
    yield (
        f"{slug}/index.html",
        _page(
            templates,
            "lesson.html",
            Page(
                site=site,
                kind="lesson",
                title=example.title,
                root="../",
                prose=prose,
                checked=_checked(example.report),
                description=f"{example.title}: every step worked out with numbers, forward and backward.",
                canonical=_canonical(site, f"{slug}/"),
                course=site.course,
                place=place,
                previous=before,
                next=behind,
                crumbs=(*crumbs, Link(title=place[:1].upper() + place[1:] or example.title)),
            ),
        ),
    )
    yield f"{slug}/trace.json", dump(solution).encode()
    yield f"{slug}/{slug}.py", plain(example.source).encode()
    yield f"{slug}/{slug}-output.txt", example.output.encode()


def _neighbours(site: Site, worked: list[Worked], slug: str) -> tuple[Link | None, Link | None]:
    titles = {example.slug: example.title for example in worked}
    order = [lesson.slug for lesson in site.lessons]
    if slug not in order:
        return None, None
    place = order.index(slug)
    links = [Link(title=titles[name], href=f"../{name}/index.html") for name in order]
    return (links[place - 1] if place else None), (links[place + 1] if place + 1 < len(links) else None)


def handouts(site: Site, example: Worked, templates: jinja2.Environment) -> Files:
    slug = example.slug
    yield from ((f"{slug}/handout/{name}", pdf) for name, pdf in handout.sheets(example.solution, TEMPLATES, site))
    rows = tuple(SheetRow(title=kind.title, name=kind.name, note=kind.note) for kind in handout.KINDS)
    yield (
        f"{slug}/handout/index.html",
        _page(
            templates,
            "handout.html",
            Page(
                site=site,
                kind="handout",
                title=f"Handouts: {example.title}",
                root="../../",
                checked=_checked(example.report),
                description=f"Worksheet, answer key and full solution to print: {example.title}.",
                canonical=_canonical(site, f"{slug}/handout/"),
                example=example.title,
                sheets_to_print=rows,
                fingerprint=fingerprint(example.solution),
                crumbs=(
                    Link(title=site.course, href="../../index.html#lessons"),
                    Link(title=example.title, href="../index.html"),
                    Link(title="Handouts"),
                ),
            ),
        ),
    )
