# Everything one does with a checkout. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared
.DEFAULT_GOAL := help
.PHONY: help demo test lint types gate bench bench-record bench-serve lock screenshots floors figures clean setup setup-dev

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## an environment in .venv with the pinned packages (done by itself where needed)
	@$(PYTHON) tools/setup.py run

setup-dev:
	@$(PYTHON) tools/setup.py dev

demo: setup ## read the examples, build demo.duckdb, show what was found
	@$(BIN)/python tools/demo.py

test: setup-dev ## run the tests
	@echo "test: running the tests on 2 processes"
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST)

lint: setup-dev ## style
	@$(BIN)/ruff check .

types: setup-dev ## types
	@$(BIN)/mypy

gate: setup-dev ## measure on all gold and fail when a figure sinks below its floor
	@$(BIN)/python eval/gate.py

floors: setup-dev ## raise the floors to what is measured now
	@$(BIN)/python eval/gate.py --raise

bench: setup-dev ## words a second against the bare parser, start-up, each annotator's share
	@$(BIN)/python bench/read.py

bench-record: setup-dev ## articles a second, merge, link, search, memory
	@$(BIN)/python bench/record.py

bench-serve: setup-dev ## page times on a large record under load
	@$(BIN)/python bench/serve.py

screenshots: setup-dev ## pictures of every page into docs/screens
	@$(BIN)/python tools/screenshots.py

figures: setup-dev ## write the README's figures from what was measured
	@$(BIN)/python tools/figures.py

lock: setup-dev ## pin all packages anew
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build -o requirements.lock
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment and what was built
	rm -rf .venv demo.duckdb demo.duckdb.* build dist
