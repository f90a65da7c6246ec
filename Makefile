# The commands of the project. `make demo` and `make test` need nothing but Python >= 3.11, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
WORKERS ?= 4
# More of them than a small machine has cores: many tests wait. Each begins with its part of the tests and takes over from
# another at the end: neighbours share what they prepare.
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal

# Compiled files are what makes a second start quick; some images ask Python to keep none.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run check test test-deep test-deep-machines test-deep-storage test-deep-process test-deep-simulation soak soak-examples soak-hour \
	soak-weather mutants rooms transcripts manual migrate lock clean

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

test: $(VENV)/.dev          ## everything that judges a rule, in a few minutes
	$(PYTEST) -m "not deep"

test-deep: test-deep-machines test-deep-storage test-deep-process test-deep-simulation  ## sweeps, storms, many examples

test-deep-machines: $(VENV)/.dev    ## random examples, many, the same each time; `make soak` takes new ones
	HYPOTHESIS_PROFILE=deep $(PYTEST) -m hypothesis

test-deep-storage: $(VENV)/.dev     ## more storms, two programs with hundreds of timers
	$(PYTEST) -m deep --ignore=tests/e2e --ignore=tests/simulation

test-deep-process: $(VENV)/.dev     ## the program killed at every moment, and at Telegram's own pace
	$(PYTEST) -m deep tests/e2e

test-deep-simulation: $(VENV)/.dev  ## ten years of collaborations
	$(PYTEST) -m deep tests/simulation

soak: soak-examples soak-hour soak-weather  ## for hours: all three of these

soak-examples: $(VENV)/.dev  ## thousands of examples, hundreds of collaborations
	HYPOTHESIS_PROFILE=soak $(PYTEST) -m hypothesis
	SAMENSPRAAK_THOROUGH=1 $(PYTEST) tests/simulation/test_decade.py

soak-hour: $(VENV)/.dev     ## an hour in which people play on: what the program holds, a line a minute, and whether it stays flat
	cd tests && ../$(BIN)/python -m e2e.hour 60

soak-weather: $(VENV)/.dev  ## half an hour: no database, a full disk, no network; how much is written in the log
	cd tests && ../$(BIN)/python -m e2e.soak 10 gone full offline

mutants: $(VENV)/.dev       ## plant single faults in a copy and tell which ones no test notices; ONLY="domain roles.3 --jobs 2"
	$(BIN)/python tests/mutants $(ONLY)

rooms: $(VENV)/.dev         ## draw which room of bot/dialogs knows which; fails when an import points up
	$(BIN)/python tests/rooms.py

transcripts: $(VENV)/.dev   ## rewrite tests/transcripts after a change of wording; read the diff as a chat
	$(BIN)/pytest tests/transcripts --update-transcripts

manual: $(VENV)/.dev        ## play the example in Chromium and renew the pictures of docs/handleiding; look at them in the diff
	cd tests && ../$(BIN)/python -m manual

lock: | $(BIN)/python       ## renew the locked dependencies
	$(BIN)/python -m pip install --quiet --upgrade uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra build --extra postgres --extra demo -o requirements/demo.lock --quiet --upgrade
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra build --extra postgres --extra demo --extra dev -o requirements/dev.lock --quiet --upgrade

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
