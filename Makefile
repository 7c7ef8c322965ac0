# Termscape's commands. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
SAMPLE_HOME ?= data/sample
LIVE_HOME ?= data/live

.PHONY: help setup browser run live test check format bench docs cookbook ui lock clean

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv with the termscape command
	@PYTHON="$(PYTHON)" .ci/setup

browser: setup ## add what drives Chromium, for the tests that open the site in a browser
	@.ci/browser

run: setup ## run the main job on the embedded sample (home: data/sample)
	@TERMSCAPE_HOME="$(SAMPLE_HOME)" $(BIN)/termscape run

live: setup ## look at the platforms that ship, over the network (home: data/live)
	@TERMSCAPE_HOME="$(LIVE_HOME)" $(BIN)/termscape run --live

test: setup ## lint, types, SQL lint and all tests
	@$(BIN)/python -m pytest

check: setup ## ruff, mypy, sqruff
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqruff lint sql

format: setup ## let ruff and sqruff rewrite what they can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqruff fix --force sql

bench: setup ## measure speed, storage and extraction quality on the real corpus (TERMSCAPE_CORPUS)
	@$(BIN)/python -m tests.benchmarks

docs: setup ## write the data dictionary and the list of commands in docs/reference again
	@$(BIN)/python -m orchestration.documentation

cookbook: setup ## answer the questions of sql/cookbook again, on the sample's home
	@$(BIN)/python -m orchestration.cookbook "$(SAMPLE_HOME)"

ui: setup ## open the Dagster UI on the sample's home
	@TERMSCAPE_HOME="$(SAMPLE_HOME)" $(BIN)/termscape ui

lock: setup ## resolve the lock files again from pyproject.toml
	@.ci/lock

clean: ## remove environments and caches (homes under data/ stay)
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache
