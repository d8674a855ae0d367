# The common tasks. Everything lands in .venv and var; nothing is installed on the machine.
.PHONY: run test lint check faults every-state every-database benchmark-imports benchmark-wave screenshots hooks lock assets translations clean
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
export PORT
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
  --python-version 3.11 --upgrade pyproject.toml

# Start the demo and everything it needs.
run: .venv/run.stamp
	@exec $(BIN)/python -m engagement.demo

# Run every test that this machine can run; it says what it cannot.
test: .venv/test.stamp
	$(BIN)/python -m pytest -n 3

# What takes seconds: style, types, contracts, templates, documents.
lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint engagement
	ENGAGEMENT_ENV=development $(BIN)/flask --app wsgi questionnaires check

check: lint test

# The long fault tests: thousands of letters, many kills.
faults: .venv/test.stamp
	FAULTS_SIZE=10000 FAULTS_KILLS=50 $(BIN)/python -m pytest -m faults

# Every page in every state, mode and language. Needs Chromium.
every-state: .venv/test.stamp
	$(BIN)/python -m pytest -n 2 -m "browser and long"

# Every test on every database, tests of pages too.
every-database: .venv/test.stamp
	$(BIN)/python -m pytest -n 2 --every-database

# How many rows of a long file of contacts are taken in a second.
benchmark-imports: .venv/test.stamp
	$(BIN)/python -m tests.benchmarks.contact_imports

# How fast a wave to 100,000 contacts is planned and leaves, beside the floor of this machine. Needs PostgreSQL.
benchmark-wave: .venv/test.stamp
	$(BIN)/python -m tests.benchmarks.wave

# Take the pictures of docs/screens.md anew. Needs Chromium.
screenshots: .venv/test.stamp
	$(BIN)/python -m tests.browser.screenshots

# Run the quick checks before every commit in this clone.
hooks: .venv/test.stamp
	git config core.hooksPath .githooks

# Choose library versions anew.
lock: .venv/test.stamp
	$(COMPILE) --extra documents -o requirements/run.txt
	$(COMPILE) --extra documents --extra test -o requirements/test.txt

# Build style, script and pictures. Needs Node.
assets:
	npm ci --prefix engagement/static/src
	npm run build --prefix engagement/static/src

# Bring the translators' files up to the texts of templates and code.
translations: .venv/test.stamp
	ENGAGEMENT_ENV=development $(BIN)/flask --app wsgi translations update

# Forget the demo's data and the installed libraries.
clean:
	rm -rf var .venv

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed. If it has another name: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: requirements/run.txt .venv/made.stamp
	@echo "Installing libraries into .venv. This is done once and takes a minute or two."
	@$(INSTALL) -r requirements/run.txt
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@echo "Installing the test tools into .venv."
	@$(INSTALL) -r requirements/test.txt
	@touch $@
