# Everything runs in .venv, made on first use from pyproject.toml and constraints.txt.
PYTHON ?= python3
EXTRAS ?= dev
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.complete
# By uv, in a tenth of pip's time; by pip where uv does not reach what pip is set up to ask.
WANTED  = --constraint constraints.txt --editable '.[$(EXTRAS)]'
# Tests start hundreds of processes: each would compile the project anew where this is set.
export PYTHONDONTWRITEBYTECODE :=

# Which of the slow begin first, so that no process ends long after the others.
LONGEST := tests/warehouse/build/test_renewal.py tests/flows/test_schedule.py \
	tests/flows/test_warehouse_commands.py tests/flows/test_prefect.py \
	tests/warehouse/build/test_rebuild.py tests/flows/test_report_browser.py \
	tests/flows/test_demo.py tests/flows/test_review.py tests/test_readme.py \
	tests/faults/test_faults.py tests/extractors/html/test_reader.py \
	tests/warehouse/build/test_pool_history.py
SLOW     = $(LONGEST) $$(grep -rl mark.slow --include 'test_*.py' tests)
# A file a process, in this order, since what a file makes first all its tests use.
FILES   := --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo test check slow all-tests bench bench-large fuzz faults soak docs answers pictures format clean

help:            ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(STAMP)   ## see it work on sample documents: no account, no network
	@$(BIN)/profitpools demo

test: $(STAMP)   ## the fast tests, a process for each core, which take over from one another
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

slow: $(STAMP)   ## the tests that need a Prefect server, a browser or patience
	@$(BIN)/python -m pytest -q -m slow -n auto $(FILES) $(SLOW)

all-tests: $(STAMP) ## both, a process more than there are cores, as the slow ones wait a lot
	@$(BIN)/python -m pytest -q -m "not bench" -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) \
		$(FILES) $(SLOW) tests

bench: $(STAMP)  ## the measurements
	@$(BIN)/python -m pytest -q -m bench

bench-large: $(STAMP) ## rebuilds of up to 10⁷ figures
	@PROFIT_POOLS_BENCH_LARGE=1 $(BIN)/python -m pytest -q -m bench tests/benchmarks/test_scale.py

fuzz: $(STAMP)   ## tables in random layouts, read; SEED=7 COUNT=100 choose them
	@$(BIN)/python -m tests.fuzz

faults: $(STAMP) ## every fault of docs/reliability.md, tried, and its table written
	@$(BIN)/python -m tests.faults --write

soak: $(STAMP)   ## random faults for MINUTES (30), with memory and hash
	@$(BIN)/python -m tests.faults --soak $${MINUTES:-30}

check: $(STAMP)  ## lint, format and types, and whether all tests can be collected
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --check --quiet .
	@{ told=$$($(BIN)/python -m pytest -qq --collect-only -m '' 2>&1) || { echo "$$told" | grep -v ': [0-9]*$$'; exit 1; } } & \
	$(BIN)/mypy --no-error-summary --num-workers auto; types=$$?; wait $$! && exit $$types

docs: $(STAMP)   ## the data dictionary, the sources of dbt and the picture of the rooms
	@$(BIN)/python -m warehouse.publish.dictionary
	@$(BIN)/python -m tests.rooms --write

format: $(STAMP) ## put the code into its one format
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

answers: $(STAMP) ## the answers in docs, asked of the sample again
	@$(BIN)/python -m tests.answers

pictures: $(STAMP) ## the pictures of README.md, of the sample's report, by Chromium
	@$(BIN)/python -m tests.pictures

clean:           ## remove the environment and the caches
	@rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or later is needed; set PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python $(WANTED) || \
		$(BIN)/python -m pip install -qq --disable-pip-version-check $(WANTED)
	@touch $@
