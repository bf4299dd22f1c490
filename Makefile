# The words of this project: demo test lint fix bench golden. CI runs these and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
SHOPS := .venv-shops
HOME_DIR ?= demo-home
SOURCES := catalog crawler images tests benchmarks scripts

.DEFAULT_GOAL := help
.PHONY: help demo test lint fix bench golden screens lock registers clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One environment, two stamps: `demo` needs the run-time packages only, `test` the tools as well.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) scripts/check_machine.py
	@test -x $(BIN)/python || { echo "→ creating a virtual environment in $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "→ installing the packages of requirements/run.txt (hash-checked; a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "→ installing the tools of requirements/dev.txt (hash-checked)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/run.stamp  ## from nothing to a catalogue one can click, in a throw-away home
	@$(BIN)/ocop --home $(HOME_DIR) demo $(DEMO)

test: $(VENV)/dev.stamp  ## all tests, offline
	@$(BIN)/python scripts/check_machine.py --test
	@$(BIN)/python -m pytest $(TEST)

lint: $(VENV)/dev.stamp  ## format, ruff, types, stale generated files; changes nothing
	@bash -n .ci/run
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python scripts/generate.py --check

fix: $(VENV)/dev.stamp  ## formats and regenerates metadata and docs
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/python scripts/generate.py

# What people use today, measured beside ours, in an environment of its own.
$(PEERS)/peers.stamp: requirements/peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@echo "→ installing the peers of requirements/peers.txt (hash-checked)"
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	@touch $@

# A shop that nobody here wrote, to be crawled by a test; without it that test says that it was skipped.
$(SHOPS)/shops.stamp: requirements/shops.txt
	@test -x $(SHOPS)/bin/python || $(PYTHON) -m venv $(SHOPS)
	@echo "→ installing the shop of requirements/shops.txt (hash-checked)"
	@$(SHOPS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/shops.txt
	@touch $@

bench: $(VENV)/dev.stamp $(PEERS)/peers.stamp  ## times the stages beside their peers and writes benchmarks/out
	$(BIN)/python -m benchmarks $(BENCH)

golden: $(VENV)/dev.stamp  ## rewrites golden files; the difference is what gets reviewed
	OCOP_GOLDEN=1 $(BIN)/python -m pytest tests -k golden

screens: $(VENV)/dev.stamp  ## pictures of the pages for the docs, of a demo
	@$(BIN)/ocop --home $(HOME_DIR) demo --no-serve
	$(BIN)/python scripts/screens.py $(HOME_DIR)

lock: $(VENV)/dev.stamp  ## renews requirements/*.txt (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra dev pyproject.toml -o requirements/dev.txt
	printf 'price-parser\nquantulum3\nvietnamadminunits\nfrictionless[excel]\nsqlite-utils\n' | uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 - -o requirements/peers.txt
	printf 'django-oscar[sorl-thumbnail]\ndjango<6\nwaitress\n' | uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 - -o requirements/shops.txt

registers: $(VENV)/dev.stamp  ## renews the registers of places from their source
	$(BIN)/python scripts/make_registers.py

clean:  ## removes the environment and the demo's home
	rm -rf $(VENV) $(HOME_DIR)
