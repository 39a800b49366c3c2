"""Text of the whole world: pages, sheets, previews and search work in any script, and no title is a reason to stop."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdf
import pytest

import build
from backprop.lesson.typesetting import MISSING, language, typeset
from backprop.reading.places import TEMPLATES
from backprop.words.en.sheets import FRAME
from conftest import CONTENT, serving
from playing import opened

TITLES = {
    "ja": "日本語の例",
    "zh-Hant": "反向傳播",
    "ar": "مثال على الانتشار العكسي",
    "he": "דוגמה",
    "hi": "उदाहरण",
    "en-US": "A brain 🧠 and a family 👩‍👩‍👧‍👦",
    "pt-BR": "Retropropagação à mão: ção " * 12,
}


def site_in(tag: str, place: Path) -> Path:
    """Build a small site whose language and title are of that language."""
    content = place / "content"
    shutil.copytree(CONTENT / "examples" / "first-network", content / "examples" / "one")
    example = content / "examples" / "one" / "example.toml"
    old = next(line for line in example.read_text("utf-8").splitlines() if line.startswith("title"))
    example.write_text(example.read_text("utf-8").replace(old, f'title = "{TITLES[tag].strip()}"'), "utf-8")
    (content / "pages").mkdir()
    for name in ("index", "404"):
        (content / "pages" / f"{name}.md").write_text(f"{TITLES[tag]}\n", "utf-8")
    (content / "site.toml").write_text(f'title = "{TITLES[tag][:9]}"\ndescription = "…"\nlanguage = "{tag}"\n', "utf-8")
    arguments = [
        "--no-cache",
        "--content",
        str(content),
        "--out",
        str(place / "repo"),
        "--base-url",
        "https://example.org/repo",
    ]
    assert build.main(arguments) == 0
    return place / "repo"


@pytest.mark.parametrize("tag", TITLES)
def test_a_site_in_any_language_is_built_with_its_sheets_and_its_preview(tag, tmp_path):
    site = site_in(tag, tmp_path)
    page = (site / "one" / "index.html").read_text("utf-8")
    assert f'<html lang="{tag}"{" dir=" + chr(34) + "rtl" + chr(34) if tag in {"ar", "he"} else ""}>' in page
    assert TITLES[tag].strip().partition(":")[0] in page
    assert (site / "one" / "card.png").read_bytes().startswith(b"\x89PNG")
    sheet = pypdf.PdfReader(site / "one" / "handout" / "worksheet-a4.pdf")
    assert len(sheet.pages) >= 1 and str(sheet.root_object["/Lang"]) == tag.replace("-Hant", "")


def test_a_sign_that_no_font_has_is_told_on_the_sheet_and_stands_as_a_question_mark():
    data = {"title": "A \U0010fffd", "missing": "no font for {signs}", **SHEET}
    pdf = typeset(TEMPLATES, "sheet", data, format="pdf", pdf_standards=["ua-1"]).made
    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert f"A {MISSING}" in text and "no font for U+10FFFD" in text


SHEET = {
    "kind": "Worksheet", "site": "A site", "fingerprint": "0", "filled": False, "worked": False, "given": [],
    "groups": [], "diagram": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "diagram_alt": "nothing",
    "words": FRAME, **language("en"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [("en", ("en", None)), ("pt-BR", ("pt", "BR")), ("zh-Hant", ("zh", None)), ("zh-Hant-TW", ("zh", "TW"))],
)
def test_a_language_tag_is_taken_apart_for_the_sheets(tag, wanted):
    assert tuple(language(tag).values()) == wanted


@pytest.mark.parametrize(("tag", "query"), [("ja", "日本語"), ("ar", "مثال"), ("hi", "उदाहरण")])
def test_a_title_in_any_script_is_found(tag, query, tmp_path, chromium):
    with serving(site_in(tag, tmp_path)) as address, opened(chromium, f"{address}search/index.html") as page:
        page.locator("#query").fill(query)
        page.locator(".found", has_text="for “").wait_for()
        assert any(TITLES[tag] in title for title in page.locator(".results li a").all_text_contents())


def test_where_text_goes_from_right_to_left_formulas_do_not(tmp_path, chromium):
    with serving(site_in("ar", tmp_path)) as address, opened(chromium, f"{address}one/index.html") as page:
        look = "selector => getComputedStyle(document.querySelector(selector)).direction"
        assert [page.evaluate(look, place) for place in ("main p", ".step .work", "svg", ".num")] == [
            "rtl",
            *["ltr"] * 3,
        ]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
