# What a newcomer needs: `make build` publishes the demo site to public/, `make test` runs every test.
# Both make .venv first, from the versions in constraints.txt.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
NPM := npm install --prefix tests/browser --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel error

# Half a gigabyte of small files: where memory has room for them, they cost half a minute less than on a disk.
SHM := /dev/shm/sitegen-tests-$(shell id -u)-$(shell pwd | cksum | cut -d" " -f1)
ROOM := $(shell df --output=avail -k /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 4000000 {print "yes"}')
PYTEST = $(BIN)/pytest -n $(WORKERS) --dist worksteal $(if $(ROOM),--basetemp=$(SHM) -o tmp_path_retention_policy=failed)

AUDIT := $(VENV)/audit/bin/python

.PHONY: build serve test soak fuzz bench audit lighthouse lint format clean

build: $(VENV)/ready
	$(BIN)/sitegen build

serve: $(VENV)/ready
	$(BIN)/sitegen serve

test: $(VENV)/ready-browser
	$(PYTEST) $(ARGS)

# The tests that take minutes, which `make test` leaves out, and properties and attacks with many more examples.
soak: $(VENV)/ready-servers
	$(PYTEST) -m "soak or hypothesis or attack" --hypothesis-profile soak $(ARGS)

# Not a test, for it goes on as long as it is let: each target of tests/fuzz for so many seconds, on Linux; inputs are kept in
# .fuzz/. One of them: make fuzz TARGET=markdown SECONDS=600
fuzz: $(VENV)/ready-fuzz
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),60) $(TARGET)

# Not a test: how long builds take beside other generators; e.g. make bench ARGS="--posts 1000 --peers hugo"
bench: $(VENV)/ready-dev
	$(BIN)/python -m tests.bench.run $(ARGS)

# Not a test, for it changes with the day: what is known against the packages of constraints.txt. "Error 1" says that something
# is, "Error 3" that the index or its service could not be asked.
audit:
	test -x $(AUDIT) || { $(PYTHON) -m venv $(VENV)/audit && $(AUDIT) -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; } \
		|| { rm -rf $(VENV)/audit; echo "the packages were not audited: pip-audit cannot be installed here"; exit 3; }
	$(AUDIT) tools/audit.py

# Not a test, for its scores vary with the machine: what Lighthouse says of the demo site's pages on a phone.
lighthouse: $(VENV)/ready-browser
	$(NPM) --include dev
	$(BIN)/python -m tests.browser.lighthouse $(ARGS)

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(SHM) $(VENV) tests/browser/node_modules public .sitegen dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

$(VENV)/ready-fuzz: $(VENV)/ready-dev
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	touch $@

# A Chromium that is installed, else the system's headless shell (as root, where apt is), else Playwright's own; Ruby, for its strict
# feed parser; and what npm has.
$(VENV)/ready-browser: $(VENV)/ready-dev tests/browser/package.json
	command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome \
		|| { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium-headless-shell fonts-liberation; } \
		|| $(BIN)/playwright install chromium
	command -v ruby || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y ruby; } || echo "no ruby: its strict feed parser is left out"
	$(NPM) --omit dev
	touch $@

# What deploys are tried with: moto's S3, which needs other versions of what we need, in an environment of its own; and, as root where
# apt is and no systemd would start them, the servers of the guides.
$(VENV)/ready-servers: $(VENV)/ready-browser
	test -x $(VENV)/moto/bin/moto_server || { $(PYTHON) -m venv $(VENV)/moto && $(VENV)/moto/bin/pip install --quiet --disable-pip-version-check 'moto[s3,server]==5.2.5'; } \
		|| { rm -rf $(VENV)/moto; echo "no moto: deploys to it are left out"; }
	test -d /run/systemd/system || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y nginx-light caddy openssh-server rsync; } \
		|| echo "no servers were installed: tests of those that are missing are left out"
	touch $@
