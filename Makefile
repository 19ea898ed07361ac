# On a fresh machine: Python 3.11 or newer, make and git. Everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test js-check bench screenshots lint clean

setup: $(VENV)/.installed var/static/.built

$(VENV)/.installed: requirements.txt requirements-dev.txt constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	touch $@

# npm is optional: without it the whole Plotly of the Python package is served, which starts slower.
var/static/.built: $(VENV)/.installed data/geography/outlines.py data/geography/fine_outlines.py package-lock.json
	@if command -v npm >/dev/null; then npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent \
	  || echo "npm could not install the small Plotly; the whole one is served."; fi
	$(BIN)/python -m data static
	touch $@

run: setup
	$(BIN)/python -m data simulate --if-none
	MALLOC_ARENA_MAX=2 $(BIN)/python app.py

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tests/audit_dependencies.py
	./tests/find_chromium.sh
	$(BIN)/python -m pytest

# Node comes with npm on PATH, or from PyPI into $(BIN).
js-check: export PATH := $(CURDIR)/$(BIN):$(PATH)
js-check:
	npm ci --ignore-scripts --no-audit --no-fund --silent
	npx prettier --check assets/js tests/js
	npx tsc
	npx tsc -p tsconfig.strict.json
	node --test tests/js/*.test.js

bench: setup
	./tests/find_chromium.sh
	$(BIN)/python -m bench

screenshots: setup
	./tests/find_chromium.sh
	$(BIN)/python -m docs.screenshots

clean:
	rm -rf var $(VENV)
