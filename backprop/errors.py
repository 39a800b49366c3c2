"""What can go wrong, as a tree.

BackpropError
├── ContentError    the author's mistake: a file says something that cannot be built
├── UsageError      the command's mistake: a wrong flag, a folder that must not be overwritten
├── Misasked        prose asks for what is not there; told as a ContentError, with file and line
├── Disagreement    our mistake: two witnesses computed different numbers
├── IndexingError   the indexer's mistake: it stopped
└── Surprise        our mistake: an error that nobody expected, with the file it happened with

What the machine raises by itself, a full disk or a folder that may not be written to, is told in words by `explained`.
"""

from __future__ import annotations

import contextlib
import difflib
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPORT = "a mistake of this program, not of the file; please send the file and this line to the project's issues"
LONGEST_WORD = 200  # characters of a word for which a near one is looked for
_ENDS_A_LINE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in a file: where it stands, what was wanted, what was found, what to do; always one line."""

    where: str
    wanted: str
    got: str
    cure: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: wanted {self.wanted}, got {self.got}"
        return _ENDS_A_LINE.sub(lambda found: repr(found[0])[1:-1], f"{text}; {self.cure}" if self.cure else text)


class BackpropError(Exception):
    """Anything this package raises on purpose; it can be sent from one process to another."""

    def __reduce__(self) -> tuple[object, ...]:
        return _sent, (type(self), self.args, self.__dict__)


def _sent(kind: type[BackpropError], args: tuple[object, ...], attributes: dict[str, object]) -> BackpropError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class ContentError(BackpropError):
    """Faults in content; its text is one line a fault."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Misasked(BackpropError):
    """A reference in prose that asks in vain; who runs the references says where."""


class UsageError(BackpropError):
    """A command that was called wrongly."""


class Disagreement(BackpropError):
    """Two independent computations of one quantity differ: `file` is whose, `told` what each of them says."""

    def __init__(self, file: str, told: str):
        self.file, self.told = file, told
        super().__init__(f"{file}: {told}: {REPORT}")


class IndexingError(BackpropError):
    """The program that indexes the site for searching stopped."""


class Surprise(BackpropError):
    """An error that nobody expected, while a file was worked on."""

    def __init__(self, file: str, error: Exception):
        *_, place = traceback.extract_tb(error.__traceback__)
        text = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
        super().__init__(str(Fault(where=file, wanted="no surprise", got=text.rstrip(": "), cure=REPORT)))


@contextlib.contextmanager
def blaming(file: object) -> Iterator[None]:
    """Raise as a Surprise whatever happens here that is neither ours nor the machine's."""
    try:
        yield
    except (BackpropError, OSError):
        raise
    except Exception as error:
        raise Surprise(str(file), error) from error


def explained(error: Exception) -> str:
    """Return what went wrong in words, one line a fault, whatever it was."""
    if isinstance(error, BackpropError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = error.filename if isinstance(error.filename, str) else "this machine"
        cure = "see to its permissions, or make room"
        return str(Fault(where=where, wanted="a file or folder that does as it is told", got=error.strerror, cure=cure))
    return str(Surprise("backprop", error))


def exit_code(error: Exception) -> int:
    """Return what a command ends with after an error: 2 where it was called wrongly, else 1."""
    return 2 if isinstance(error, UsageError) else 1


def counted(number: int, noun: str) -> str:
    """Return `1 line`, `2 lines`."""
    return f"{number} {noun}{'s' * (number != 1)}"


def shortened(text: str, most: int = 80) -> str:
    """Return a text in quotes, cut where it is longer than anybody would read."""
    return f'"{text}"' if len(text) <= most else f'"{text[:most]}…"'


def suggestion(word: object, known: Iterable[str]) -> str:
    """Return 'did you mean "…"?' for the closest known word, or nothing.

    A word with a known one whole in it, such as bipolar_sigmoid, is no slip of the pen: it means something else.
    """
    if not isinstance(word, str) or len(word) > LONGEST_WORD:
        return ""
    known = [each for each in known if "." not in each or "." in word]  # what has a point in it is not for authors
    alike = [each for each in known if each.casefold() == word.strip().casefold()]
    if len(alike) == 1 and alike[0] != word:
        return f'did you mean "{alike[0]}"?'
    if any(re.search(rf"(?:^|_){re.escape(each)}(?:_|$)", word.strip()) for each in known if each != word.strip()):
        return ""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""


def near_miss(word: object, known: Iterable[str]) -> str:
    """Return the closest known word as a question, else the list of known words."""
    known = list(known)
    return suggestion(word, known) or (f"known here: {', '.join(known)}" if known else "")
