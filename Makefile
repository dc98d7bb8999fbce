# Bare `make` lists the targets. Everything that is made goes to build/.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := build/venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
PYTEST := $(PY) -m pytest
WORKERS ?= 2

# The first interpreter that is 3.11 or newer and can make a virtual environment.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

NATIVE := $(wildcard cs231n_core/kernels/*.pyx cs231n_core/kernels/*.pxi cs231n_core/kernels/csrc/*.[ch])

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.grading system ## set up, then run a sample class from text to grades
	$(PY) -P tests/demo.py $(STAGE)

.PHONY: test
test: $(VENV)/.test system lint notebooks-check ## set up, then pass every check and test
	$(PYTEST) -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: env
env: $(VENV)/.grading ## the grading environment in build/venv

.PHONY: lint
lint: $(VENV)/.test ## formatting, style, types, direction of imports
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache --no-logo

.PHONY: format
format: $(VENV)/.test ## let ruff format and mend what it can
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

.PHONY: notebooks
notebooks: $(VENV)/.grading ## build and execute the notebooks whose text changed
	$(PY) -m autograder.authoring.build

.PHONY: notebooks-check
notebooks-check: $(VENV)/.test ## the committed notebooks: drift, outputs, nbval
	$(PY) -m autograder.authoring.guard

.PHONY: student-bundle
student-bundle: $(VENV)/.grading ## one archive for students: released notebooks, wheels, how to start
	$(PY) -m autograder.authoring.bundle $(foreach wheel,$(NATIVE_WHEELS),--native $(wheel))

.PHONY: lock
lock: $(VENV)/.test ## renew the two lock files from the pyprojects
	$(PIP) uv
	$(PY) -m autograder.authoring.requirements grading | $(LOCK) -o autograder/requirements.lock -
	$(PY) -m autograder.authoring.requirements test | $(LOCK) -c autograder/requirements.lock -o tests/requirements.lock -
# Pins that the oldest Python can install too: Debian 12 has 3.11.2.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11.0 --no-header --no-annotate --no-emit-index-url

.PHONY: bench
bench: $(VENV)/.grading ## measure speed beside other libraries: make bench BENCH_ARGS="--help"
	$(PY) tests/bench $(BENCH_ARGS)

.PHONY: bench-widgets
bench-widgets: $(VENV)/.grading ## measure how fast the live figures follow their controls
	$(PY) tests/bench/bench_redraw.py

.PHONY: sanitize
sanitize: $(VENV)/.test ## the kernels' tests under address and undefined-behaviour sanitizers, subscripts checked
	$(PY) -P tests/sanitize.py $(PYTEST_ARGS)

.PHONY: fuzz
fuzz: $(VENV)/.fuzz ## look for inputs that break a reader: make fuzz TARGET=link RUNS=100000
	$(PY) tests/fuzz run $(TARGET) --runs $(RUNS)
RUNS ?= 1000000

.PHONY: variants
variants: $(VENV)/.test system ## generate 100 honest answers per stage and grade them: none may lose a point
	$(PY) -P tests/honest.py $(VARIANTS_ARGS)

.PHONY: bench-grade
bench-grade: $(VENV)/.grading system ## grade a class of 60 here and by stock nbgrader, in turn
	$(PY) -P tests/bench/grade_class.py $(BENCH_ARGS)

.PHONY: long-run
long-run: $(VENV)/.test system ## grade a class of 600 in one go, then again with ten kills; watch what it holds
	$(PY) -P tests/bench/long_run.py $(BENCH_ARGS)

.PHONY: audit
audit: $(VENV)/.grading ## every wrong answer against every check under twenty seeds: make audit STAGE=02_activations
	@failed=; for stage in $(or $(STAGE),$(basename $(notdir $(wildcard notebooks/*.py)))); do \
		$(BIN)/autograder audit $$stage || failed="$$failed $$stage"; \
	done; test -z "$$failed" || { echo "make audit: look at:$$failed" >&2; exit 1; }

.PHONY: attacks
attacks: $(VENV)/.test system ## grade every hostile submission and say what they got
	CS231N_REQUIRE_JAIL=1 $(PYTEST) -q tests/attacks $(PYTEST_ARGS)

.PHONY: attacks-stock
attacks-stock: $(VENV)/.test system ## the same under stock nbgrader, in a sandbox: docs/stock-attacks.md
	$(PY) -P tests/attacks/stock.py

.PHONY: clean
clean: ## remove build/ and every cache
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info autograder/*.egg-info
	rm -f cs231n_core/kernels/*.so cs231n_core/kernels/*.c
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up ------------------------------------------------------------------------------------

.PHONY: system
system: ## install or name the system packages that are missing (bubblewrap)
	@.ci/system bwrap

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer with venv and ensurepip was found; install one" \
		"(Debian: apt-get install python3-venv python3-dev) or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "creating $(VENV) with $(PYTHON)"
	@mkdir -p build
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.grading: autograder/requirements.lock pyproject.toml autograder/pyproject.toml $(NATIVE) | $(VENV)/bin/python
	@echo "installing the grading environment (two minutes on a fresh machine)"
	@$(PIP) --no-deps -r autograder/requirements.lock
	@$(PIP) --no-build-isolation --no-deps -e . -e ./autograder
	@$(PY) -c "from cs231n_core.kernels import backend_report; print(backend_report())"
	@touch $@

$(VENV)/.test: tests/requirements.lock $(VENV)/.grading
	@echo "installing the test tools"
	@$(PIP) --no-deps -r tests/requirements.lock
	@$(PY) -m pip check --quiet
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test
	@echo "installing the fuzzer"
	@$(PIP) $$($(PY) -m autograder.authoring.requirements fuzz)
	@touch $@
