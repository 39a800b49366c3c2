"""The handouts: a worksheet without one answer, a key with all of them, tagged and described for those who listen."""

from __future__ import annotations

import hashlib
import re

import pytest
from pypdf import PdfReader

import markup
from markup import DECIMAL
from paper import alone, read, structure
from playing import LESSON

SIZES = {"a4": (595, 842), "letter": (612, 792)}
KINDS = {"worksheet": "Worksheet", "key": "Answer key", "solution": "Full solution"}
PHASES = {
    "Forward",
    "Error",
    "Back: output layer",
    "Back: hidden layers",
    "Back: hidden layer",
    "Update",
    "Forward again",
}
SIGNED = re.compile("−?" + DECIMAL.pattern)


HIGH = 239.4 * 72 / 25.4  # points: the block of text of a sheet, in the middle of every paper but for 2 mm


@pytest.fixture(scope="module")
def sheets(site):
    """Every handout of the site: the document, by example, kind and paper."""
    paths = sorted(path for path in site.glob("*/handout/*.pdf") if not path.stem.startswith("find-"))
    return {(path.parent.parent.name, *path.stem.split("-")): PdfReader(path) for path in paths}


@pytest.fixture(scope="module")
def pages(sheets, site):
    """The text and its pieces on each page of every other lesson's worksheet and key on A4, of every sixth solution,
    which are long, and of all sheets of the famous lesson.
    """
    course = sorted(path.parent.parent.name for path in site.glob("*/find/index.html"))
    wanted = {name: pdf for name, pdf in sheets.items() if name[2] == "a4" and name[0] in course[::2]}
    wanted = {name: pdf for name, pdf in wanted.items() if name[1] != "solution" or name[0] in course[::6]}
    wanted |= {name: pdf for name, pdf in sheets.items() if name[0] == LESSON[:-1]}
    return {name: [read(page) for page in pdf.pages] for name, pdf in wanted.items()}


def asked(slug: str, kind: str, record: dict) -> list[dict]:
    """Return the steps that a sheet has rows for: a worksheet leaves out the changes, a long one more than these."""
    out = ["change_"] if kind != "solution" else []
    if out and slug in {"xor", "batch-of-samples"}:
        out += ["dE_dout_", "dout_dnet_", "path_", "grad_.*@s"]
    return [step for step in record["steps"] if not any(re.match(begin, step["id"]) for begin in out)]


def rows(text: str) -> str:
    """Return what stands below the first group's heading."""
    return re.split(r"^Forward$", text, maxsplit=1, flags=re.M)[1]


def givens(record: dict) -> set[str]:
    steps = {step["id"] for step in record["steps"]}
    return {q["shown"].lstrip("−") for id, q in record["quantities"].items() if id not in steps}


def test_every_example_has_three_sheets_on_two_papers(site, sheets):
    assert set(sheets) == {(slug, kind, paper) for slug in markup.records(site) for kind in KINDS for paper in SIZES}
    for name, pdf in sheets.items():
        assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {SIZES[name[2]]}, (
            name
        )


def test_every_lesson_of_the_course_has_a_sheet_with_a_slip_tagged_and_with_its_key(site):
    lessons = {path.parent.parent.name for path in site.glob("*/find/index.html")}
    assert len(lessons) == 15
    for slug in lessons:
        for paper, size in SIZES.items():
            pdf = PdfReader(site / slug / "handout" / f"find-{paper}.pdf")
            assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {size}
            root = pdf.trailer["/Root"]
            assert root["/MarkInfo"]["/Marked"] and b"<pdfuaid:part>1<" in root["/Metadata"].get_data(), slug
            spoken = [e for e in structure(root["/StructTreeRoot"]["/K"]) if e["/S"] in {"/Figure", "/Formula"}]
            assert all(e.get("/Alt", "").strip() for e in spoken), slug
            if paper == "letter":
                continue  # it says the same
            first, last = (read(pdf.pages[number])[0] for number in (0, -1))
            assert re.match("Find the slip +Name +Date", first) and re.search("^Key$", last, re.M), slug
            assert re.match("Find the slip\n", last), slug  # what it is marked by is nobody's
            assert "is the first wrong one" in re.sub(r"\s+", " ", last), slug


def test_every_page_says_what_it_is_and_leaves_room_for_name_and_date(site, pages):
    for name, found in pages.items():
        fingerprint = hashlib.sha256((site / name[0] / "trace.json").read_bytes()).hexdigest()[:12]
        for number, (text, _) in enumerate(found, 1):
            room = " +Name +Date" if name[1] == "worksheet" else "\n"  # a key is nobody's
            assert re.match(f"{KINDS[name[1]]}{room}", text), name
            assert f"page {number} of {len(found)} fingerprint {fingerprint}" in text, name
        assert f"<code>{fingerprint}</code>" in (site / name[0] / "handout" / "index.html").read_text("utf-8")


def test_the_key_has_every_answer_in_its_place_and_the_worksheet_has_none(site, pages):
    records = markup.records(site)
    for (slug, kind, paper), found in pages.items():
        record, text = records[slug], "\n".join(text for text, _ in found)
        steps = asked(slug, kind, record)
        answers = [SIGNED.findall(record["quantities"][step["id"]]["shown"])[0] for step in steps]
        if kind == "worksheet":
            head = text.removesuffix(rows(text)).replace(record["title"], "")
            assert SIGNED.findall(rows(text)) == [], (slug, paper)
            assert set(DECIMAL.findall(head)) <= givens(record), (slug, paper)
            assert not re.search(r"(net|δ|E|E total) [−\d]", head), (slug, paper)
        elif kind == "key":
            assert SIGNED.findall(rows(text)) == answers, (slug, paper)
        else:
            assert set(answers) <= set(SIGNED.findall(rows(text))), (slug, paper)


def test_a_worksheet_has_six_pages_at_most_and_says_what_it_leaves_out(pages):
    for (slug, kind, paper), found in pages.items():
        if kind == "worksheet":
            assert len(found) <= 6, (slug, paper)
            assert "lines of the full solution" in found[0][0].replace("\n", " "), slug


def test_sheet_and_key_lie_on_top_of_each_other(pages):
    def numbers(found) -> list:
        return [
            (page, *piece[:3])
            for page, (_, pieces) in enumerate(found)
            for piece in pieces
            if re.match(r"\d+$", piece[0])
        ]

    for (slug, kind, paper), found in pages.items():
        if kind == "worksheet":
            rows = [place for place in numbers(found) if place[2] < 60]
            assert len(rows) >= 15 and set(rows) <= set(numbers(pages[slug, "key", paper])), (slug, paper)


def test_the_last_page_of_a_sheet_is_never_almost_empty(sheets):
    for name, pdf in sheets.items():
        if name[1] == "key":
            continue  # it lies on the worksheet
        *before, last = pdf.pages
        bottom = float(last.mediabox.top + last.mediabox.bottom) / 2 - 2 * 72 / 25.4 - HIGH / 2
        lowest = min(y for _, _, y, _ in read(last)[1] if y >= bottom)
        assert not before or bottom + HIGH - lowest >= HIGH / 4, name


def test_sheets_on_both_papers_break_at_the_same_lines_in_the_middle_of_the_page(site):
    """Only the frames of the pages are others: the bytes apart from them are the same."""
    frame = re.compile(rb"/MediaBox\[[^]]*\]")
    for path in site.glob("*/handout/*-a4.pdf"):
        two = [path.read_bytes(), path.with_name(path.name.replace("a4", "letter")).read_bytes()]
        assert len({frame.sub(b"", made) for made in two}) == 1 and two[0] != two[1], path
    middles = {
        (round(float(page.mediabox.left + page.mediabox.right)), round(float(page.mediabox.bottom + page.mediabox.top)))
        for paper in SIZES
        for page in PdfReader(site / LESSON / "handout" / f"worksheet-{paper}.pdf").pages
    }
    assert middles == {(595, 842)}


def test_no_heading_of_a_sheet_stands_alone_at_the_foot(pages):
    for name, found in pages.items():
        assert [alone(pieces, lambda text, _: text in PHASES) for _, pieces in found] == [[]] * len(found), name


def test_every_sheet_is_tagged_named_and_described(site, sheets):
    records = markup.records(site)
    for name, pdf in sheets.items():
        root, record = pdf.trailer["/Root"], records[name[0]]
        assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"], name
        assert root["/Lang"] == "en" and b"<pdfuaid:part>1<" in root["/Metadata"].get_data(), name
        assert pdf.metadata.title == f"{KINDS[name[1]]}: {record['title']}", name
        spoken = [e for e in structure(root["/StructTreeRoot"]["/K"]) if e["/S"] in {"/Figure", "/Formula"}]
        assert all(e.get("/Alt", "").strip() for e in spoken), name
        assert sum(e["/S"] == "/Formula" for e in spoken) >= len(asked(name[0], name[1], record)), name
        assert any(e["/S"] == "/Figure" for e in spoken), name
        said = " ".join(e["/Alt"] for e in spoken).replace(record["title"], "")
        assert name[1] == "solution" or not DECIMAL.search(said), name
