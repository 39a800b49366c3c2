"""Build the site of this folder; what is done stands in backprop.serving.build, and `--help` says with what."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from backprop.serving import build

HOME = Path(__file__).resolve().parent
main = functools.partial(build.main, home=HOME, cache=HOME / ".cache")

if __name__ == "__main__":
    sys.exit(main())
