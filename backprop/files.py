"""Reading files of the content: text in UTF-8, and TOML whose numbers keep their digits."""

from __future__ import annotations

import tomllib
from decimal import Decimal, DecimalException
from pathlib import Path

from .errors import ContentError, Fault


def read_text(path: Path, wanted: str = "a file to read") -> str:
    """Return the text of a file; raises ContentError where there is none or it is not in UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fault = Fault(where=str(path), wanted=wanted, got=error.strerror or "a file that cannot be read")
    except UnicodeDecodeError:
        fault = Fault(where=str(path), wanted="text in UTF-8", got="another encoding", cure="save it as UTF-8")
    raise ContentError([fault])


def load(path: Path) -> dict:
    """Return a TOML file as a dict whose numbers keep their digits; raises ContentError with the parser's line."""
    text = read_text(path)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        cure = "look there for a key given twice, a comma in a number, or a quote left open"
        raise ContentError([Fault(where=str(path), wanted="TOML", got=str(error), cure=cure)]) from None
    except (ValueError, DecimalException):
        got = "a number too long to be read"
    except RecursionError:
        got = "brackets too deep to be read"
    raise ContentError([Fault(where=str(path), wanted="TOML", got=got)])
