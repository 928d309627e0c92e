# What a newcomer needs: `make build` publishes the demo site to public/, `make test` runs every test.
# Both make .venv first, from the versions in constraints.txt.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: build serve test bench lint format clean

build: $(VENV)/ready
	$(BIN)/sitegen build

serve: $(VENV)/ready
	$(BIN)/sitegen serve

test: $(VENV)/ready-dev
	$(BIN)/pytest -n 2 $(ARGS)

# Not a test: how long builds take beside other generators; e.g. make bench ARGS="--posts 1000 --peers hugo"
bench: $(VENV)/ready-dev
	$(BIN)/python -m tests.bench.run $(ARGS)

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) public .sitegen dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
