"""Whatever an author writes ends in an answer, or in a refusal that says where, what was wanted and what was found."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cases
import fuzzing
from cases import ONE, ROOT, Case, golden, make
from fuzzing import Limits
from hostile import CANARY
from judging import Answer, judge

SEED, CASES = 8, 200
FILE = {"example.toml": golden()[f"{ONE}example.toml"]}
CLAIMS = {"claims.toml": golden()[f"{ONE}claims.toml"]}
READ = Case("example", FILE)
SOLVE = Case("solve", FILE, ("example.toml",))
RECORD = Case("solve", FILE, ("example.toml", "--json"))
BUILD = Case("build", golden(), ("--content=content", "--out=site"))


def test_200_hostile_cases_end_in_an_answer_or_in_a_refusal(tmp_path):
    with fuzzing.crew(2) as workers:
        report = fuzzing.gathered(((SEED, number) for number in range(CASES)), workers)
        told = [fuzzing.explained(kind, tmp_path / str(i), workers[0], 5) for i, kind in enumerate(report.frequent[:8])]
    print(report.summary())
    assert report.codes.total() == CASES
    if report.kinds:
        pytest.fail("\n\n".join([report.summary(), *told]), pytrace=False)


def test_every_way_into_the_program_is_tried():
    assert {make(SEED, number).kind for number in range(CASES)} == {maker.__name__ for maker in cases.MAKERS}


DIGEST = """
import hashlib, cases
print(hashlib.sha256(repr([cases.make(8, number) for number in range(50)]).encode()).hexdigest())
"""


def test_a_case_is_the_same_wherever_it_is_made():
    def made(seed: str) -> str:
        command, environment = [sys.executable, "-c", DIGEST], os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=ROOT / "tests", env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    here = hashlib.sha256(repr([make(8, number) for number in range(50)]).encode()).hexdigest()
    assert made("1") == made("2") == here


# --- what is right has no fault

RIGHT = {
    "example": READ,
    "site": Case("site", {"site.toml": golden()["content/site.toml"]}),
    "glossary": Case("glossary", {"glossary.toml": golden()["content/glossary.toml"]}),
    "claims": Case("claims", golden()),
    "verdicts": Case("verdicts", golden()),
    "lesson": Case("lesson", golden() | {f"{ONE}lesson.md": b"A line.\n\n[[ rest() ]]\n"}),
    "page": Case("page", golden() | {"content/pages/own.md": b"# A page\n\nA line.\n"}),
    "solve": SOLVE,
    "record": RECORD,
    "audit": Case("audit", FILE | CLAIMS, ("example.toml", "claims.toml", "--json")),
    "new": Case("new", golden(), ("new", "mine", "--content=content")),
    "build": BUILD,
}


def test_what_is_right_has_no_fault():
    with fuzzing.crew(1) as workers:
        verdicts = [verdict for _, verdict in fuzzing.tried(RIGHT.values(), workers)]
    assert dict(zip(RIGHT, ([fault.signature for fault in v.faults] for v in verdicts), strict=True)) == {
        name: [] for name in RIGHT
    }
    assert {v.code for v in verdicts} == {None, 0}
    assert all(verdict.seconds > 0 for verdict in verdicts)


# --- what is wrong is seen, once for each kind of fault

PLACED = "example.toml: title: wanted a text, got 5\n"
ANSWERS = {
    "an exit of 3": ("exit", SOLVE, Answer(code=3, err=PLACED)),
    "an exit in words": ("exit", SOLVE, Answer(code="no", err=PLACED)),
    "a refusal without a word": ("place", SOLVE, Answer(code=1)),
    "wrong usage without a word": ("place", SOLVE, Answer(code=2, err="\n")),
    "a refusal without a place": ("place", SOLVE, Answer(code=1, err=f"{PLACED}something went wrong\n")),
    "a refusal without what was found": ("place", SOLVE, Answer(code=1, err="example.toml: title: wanted a text\n")),
    "a refusal of no file": ("place", SOLVE, Answer(code=1, err="case: title: wanted a text, got 5\n")),
    "a traceback": ("place", SOLVE, Answer(code=1, err='Traceback:\n  File "x.py", line 1\nKeyError: 1\n')),
    "a mistake of ours": ("ours", SOLVE, Answer(code=1, err="example.toml: wanted 1, got 2; this is our mistake\n")),
    "a mistake of the program": ("ours", SOLVE, Answer(code=1, err=f"{PLACED[:-1]}; a mistake of this program\n")),
    "nan in the terminal": ("nan", SOLVE, Answer(code=0, out="  net_H1 = 2 · w = nan\n")),
    "minus infinity in the terminal": ("nan", SOLVE, Answer(code=0, out="grad = −inf\n")),
    "nan in a record": ("nan", RECORD, Answer(code=0, out='{"value": NaN}')),
    "no record": ("json", RECORD, Answer(code=0, out="{")),
    "infinity on a page": ("nan", BUILD, Answer(code=0, pages=(("index.html", "<p>E = <b>Infinity</b></p>"),))),
    "nan in an attribute": ("nan", BUILD, Answer(code=0, pages=(("index.html", '<data value="nan">0.5</data>'),))),
    "nan in what a program printed": ("nan", BUILD, Answer(code=0, pages=(("one/one-output.txt", "out = nan\n"),))),
    "an object on a page": ("object", BUILD, Answer(pages=(("index.html", "<p>&lt;function v at 0x7f&gt;</p>"),))),
    "a placeholder on a page": ("placeholder", BUILD, Answer(pages=(("index.html", "<p>\ue0100\ue011</p>"),))),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_wrong_answer_is_a_fault(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kind, case, answer = ANSWERS[name]
    assert {fault.kind for fault in judge(case, answer)} == {kind}


REFUSALS = [
    "example.toml: wanted TOML, got Invalid value (at line 1, column 9)", "example.toml:3: wanted a reference, got [[",
    'example.toml: network.weights."a b": wanted a number, got nan; write it without quotes',
]  # fmt: skip


@pytest.mark.parametrize("line", REFUSALS)
def test_a_refusal_with_its_place_is_none(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [*judge(SOLVE, Answer(code=1, err=f"{line}\n"))] == []


def test_code_from_content_that_ran_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(CANARY).mkdir()
    assert {fault.kind for fault in judge(SOLVE, Answer(code=0))} == {"code"}


def put_in_place(act) -> None:
    """Let the reader of examples do something else, in the process this is called in."""
    from backprop.reading import example as reader

    reader.read_example = act


def raising() -> None:
    put_in_place(lambda path: {}["nothing"])


def panicking() -> None:
    def panic(path):
        raise BaseException("a panic")

    put_in_place(panic)


def sleeping() -> None:
    put_in_place(lambda path: time.sleep(60))


def spinning() -> None:
    def spin(path):
        while True:
            pass

    put_in_place(spin)


def busy_below() -> None:
    work = "import time\nwhile time.process_time() < 1.5: pass"
    put_in_place(lambda path: subprocess.run([sys.executable, "-S", "-c", work], check=True))


def hoarding() -> None:
    put_in_place(lambda path: len(b"x" * (120 << 20)))


def greedy() -> None:
    put_in_place(lambda path: len(b"x" * (1 << 40)))


def dying() -> None:
    put_in_place(lambda path: os._exit(3))


def crashing() -> None:
    put_in_place(lambda path: os.kill(os.getpid(), signal.SIGSEGV))


TIGHT = Limits(seconds=1, clock=8, memory=100 << 20)
SABOTAGE = {
    raising: ("exception", "KeyError at "),
    panicking: ("exception", "BaseException at "),
    sleeping: ("hang", "example: no end at test_fuzz.py:"),
    spinning: ("hang", "example: no end at test_fuzz.py:"),
    busy_below: ("slow", "example: too slow"),
    hoarding: ("memory", "example: too much memory"),
    greedy: ("memory", "MemoryError at "),
    dying: ("died", "example: the process died (3)"),
    crashing: ("died", "example: the process died (-11)"),
}


@pytest.mark.parametrize("prepare", SABOTAGE, ids=lambda prepare: prepare.__name__)
def test_what_a_reader_must_not_do_is_a_fault_and_the_next_case_is_tried(prepare):
    with fuzzing.crew(1, TIGHT, prepare) as workers:
        (_, wrong), (_, right) = fuzzing.tried([READ, RIGHT["site"]], workers)
    kind, signature = SABOTAGE[prepare]
    assert [fault.kind for fault in wrong.faults] == [kind]
    assert wrong.faults[0].signature.startswith(signature)
    assert right.faults == []


# --- a fault is told with little


def choking() -> None:
    from backprop.reading import example as reader

    def choke(path):
        if "needle" in path.read_text("utf-8"):
            raise KeyError("needle")

    reader.read_example = choke


def test_a_fault_is_told_with_the_smallest_case_that_has_it(tmp_path):
    hay = "".join(f"straw {i}\n" for i in range(40))
    large = Case("example", {"example.toml": f"{hay}a needle here\n{hay}".encode(), "other.toml": b"straw"})
    with fuzzing.crew(1, prepare=choking) as workers:
        report = fuzzing.gathered([large, large, READ], workers)
        (kind,) = report.frequent
        told = fuzzing.explained(kind, tmp_path / "small", workers[0])
    assert (len(kind.asked), report.faulty, report.codes.total()) == (2, 2, 3)
    assert told.startswith("exception: KeyError at test_fuzz.py:") and "  2 case(s)\n" in told
    assert [path.name for path in (tmp_path / "small").iterdir()] == ["example.toml"]
    assert (tmp_path / "small" / "example.toml").read_text("utf-8") == "needle"


def test_the_script_says_a_line_a_fault_and_ends_with_1(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(fuzzing, "make", lambda seed, number: Case("none of them", {}))
    arguments = ["--cases", "2", "--seed", "3", "--jobs", "1", "--shrink", "0", "--keep", str(tmp_path)]
    assert fuzzing.main(arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" at ")[0] for line in lines[:2]] == [f"(3, {n}): exception: KeyError" for n in (0, 1)]
    assert "  2 case(s); again: tests/fuzzing.py --seed 3 --only 0" in lines
    assert lines[-1].startswith("2 cases, 2 with faults of 1 kinds; ")


def test_the_script_ends_with_0_where_there_is_no_fault(capsys, monkeypatch):
    monkeypatch.setattr(fuzzing, "make", lambda seed, number: READ)
    assert fuzzing.main(["--cases", "2", "--jobs", "1"]) == 0
    assert capsys.readouterr().out.startswith("2 cases, 0 with faults of 0 kinds; exits none: 2; ")
