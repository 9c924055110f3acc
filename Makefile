# Builds and runs Linli from a fresh clone with python3 (3.11+), git, make and coreutils.
# Everything made lies in .tools, .venv, node_modules, build and data, all ignored by git.

PYTHON ?= python3
ARGS ?=
UV_VERSION := 0.13.9
PEERS := mosquitto-clients postgresql chromium fonts-noto-cjk
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
NPM = $(shell command -v npm || echo .venv/bin/python tools/npm.py)
TEXTS := $(wildcard src/linli/locale/*/LC_MESSAGES/*.po)
# All files below a folder that match one of the patterns.
below = $(foreach entry,$(wildcard $(1)/*),$(filter $(2),$(entry)) $(call below,$(entry),$(2)))
DRAWN := $(call below,src/linli,%.html %.yaml src/linli/web/%.py)
PYTEST := .venv/bin/python -m pytest
ON_POSTGRES := .venv/bin/python tools/postgres.py
ON_SQLITE := contracts/test_open311_client.py \
  $(addprefix flow/test_,behind_a_proxy.py command_faults.py simulator.py web_part.py)

export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := run
.PHONY: setup run test lint peers screens test-peers test-long bench clean

setup: build/packages build/assets build/texts

run: setup
	@exec .venv/bin/linli run $(ARGS)

# The whole suite that needs no system package.
test: setup
	$(PYTEST) -m "not peers and not long" --numprocesses=2 --dist=loadgroup $(ARGS)

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python tools/messages.py check
	$(PYTEST) -q tests/shape

# The real peers: an MQTT client, a database server, a browser with Chinese type.
peers:
	@dpkg -s $(PEERS) >/dev/null 2>&1 || { \
	  $(SUDO) apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q --no-install-recommends $(PEERS); }

# With the peers: the whole suite on PostgreSQL, but for what touches no database or brings SQLite
# along in an installation of its own, and on both databases a tenth of the long counts with fresh
# seeds. Browsers go two at a time, beside no other tests: they wait up to half a minute. Kills go
# alone: what they hold to is real seconds.
test-peers: setup
	LINLI_LONG_SHARE=0.1 $(PYTEST) -m long $(ARGS)
	$(ON_POSTGRES) $(PYTEST) -m "not peers and not long" --numprocesses=2 --dist=loadgroup \
	  $(addprefix --ignore=tests/,logic shape docs $(ON_SQLITE)) $(ARGS)
	$(ON_POSTGRES) $(PYTEST) -m "peers and not long" --numprocesses=2 --dist=loadgroup $(ARGS)
	LINLI_LONG_SHARE=0.1 $(ON_POSTGRES) $(PYTEST) -m long $(ARGS)

# Pictures of every page in build/screens/, to be looked at. Needs the peers.
screens: setup
	.venv/bin/python -m tools.screens $(ARGS)

# The full counts, with figures written into docs/status.md.
test-long: setup
	LINLI_LONG_SHARE=1 $(PYTEST) -m long $(ARGS)
	LINLI_LONG_SHARE=1 $(ON_POSTGRES) $(PYTEST) -m long $(ARGS)

bench: setup
	.venv/bin/python -m benchmarks.replay $(ARGS)

clean:
	rm -rf .tools .venv node_modules build dist .mypy_cache .ruff_cache .pytest_cache \
	  .import_linter_cache .hypothesis src/linli/web/shared/static/vendor \
	  src/linli/ground/prints/fonts
	rm -f $(TEXTS:.po=.mo)

.tools/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	  "Linli needs Python 3.11 or newer, and python3 is " + sys.version.split()[0] + \
	  ": use make PYTHON=/path/to/python3.")'
	@echo "Getting the tools …"
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

build/packages: .tools/bin/uv pyproject.toml uv.lock
	@echo "Getting the Python packages …"
	@.tools/bin/uv sync --frozen --quiet --python "$(PYTHON)"
	@mkdir -p build && touch $@

build/assets: build/packages package-lock.json tools/assets.py tools/fonts.py $(DRAWN)
	@echo "Getting the front-end files …"
	@[ -d node_modules ] && [ node_modules -nt package-lock.json ] || \
	  $(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	@.venv/bin/python tools/assets.py
	@.venv/bin/python tools/fonts.py
	@touch $@

build/texts: build/packages tools/messages.py $(TEXTS)
	@.venv/bin/python tools/messages.py compile
	@touch $@
