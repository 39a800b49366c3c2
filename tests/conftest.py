"""What the tests share: networks made at random, the lesson, a built site and a browser."""

from __future__ import annotations

import contextlib
import gc
import http.server
import itertools
import random
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

gc.set_threshold(20_000, 20, 20)  # hardly anything of what is kept for other tests is garbage, and looking for it costs
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import browser as browsers  # noqa: E402 - found by the line above
import build  # noqa: E402
from backprop.reading.example import parse_example, read_example  # noqa: E402
from backprop.steps.solving import solve  # noqa: E402

CONTENT = ROOT / "content"
LESSON = CONTENT / "examples" / "backpropagation-2x2" / "example.toml"
CERTIFIED = pytest.StashKey[Counter]()


def decimal(source: random.Random, low: float, high: float) -> Decimal:
    return Decimal(f"{source.uniform(low, high):.2f}")


def make_data(source: random.Random, shape, activations, loss, samples=1, links=1.0, **method) -> dict:
    """Return the parsed form of an example with random weights; `links` is the share of connections kept."""
    columns = [[f"{'x' if i == 0 else 'n' + str(i) + 'k'}{j}" for j in range(n)] for i, n in enumerate(shape)]
    weights, biases = {}, {}
    for layer, (below, above) in enumerate(itertools.pairwise(columns)):
        for target in above:
            for source_neuron in below:
                if source.random() <= links or source_neuron == below[0]:
                    weights[f"w{len(weights) + 1}"] = [source_neuron, target, decimal(source, -1, 1)]
        if layer % 2 == 0 and len(above) > 1:
            biases[f"b{len(biases) + 1}"] = [*above[:2], decimal(source, -1, 1)]
            above = above[2:]
        for target in above:
            biases[f"b{len(biases) + 1}"] = [target, decimal(source, -1, 1)]
    shares = [Decimal("0.25"), Decimal("0.75"), Decimal(0), Decimal(0)]
    targets = shares[: shape[-1]] if shape[-1] > 1 else [Decimal("0.3")]
    blocks = [
        {
            "inputs": {name: decimal(source, -1, 1) for name in columns[0]},
            "targets": dict(zip(columns[-1], source.sample(targets, len(targets)), strict=True)),
        }
        for _ in range(samples)
    ]
    network = {
        "loss": loss,
        "layers": [{"activation": a, "neurons": names} for a, names in zip(activations, columns[1:], strict=True)],
        "weights": weights,
        "biases": biases,
        **({"samples": blocks} if samples > 1 else blocks[0]),
    }
    return {"title": "random", "network": network, "method": method}


def parse(data: dict):
    return parse_example(data, "random.toml", "random")


def pytest_terminal_summary(terminalreporter, config):
    """Say at the end of a run how many printed digits were certified."""
    if found := config.stash.get(CERTIFIED, None):
        terminalreporter.write_line(
            f"certified: {found['digits']:,} printed digits on {found['pages']} pages"
            f" and of {found['networks']} random networks"
        )


@pytest.fixture(scope="session")
def certified(pytestconfig) -> Counter:
    """How much is certified: digits, pages and random networks."""
    return pytestconfig.stash.setdefault(CERTIFIED, Counter())


@pytest.fixture(scope="session")
def lesson():
    return solve(read_example(LESSON))


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Path:
    """What the builds of the project's own site keep for one another."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def site(tmp_path_factory, cache) -> Path:
    """The project's own site, built once, below a folder so that it can be served under a sub-path."""
    out = tmp_path_factory.mktemp("served") / "repo"
    assert build.main(["--cache", str(cache), "--run-programs", "--out", str(out)]) == 0
    return out


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a site under a sub-path, as on GitHub Pages, and give its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(site.parent))

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site):
    """The address of the served site: under /repo/, as on GitHub Pages."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="session")
def chromium():
    path = browsers.find()
    if path is None:
        if browsers.required():
            pytest.fail(f"no browser for the tests; {browsers.CURE}")
        pytest.skip(f"no browser for the tests; {browsers.CURE}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(chromium):
    """A page whose console must stay silent and which asks nobody but us."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://127.0.0.1", "file://", "data:"))
            else trouble.append(f"outside request: {request.url}")
        ),
    )
    yield opened
    context.close()
    assert not trouble
