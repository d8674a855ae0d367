# The common tasks. Everything lands in .venv and var; nothing is installed on the machine.
.PHONY: run test check faults hooks lock assets clean
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
export PORT
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
COMPILE := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11

run: .venv/run.stamp ## Start the demo
	@exec $(BIN)/python -m engagement.demo

test: .venv/test.stamp ## Run every test
	$(BIN)/python -m pytest -n 2

check: .venv/test.stamp ## Style, types, contracts, templates, documents, tests
	.ci/check
	$(MAKE) test

faults: .venv/test.stamp ## The long fault tests: many letters, many kills
	FAULTS=full $(BIN)/python -m pytest -m faults

hooks: .venv/test.stamp ## Run the quick checks before every commit
	git config core.hooksPath .githooks

lock: .venv/test.stamp ## Choose library versions anew from pyproject.toml
	$(COMPILE) --upgrade pyproject.toml -o requirements/run.txt
	$(COMPILE) --upgrade --extra test pyproject.toml -o requirements/test.txt

assets: ## Build style, script and pictures; needs Node
	npm ci --prefix engagement/static/src
	npm run build --prefix engagement/static/src

clean: ## Forget the demo's data and the environment
	rm -rf var .venv

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed. If it has another name: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: requirements/run.txt .venv/made.stamp
	@echo "Installing libraries into .venv. This is done once and takes a minute or two."
	@$(PIP) -r requirements/run.txt
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	@echo "Installing the test tools into .venv."
	@$(PIP) -r requirements/test.txt
	@touch $@
