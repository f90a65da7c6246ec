# The commands of the project. `make demo` and `make test` need nothing but Python >= 3.11, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080

.PHONY: demo run check test mutants transcripts migrate lock clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo         ## play the bot in the browser, without a token
	$(BIN)/samenspraak demo --port $(PORT)

run: $(VENV)/.demo          ## the real bot; needs TELEGRAM_BOT_TOKEN
	$(BIN)/samenspraak run

migrate: $(VENV)/.demo      ## bring the database to the newest schema
	$(BIN)/samenspraak migrate

check: $(VENV)/.dev         ## style, types, layers and content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samenspraak check --content-only

test: $(VENV)/.dev          ## the whole test suite
	$(BIN)/pytest

mutants: $(VENV)/.dev       ## plant single faults in a copy and tell which ones no test notices; ONLY="domain roles.3 --jobs 2"
	$(BIN)/python tests/mutants $(ONLY)

transcripts: $(VENV)/.dev   ## rewrite tests/transcripts after a change of wording; read the diff as a chat
	$(BIN)/pytest tests/transcripts --update-transcripts

lock: | $(BIN)/python       ## renew the locked dependencies
	$(BIN)/python -m pip install --quiet --upgrade uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra build --extra postgres --extra demo -o requirements/demo.lock --quiet --upgrade
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra build --extra postgres --extra demo --extra dev -o requirements/dev.lock --quiet --upgrade

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
