"""Hostile values: words, numbers, lines of arithmetic, prose and places that no author means well with."""

from __future__ import annotations

from dataclasses import dataclass

CANARY = "ran"  # a folder that only code from content would make


@dataclass(frozen=True)
class Node:
    """What is no plain file: a `link` to a target, a `fifo`, a `folder`, or a `locked` file."""

    kind: str
    target: str = ""


# --- what is right

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "linear", "softplus", "softmax")
LOSSES = (
    "half_squared_error",
    "mean_squared_error",
    "binary_cross_entropy",
    "cross_entropy",
    "squared_error",
    "half_mean_squared_error",
    "mean_binary_cross_entropy",
    "cubed_error",
)
RATES = ("0.5", "0.1", "1", "10", "1e-99", "1e11", "100", "3.25", "0.000001")

# --- TOML

TEXTS = (
    "", " ", "a", "0", "日本語の例", "مثال على الشبكة", "רשת נוירונים", "तंत्रिका जाल", "🧠", "👩‍👩‍👧‍👦 family",
    "e\u0301", "a" + "\u0301" * 300, "\u202eright to left", "\u200b", "\ufeff", "a\u2028b", "a\u2029b", "a\x85b",
    "a\nb", "a\r\nb", "a\tb", "a\x00b", "\x1b[31mred", "\x02wzxhzdk:0\x03", "\ue0000\ue001x\ue002", "\ue0100\ue011",
    "\ue0101\ue013", "\uffff", "\U0010ffff", "\ud800", "a" * 155, "a" * 300, "word " * 400, "a: b", ":",
    "a" * 70 + ":", "é" * 128, "\\", "\"", "'", "`", "$x$", "#set page()", "//", "<script>alert(1)</script>",
    "</title>", "<b>", "&lt;", "&#46;", "]]>", "-->", "[[ v ]]", "{{ 7 * 7 }}", "[% raw %]", "%s%n", "{0}", "0.757",
    "1e5", "../../etc/passwd", "/dev/zero", "con", "index.html", "robots.txt", ".nojekyll", "a#b", "a?b", "a%20b",
    "javascript:0",
)  # fmt: skip
NAMES = (
    "total", "E_total", "learning_rate", "leak", "x1@s1", "E_total@r1", "net_H1", "out_Y1", "T_Y1", "new_w1",
    "grad_w1", "delta_Y1", "H1", "Y1", "x1", "w1", "b1", "H1_1", "s1", "r1", "E", "e", "T", "W1", "W", "np", "numpy",
    "def", "lambda", "print", "None", "exp", "日本", "ñ", "ｘ１", "x１", "ﬁ", "١", "1", "1e5", "9" * 40, "_x", "x_",
    "x__1", "a b", "a.b", "a-b", "", "x\u0301", "𝐱", "🧠", "ß", "Σ", "a" * 60, "a" * 3000, "sigma", "delta", "eta",
    "total_1", "path_H1_Y1", "dE_dout_Y1", "change_w1", "__class__", "x1\n", "ª", "ǅ",
)  # fmt: skip
NUMBERS = (
    "nan", "inf", "-inf", "+nan", "1e9999999", "-1e9999999", "1e-9999999", "1e99999999999999999999", "9" * 5000,
    "-" + "9" * 4299, "0." + "3" * 5000, "1e12", "999999999999.9", "1e-100", "1e-101", "9.99e-101", "0", "-0",
    "-0.0", "0e0", "0e9999999", "0x10", "0o7", "1_000", "1e5", "1e11", "-1e11",
    "3.000000000000000000000000000000000000000000000000000001", "1e3", "-700", "240.5", "40", "1e-50",
)  # fmt: skip
VALUES = (
    "true", "false", "[]", "{}", "[[]]", "[{}]", '""', '"x1"', '["x1"]', '"0.5"', "1979-05-27", "07:32:00",
    "1979-05-27T07:32:00Z", "[1]", "[1, 2]", '[1, "a"]', "{ x1 = 1 }", "{ a = { b = 1 } }", "[" * 60 + "]" * 60,
    "[" * 5000 + "]" * 5000, "{ a = " * 60 + "1" + " }" * 60, '"""\na\nb"""', "'''a'''", "[nan]", "[1e9999999]",
    "[" + "1, " * 2000 + "]", '["x1", "Y1"]', '["x1", "Y1", nan]', '[["x1"], ["Y1"], 1]',
)  # fmt: skip

# --- claims

KINDS = ("net_", "out_", "delta_", "dout_dnet_", "dE_dout_")
IDS = (  # of the golden example
    *(f"{kind}{name}" for kind in KINDS for name in ("H1", "Y1")),
    *(f"{kind}{name}" for kind in ("", "grad_", "change_", "new_") for name in ("w1", "w2", "b1", "b2")),
    *(
        "E_total",
        "E_total@r1",
        "E_total@r2",
        "E_total@r1000",
        "new_w1@r2",
        "out_Y1@r1",
        "net_H1@r1",
        "E_Y1",
        "T_Y1",
        "x1",
    ),
    *("path_H1_Y1", "learning_rate", "number_of_weights", "number_of_biases"),
)
STRANGE_IDS = (
    "E_total@r10000", "E_total@r1000000", "E_total@r1000001", "E_total@r0", "out_Y1@r" + "9" * 5000,
    "E_total@r1" + "0" * 300, "E_total@r²", "E_total@r٣", "out_Y1@s1", "out_Y1@s1@r1", "x1@s1", "leak",
    "new_w1@r100000", "out_Y1@r999999", "net_H2", "", "nan", "@r1", "a" * 3000, "out_Y1\n", "日本",
)  # fmt: skip
EXPRESSIONS = (
    "9**9**9", "((((9**20)**20)**20)**20)**20", "(((9^20)^20)^20)", "e^1e9999999", "e^-1e9999999", "e^(e^(e^9))",
    "exp(exp(exp(9)))", "1" + "+1" * 499, "1" + "-1" * 499, "-" * 500 + "1", "−" * 500 + "1", "+" * 999 + "1",
    "1" + "/2" * 400, "2" + "*2" * 499, "1" + "^1" * 300, "(" * 90 + "1" + ")" * 90, "(" * 400 + "1" + ")" * 400,
    "[" * 400 + "1" + "]" * 400, "σ(" * 200 + "1" + ")" * 200, "e^(" * 150 + "1" + ")" * 150, "1e9999999",
    "1e-9999999", "1e400 * 1e400", "9" * 990, "0." + "9" * 900, "1e999999999999999999", "1/1e9999999",
    "tanh(1e9999999)", "1/0", "0/0", "ln(0)", "ln(-1)", "log(1e-9999999)", "max(1e300, e^(e^9))", "0^0", "0^-1",
    "0**-20", "(1/3)**-20", "1e9999999**20", "softplus(1e9999999)", "½" * 100, "2^−3", "2⁻³", "2⁻", "2⁻·5", "2^0.5",
    "2^21", "0x10", "0b1", "1_000", "1j", "1e5j", "True", "None", "...", "1 x 2", "1 x −2", "x 2",
    "__import__('os').mkdir('ran')", "(lambda: 1)()", "x1 if x1 else 2", "[1 for i in [1]]", "{1}", "'a'", "f'{1}'",
    "b'1'", "x1.real", "x1[0]", "x1@s1", "x1@r1@r2", "x1@1", "@", "e", "e^", "^e", "1 = 1", "1 == 1", "1 < 2",
    "not 1", "1 and 2", "~1", "1 // 2", "1 % 2", "1 << 9", "x1 := 1", "*x1", "max(1, 2, 3)", "max()", "max(*x1)",
    "sigmoid()", "sigmoid(1, 2)", "sigmoid(x=1)", "step(0)", "relu(-1)", "tanh(−0.5)", "nowhere(1)", "1;2", "1\n2",
    "1\\\n2", "\x00", "１+１", "٣ + ٣", "²", "x²", "1²²", "𝟏", "π", "1,5", "1.2.3", "1..2", ".", "1.", ".5", "5.e3",
    "#", "1 # 2", "\f1", "\ufeff1", "\ud800", "∞", "√2", "-" * 900 + "1", "(" + "-" * 90 + "1)" * 1, "e^-1e400",
    "ln(1e400)", "0.1" * 300, "1 × 2 ÷ 3 − 4 · 5", "½²",
)  # fmt: skip
NEAR = (
    "-0.5",
    "−0.5",
    "0.5",
    "1.25",
    "1.3",
    "1.2",
    "-1.5",
    "1.5",
    "-1.875",
    "1.875",
    "3",
    "0.2",
    "0.9",
    "0.49375",
    "1.125",
    "0.128",
)
PRINTED = (
    "0.757", "-0.5", "−0.5", "–0.5", ".35", "5.", "12.5%", "4.39e-4", "4.39 × 10⁻⁴", "4.39*10^-4", "1e{5}",
    "1,000,000.0", "1,00", "0", "0.0000", "-0", "1", "1e99", "1e-99", "1e100", "9" * 300, "0." + "0" * 300 + "1",
    "9" * 5000, "1e99%", "9" * 90 + "e99", "0e99", "0." + "0" * 90 + "e-99", "1e" + "9" * 5000, "up", "decreases",
    "Unchanged", "stays the same", "nan", "inf", "", " ", "٣.٥", "１.５", "1e٣", "²", "1e²", "one half", "½",
    "0.5.1", "+0.5", "+-5", "1 000", "0x1",
)  # fmt: skip

# --- settings

ADDRESSES = (
    "", "https://example.org", "https://example.org/a/b/", "http://[", "https://", "ftp://x", "https://x:99999",
    "https://x:a", "https://ex ample", "https://日本.jp/パス", "https://x/#a", "https://x/?a=<b>",
    "https://" + "a" * 3000, "https://x/\x00", "HTTPS://X", "https://x\n", "//x", "https:x",
)  # fmt: skip
LANGUAGES = (
    "en", "en-US", "pt-BR", "zh-Hant", "ar", "he", "ja", "de", "xx", "x" * 500, "e n", "EN", "en_US", "i-klingon",
    "日本", "en-", '"', "<",
)  # fmt: skip

# --- prose

WORDS = (
    "the", "weight", "slope", "error", "goes", "down", "and", "δ", "naïve", "日本", "مثال", "🧠", "$x$", "`code`",
    "*so*", "w₁", "[[ v('out_Y1') ]]", "—", "½",
)  # fmt: skip
CODE = (
    "v", "v.__globals__", 'v.__globals__["os"]', "lipsum.__globals__", f'lipsum.__globals__["os"].mkdir("{CANARY}")',
    "self", "cycler", f'cycler.__init__.__globals__.os.mkdir("{CANARY}")', 'v|attr("__globals__")',
    'v["__globals__"]', "().__class__.__base__.__subclasses__()",
    f'v.__func__.__globals__["__builtins__"]["__import__"]("os").mkdir("{CANARY}")', '"{0.__class__}".format(1)',
    '("{:" + "9" * 9 + "}").format(1)', "range(10**12)", "range(10**12)|list", "range(10**12)|sum",
    "range(10**9)|join", '"a" * 10**10', "[0] * 10**10", "9**9**9", "10**10**7", "(9**9**6)|string",
    '"%1000000000d" % 1', '"a"|center(10**10)', '"a"|indent(10**9)', "lipsum(10**6)", "lipsum()", "namespace()",
    "cycler(1)", "joiner()", "dict(a=1)", "loop", 'v("out_Y1", 10**9)', 'v("out_Y1", 1000)', 'v("out_Y1", 30)',
    'v("out_Y1", true)', "1/0", "1e999", "1e999 - 1e999", "1e999|int", "0.757", '"0.757"', "none", "[]", "{}",
    'claim("0.5")', 'claim("\ue0100\ue011")', 'claim("<b>")', 'claim("a" * 10**6)', 'claim(1)', "claim()",
    'term("neuron")', 'term("nowhere")', 'v("nowhere")', "v()", 'steps("forward")', 'steps("forward", "forward")',
    'steps("x1")', "steps()", "rest()", "rest()", "player()", "player()", "given()", "errors()", "updates()",
    "program()", "figure()", "error_curve()", "rates()", "rounds()", "source_note()", 'layers("forward")',
    'layers("x")', 'curve("H1")', 'curve("Y1")', 'curve("x1")', 'matrix("H1")', 'matrix("Y1", "back")',
    'matrix("H1", "grad", 0)', 'matrix("H1", "net", 2)', 'matrix("H1", "net", -1)', 'matrix("H1", "net", 10**30)',
    'moved("up")', 'moved(1)', "home()", 'line("out_Y1")', 'line("x1")', 'factors("grad_w1")',
    'factors("grad_w1", "")', 'factors("grad_w1", "AB")', 'factors("grad_w1", "日本語")',
    'factors("grad_w2", "<&>")', 'v("one", "out_Y1")', 'compare(["out_Y1"], ["one"], ["One"])',
    'compare([], [], [])', 'compare(["out_Y1"], [], ["a"])', 'compare([1], [2], [3])', 'compare([[]], ["one"], [1])',
    'source("one")', 'source("nowhere")', 'figure("one")', "messages()", "asked()", "examples()", 'home("x")',
    'home("\\"><b>")', 'sym("w1")', 'at("out_Y1")', 'sym("one", "w1")', "v('out_Y1', decimals=2)", "v(*['out_Y1'])",
    "v(**{'id': 'out_Y1'})", "v|length", "v|list", "v is callable", "v('out_Y1')|upper", "v('out_Y1')|nothing",
    "v('out_Y1') + 1", "", " ", "[", "]", "(", ")", "'", '"', "\\", "1 +", "a b", "a.b.c", "a[0]", "not", "if",
    "'\\ud800'", "'\\x00'", "'\\N{DIGIT ONE}'", "'\ue0100\ue011'", "x1", "'a' ~ 'b'", "v('out_Y1') * 10**7",
    "[v] * 3", '"a"|wordwrap(0)', '"a"|truncate(-1)', '"a"|batch(0)|list', '"a b"|urlize', '"a"|filesizeformat',
    '[3, "a"]|sort', 'v|pprint', 'v|tojson', 'range(10)|random', '"a"|replace("a", "a" * 10**9)', '"a"|xmlattr',
    '"\\ue0100\\ue011"',
)  # fmt: skip
BLOCKS = (
    "[% for i in range(10**12) %]x[% endfor %]", "[% for i in range(10**12) %][% endfor %]",
    "[% for i in range(3000) %][% for j in range(3000) %]x[% endfor %][% endfor %]",
    "[% macro f() %][[ f() ]][% endmacro %][[ f() ]]", '[% include "x" %]', '[% import "x" as y %]',
    '[% extends "x" %]', "[% raw %] 0.5 [[ x ]] [% endraw %]", "[% raw %]", "[% set x = v %][[ x ]]",
    "[% set x %]0.5[% endset %][[ x ]]", "[% if v %]a[% endif %]", "[% if %]", "[% endif %]", "[% for %]",
    "[% block a %]a[% endblock %][% block a %]b[% endblock %]", "[% filter upper %]a[% endfilter %]",
    "[% with a = 1 %][[ a ]][% endwith %]", "[% call v() %]a[% endcall %]", "[% do v() %]", "[% break %]",
    "[% debug %]", "[% autoescape true %]<[% endautoescape %]", "[# a comment #]", "[# open", "[[ open", "[% open",
    "]]", "%]", "#]", "[[", "[[[[ 1 ]]]]", "[[ [[ 1 ]] ]]", "[%- if 1 -%]a[%- endif -%]",
    "[% for x in v %]a[% endfor %]", "[% recursive %]", "[% if 1 %]" * 150 + "[% endif %]" * 150,
    "[[ " + "(" * 300 + "1" + ")" * 300 + " ]]", "[[ " + "-" * 1500 + "1 ]]", "[[ " + "1+" * 1500 + "1 ]]",
    "[[ " + "not " * 1500 + "1 ]]", "[[ 'a'" + "|upper" * 500 + " ]]",
    "[% for i in range(100000) %]word [% endfor %]", "[% for i in [1,2] recursive %][[ loop([1]) ]][% endfor %]",
    "[[ " + "[" * 200 + "]" * 200 + " ]]",
    "[% set ns = namespace(a='b') %][% for i in range(40) %][% set ns.a = ns.a ~ ns.a %][% endfor %]",
)  # fmt: skip
MARKDOWN = (
    "# Title", "## A {#main}", "## A {#main}", "## B", "## B", "### C { onclick=alert(1) .x #y }",
    "## " + "a" * 5000, "##", "# ", "## [[ v('out_Y1') ]]", "## $x$", "## *a* `b` <i>c</i>", "- a\n- b",
    "1. a\n2. b", "* a\n    * b\n        * c", "".join(" " * 4 * i + "- a\n" for i in range(60)), "> " * 300 + "a",
    ">" * 2000 + "a", "| a | b |\n|---|---|\n| 1 | 2 |", "|---|", "| a |\n|---|\n" + "| $x$ |\n" * 50,
    "```python\nx = 0.5\n```", "```", "~~~\nopen", "`0.5`", "`" * 1000, "``` {.a #b onclick=c}\nx\n```",
    "    indented 0.5", "!!! note\n    text", '!!! warning "0.5"\n    text', "!!! note", '!!! x y z "a',
    '<div markdown="1">\n\n## X\n\n</div>', '<div markdown="1">', "</div>" * 50, '<div markdown="1">' * 150,
    "<div>" * 500, "<p>" * 500, "<!-- 0.5 -->", "<!--", "<![CDATA[", "<?php", "<!DOCTYPE", "<", "<a", "</",
    "<a href='javascript:0'>", "<script>alert(1)</script>", "<script>", "<style>", "<textarea>", "<plaintext>",
    '<meta http-equiv="refresh" content="0; url=x">', '<iframe src="x"></iframe>', '<object data="x"></object>',
    "<form><input></form>", "<svg><script/></svg>", "&#46;", "0&#46;757", "&nbsp;", "&bogus;", "&#0;", "&#xD800;",
    "&#x110000;", "&#99999999999;", "[a](b)", "[a](<b c> 'd')", "![a](b.png)", "[a][b]\n\n[b]: c",
    "[a]: " + "b" * 3000, "[" * 1500, "[a](" * 500, "![" * 500, "*" * 3000, "_" * 3000, "*a **b* c**",
    "**" * 500 + "a", "\\" * 500, "\\[\\]\\$\\`", "a\n===", "a\n---", "---", "* * *", "<https://x>", "<a@b.c>",
    "[a](javascript:alert)", "{: #x .y}", "a {: onclick=b }", "{#x}", "'quotes' \"double\" -- --- ...", "\"" * 500,
    "'" * 500, "*[HTML]: x\nHTML", "[^1]\n\n[^1]: a", "term\n: definition", "a  \nb", "\t\ttabs", "\x0c", "\x0b",
    "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "\x02klzzwxh:99\x03", "\x02", "\x03", "\x02amp\x03", "\x02stx\x03",
    "\x02\x03" * 50, "wzxhzdk:0", "\ue0100\ue011", "\ue01099999\ue011", "\ue010" + "9" * 5000 + "\ue011",
    "<p>\ue0100\ue011</p>", "\ue0127\ue013", "\ue0127\ue013$x$", "\ue012" + "9" * 5000 + "\ue013$\\nope$",
    "\ue012١\ue013$\\nope$", "\ue010²\ue011", "\ue010١\ue011", "\ue000x1\ue0010.5\ue002", "\ue010", "\ue011",
    "\ue013", "One half is 0.5", "½", "1.5.2", "v1.5", ".5", "5.", "１.５", "٣.٥", "0.5" * 200, "1e5", "0,5",
    "0\u20245", "0．5", "0\u200b.5", "0<b></b>.5", "0\\.5", "0**.**5",
)  # fmt: skip
TEX = (
    "x", "\\frac{a}{b}", "\\frac{a", "\\nope", "\\sqrt[3]{x}", "x^2_1", "x^2^3", "x_", "^", "{", "}", "\\",
    "\\left(", "\\right)", "\\left( x \\right.", "\\begin{matrix} a & b \\\\ c \\end{matrix}", "\\begin{matrix}",
    "\\end{matrix}", "\\begin{nope} \\end{nope}", "\\text{a $x$ b}", "\\text{日本}", "日本", "🧠", "\\color{red}{x}",
    "\\href{javascript:0}{x}", "\\def\\a{\\a\\a}\\a", "\\newcommand{\\a}{\\a}\\a", "\\unicode{x41}", "\\char`\\x",
    "0.5", "1{,}5", "{" * 500 + "x" + "}" * 500, "\\frac{" * 300 + "x" + "}{y}" * 300,
    "\\sqrt{" * 1000 + "x" + "}" * 1000, "x^{" * 500 + "1" + "}" * 500, "\\left(" * 300 + "\\right)" * 300,
    "x" * 5000, "&", "\\\\", "%", "#", "~", "<", "\\%", "\\$", "a\x00b", "\\mathbb{R}", "\\sum_{i=1}^n",
    "\\operatorname{x}", "\\overset{a}{b}", "\\hspace{1em}", "\\hspace{1e9em}", "\\rule{1em}{1em}", "\\tag{1}",
    "\\label{a}", "\\ref{a}", "\\over", "a \\over b", "\\'e", "\\u", "\\verb|x|", "\\mathrm{" * 200,
    "\\begin{align} a &= b \\\\ c &= d \\end{align}",
)  # fmt: skip

# --- files, folders and arguments

PROGRAMS = (
    b'print("out_Y1 = 0.5000")', b"print(1/0)", b"while True: print(1)", b"while True: pass", b'open("ran", "w")',
    b"\xff", b"", b"x = []\nwhile True: x.append(' ' * 10**6)", b'print("out_Y1 = " + "9" * 10**6 + ".5")',
    b'print("nowhere = 0.5")', b"raise SystemExit(0)",
)  # fmt: skip
FOLDERS = (
    "a#b", "a?b", "a%20b", "a b", "a\nb", "日本", "🧠", "index.html", "404.html", "robots.txt", ".nojekyll",
    ".hidden", "assets", "gallery", "pagefind", "search", "glossary", "han-1", "han-1.2", "a" * 200, "a" * 254,
    "\udcff", "-x", "A", "con", "a'b", 'a"b', "a<b", "a&b", "sitemap.xml", "own", "x.md", "site.toml",
)  # fmt: skip
NODES = (
    Node("fifo"), Node("link", "nowhere"), Node("link", "."), Node("link", ".."), Node("link", "/dev/zero"),
    Node("folder"), Node("locked"), b"", b"\xff\xfe", b"\x00",
)  # fmt: skip
PLACES = (
    "content", "content/site.toml", "content/glossary.toml", "content/pages", "content/pages/own.md",
    "content/pages/index.md", "content/pages/404.md", "content/examples", "content/examples/one",
    "content/examples/two", "content/examples/one/example.toml", "content/examples/one/claims.toml",
    "content/examples/one/lesson.md", "content/examples/one/verdicts.txt", "content/examples/one/p.py",
    "content/examples/a.txt", "content/refusals", "content/examples/.hidden", "content/pages/a#b.md",
    "content/pages/a\nb.md", "content/pages/.md", "content/pages/日本.md", "content/pages/x.MD", "content/extra",
)  # fmt: skip
OUTS = (
    "site", "site", "site", "content", "content/examples/site", "content/site", ".", "", "/", "a/b/c", "a" * 254,
    "a" * 300, "site\n", "日本", "\udcff", "file", "file/site", "link", "loop", "/dev/null", "/dev/null/x", "\x00",
    "fifo",
)  # fmt: skip
CONTENTS = (
    "missing", "file", "fifo", "loop", "link", "content/pages", "content/examples/one/example.toml", "/", "", "\x00",
    "a" * 300,
)  # fmt: skip
MAKE_NAMES = (
    "mine", "mine", "mine", "one", "a-b.c", "../x", "a/b", "a" * 250, "a" * 300, "", ".", "..", "-x", "é", "x\n",
    "A", "a.", "con", "index.html", "assets", "0", "\x00", "\udcff", "robots.txt", "404.html",
)  # fmt: skip
SHAPES = (
    "2-2-1", "3-2-1", "1-1", "0-1", "2", "", "9999-9999", "1024-1024", "200-200-1", "1-1-1-1-1-1-1-1-1",
    "1-1-1-1-1-1-1-1-1-1", "２-２", "1-٣", "2-2-1\n", "2--1", "a-b", "6-7", "1e5-1", "-1-1",
)  # fmt: skip
