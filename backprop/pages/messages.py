"""Every message about broken content, from the files that were broken on purpose to see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..reading.files import read_text

_REFUSED = "---- refused\n"
_LINE = re.compile(r"(?P<where>.+?): wanted (?P<wanted>.+?), got (?P<got>.+?)(?:; (?P<cure>.+))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: `kind` of file it is about, where, what was wanted, found, and to be done."""

    kind: str
    where: str
    wanted: str
    got: str
    cure: str


def read_messages(folder: Path) -> tuple[Message, ...]:
    """Return the messages of the cases in a folder, each kind of message once."""
    found: dict[tuple[str, str, str], Message] = {}
    for path in sorted(folder.rglob("*.txt")):
        for line in read_text(path).rpartition(_REFUSED)[2].splitlines():
            told = _LINE.match(line)
            if told:
                key = path.parent.name, told["wanted"], re.sub(r'"[^"]*"', "", told["cure"] or "")
                message = Message(
                    kind=path.parent.name, **{name: text or "" for name, text in told.groupdict().items()}
                )
                found.setdefault(key, message)
    return tuple(found.values())
