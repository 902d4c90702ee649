# `make` lists the commands. Everything runs in .venv, which `make setup` builds from
# requirements.lock; no other tool than Python 3.11, make and git is needed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
TODAY := 2026-11-21
FUZZ_EXAMPLES ?= 100000

.DEFAULT_GOAL := help
.PHONY: help setup run demo examples browser drill test test-fast check fix docs fuzz bench lock

help:  ## List these commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED)  ## Build .venv from the lock (again only after a change)

$(INSTALLED): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'deqi needs Python 3.11 or newer: make setup PYTHON=/path/to/python3.11'; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

run: setup  ## Show what the command line can do
	$(BIN)/deqi --help

demo: setup  ## Serve an example network of two clinics, with invented people
	$(BIN)/deqi demo --data var/demo

examples: setup  ## Print the care of example patients, from the record alone and with answers
	$(BIN)/deqi examples --today $(TODAY)

browser:  ## Find Chromium for the tests of pages, or install it
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y chromium; } \
	  || { echo 'make test opens pages in Chromium, which is not here: install the package chromium'; exit 1; }

test: setup browser  ## Run all tests; core and knowledge must be covered in every branch
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal --cov --cov-report=term-missing:skip-covered

test-fast: setup  ## Run the tests of the rules only (core and spec)
	$(BIN)/pytest -n 2 --dist worksteal tests/core tests/spec

check: setup  ## Format, lint, types, contracts between rooms, fresh reference, records
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.spec.print_reference --check
	$(BIN)/python -m tests.spec.print_answers --check
	$(BIN)/deqi knowledge check --today $(TODAY)

fix: setup  ## Format and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup  ## Print docs/reference from the tables of tests/spec and the code's own types
	$(BIN)/python -m tests.spec.print_answers
	$(BIN)/python -m tests.spec.print_reference

fuzz: setup  ## Feed the readers very many broken inputs
	DEQI_FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(BIN)/pytest tests/fuzz

bench: setup  ## Measure each claim about speed beside its peer
	$(BIN)/python -m bench

drill: setup  ## Kill server and database amid writes, and count what is left
	$(BIN)/python -m drills.kill9

lock: setup  ## Pin the newest dependencies; the only command that needs uv, in a place of its own
	test -x $(VENV)/lock/bin/uv || { "$(PYTHON)" -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv; }
	$(VENV)/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --no-header --quiet --upgrade --output-file requirements.lock
