"""What a text's signs mean: a dollar that is money, a number in an address, a link that may lead somewhere."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from backprop.errors import ContentError
from backprop.prose.addresses import leads, misleading
from backprop.prose.references import fill
from backprop.prose.text import bare_decimals, render


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("It costs $5 and then $6 more.", 0),
        ("It costs $5, or \\$6.", 0),
        ("The slope $a$ is $2a$, and $b$.", 3),
        ("Alone:\n\n$$\na + b\n$$\n", 1),
        ("It costs $5 and $x_1$ is a weight, or US$ 5_000.", 1),
        ("Cost $5 with x_1 and a_2 here; $PATH_X too.", 0),
        ("````\n```\n$x_1\n```\n````\n\n~~~~\nx\n~~~~\n\n``a $x_1`` and ``` a ``` too\n\n    $x_1 = 3\n", 0),
        ("In code `$x_1 is` nothing is meant, nor in\n\n```\n$y_1\n```\n", 0),
    ],
)
def test_a_dollar_begins_a_formula_or_is_one(text, formulas):
    assert render(text, "text.md", {}).html.count("<math") == formulas


def test_a_dollar_behind_a_backslash_is_one_without_it():
    html = render("It costs \\$5 and $x_1$.", "text.md", {}).html
    assert "costs $5" in html and not any("\ue000" <= sign <= "\uf8ff" for sign in html)


@pytest.mark.parametrize("text", ["The slope $a^2 is.", "$$\na\n", "One $a$ and $\\frac{b}{c}.", "~~~\ncode\n"])
def test_what_is_left_open_is_told(text):
    with pytest.raises(ContentError, match="ends as it begins"):
        render(text, "text.md", {})


def test_an_address_may_have_a_number_and_a_text_may_not():
    text = (
        "See [this](https://example.org/v2.0/), <https://example.org/1.5>, [that](../2.0-net/index.html), [it][1].\n\n"
    )
    assert bare_decimals(text + "[1]: https://example.org/3.14\n", "text.md") == ()
    assert [fault.got for fault in bare_decimals("See [0.5](https://example.org/) and (0.25).", "text.md")] == [
        "0.5",
        "0.25",
    ]


SOMEWHERE = (
    *(
        "https://example.org/a",
        "mailto:a@example.org",
        "#here",
        "../one/index.html#here",
        "index.html",
        "?w1=1",
    ),
    *("example.toml", "trace.json", "one.py", "handout/key-a4.pdf", "practice/index.html", "../assets/x.svg"),
    *("card.png", "handout/v1.2-a4.pdf"),
)
NOWHERE = (
    "",
    " ",
    "/",
    "/one/",
    "../one",
    "one#here",
    "missing.pdf",
    "notes.md",
    "audit/notes.md",
    "./picture.png",
    ".",
    "..",
    ".#x",
    "../one/",
    "./",
    "./#here",
    "www.example.org",
)


@pytest.mark.parametrize("address", SOMEWHERE)
def test_an_address_that_may_lead_somewhere_passes(address):
    assert misleading(address) is None


@pytest.mark.parametrize("address", NOWHERE)
def test_an_address_that_leads_nowhere_says_what_to_write(address):
    wanted, cure = misleading(address) or ("", "")
    assert wanted and cure


def test_what_stands_by_itself_is_taken_out_of_the_paragraph_it_was_written_in():
    steps = Markup('<ol class="steps"><li>One</li></ol>')
    sign = Markup("<math><mi>x</mi></math>")
    asked = {"steps": lambda: steps, "sign": lambda: sign}
    told = str(
        render(
            "# T\n\nBefore [[ sign() ]]:\n[[ steps() ]]\nand after.\n\nAlone:\n\n[[ steps() ]]\n", "t.md", asked
        ).html
    )
    assert "<p><ol" not in told and "</ol></p>" not in told and told.count("<p>") == told.count("</p>") == 3
    assert told.index("Before") < told.index("<ol") < told.index("and after")
    assert "<p>Only <math>" in str(render("Only [[ sign() ]] here.", "t.md", asked).html)


def test_where_links_lead_is_told_from_the_root_of_the_site_on():
    written = [
        "../xor/index.html#w5",
        "#w5",
        "./xor.py",
        "a.html?w1=0.2#x",
        "https://a.org/",
        "mailto:a@b.c",
        "/a",
        "//a.org",
    ]
    written += ["../../elsewhere/index.html"]  # another site beside this one
    assert leads(written, "one/index.html") == {
        "xor/index.html#w5": "../xor/index.html#w5",
        "one/xor.py": "./xor.py",
        "one/a.html#x": "a.html?w1=0.2#x",
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    [("[% if no() %]some[% endif %]", ""), ("[% if two() %]some[% endif %]", "some"), ("[[ two() ]]", "2"),
     ("[% if two() == 2 %]both[% else %]other[% endif %]", "both"), ("[% if two() > no() %]more[% endif %]", "more")],
)  # fmt: skip
def test_what_is_counted_is_a_number_where_prose_chooses_by_it(asked, told):
    assert fill(asked, "page.md", {"no": lambda: 0, "two": lambda: 2}, str) == told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We need:\n- a pencil\n- paper", "<p>We need:</p>\n<ul>\n<li>a pencil</li>\n<li>paper</li>\n</ul>"),
        ("Over two\nlines\n1. one\n2. two", "<p>Over two\nlines</p>\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("- one\nand more\n- two", "<ul>\n<li>one\nand more</li>\n<li>two</li>\n</ul>"),
        ("> said\n- so", "<blockquote>\n<p>said\n- so</p>\n</blockquote>"),
        ("It was in\n2. Not a list", "<p>It was in\n2. Not a list</p>"),
        ("```\ntext\n- code\n```", '<pre tabindex="0"><code>text\n- code\n</code></pre>'),
    ],
)
def test_a_list_directly_under_text_is_one_as_most_readers_of_markdown_have_it(text, wanted):
    assert render(text, "lesson.md", {}).html == wanted


def test_a_table_directly_under_text_is_one():
    html = render("As a table:\n| a | b |\n|---|---|\n| c | d |", "lesson.md", {}).html
    assert html.startswith("<p>As a table:</p>") and re.findall("<t[dh]>(.)</t[dh]>", html) == list("abcd")


def test_every_table_of_a_text_is_a_region_with_a_name_of_its_own():
    text = "|x|y|\n|-|-|\n|1|2|\n\n||z|\n|-|-|\n|a|3|\n\n<table><tr><td>4</td></tr></table>\n\n|||\n|-|-|\n|5|6|"
    html = str(render(text, "lesson.md", {}).html)
    names = re.findall(r'role="region" (aria-\w+)="([^"]*)"', html)
    assert [kind for kind, _ in names] == ["aria-labelledby", "aria-labelledby", "aria-label", "aria-label"]
    assert len({name for _, name in names}) == 4
    for id, columns in zip((name for kind, name in names if kind.endswith("by")), (["x", "y"], ["z"]), strict=True):
        head = re.search(rf'<thead id="{re.escape(id)}">(.*?)</thead>', html, re.S)
        assert re.findall("<th>(.*?)</th>", head[1]) == columns
    assert not re.search("<th[^>]*>\\s*</th>", html)


def test_what_follows_a_list_stays_on_the_line_of_its_last_part():
    part = Markup('<span data-printed><span class="together">w1,</span></span> <span data-printed>w2</span>')
    html = render("Down go [[ moved() ]].", "lesson.md", {"moved": lambda: part}).html
    assert html.endswith('w1,</span></span> <span class="together"><span data-printed>w2</span>.</span></p>')
