# What a contributor runs. All of it works from a fresh clone with Python 3.11, Go 1.26, make and git.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PACKAGES := . components policy-packs/registry-guardrails sandbox
PROJECTS := $(addsuffix /pyproject.toml,$(PACKAGES))
BIN := .venv/bin
UV := $(shell command -v uv || echo .tools/bin/uv)
# Set-up installs nothing that the lock file does not name with its hash.
LOCK := requirements.lock
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv

.PHONY: help setup demo test check lint types unit engine-tests bench lock schema format

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | column -t -s "$$(printf '\t')"

setup: .venv/.installed  ## Install everything into .venv

.tools/bin/uv: tools.lock
	@echo "Installing uv into .tools"
	@python3 -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tools.lock

.venv/.installed: $(LOCK) $(PROJECTS) | $(filter .tools/bin/uv,$(UV))
	@echo "Installing the locked packages into .venv (about half a gigabyte; the Pulumi SDKs are large)"
	@$(UV) venv --quiet --allow-existing --python python3 .venv
	@$(UV) pip sync --quiet --require-hashes $(LOCK)
	@$(UV) pip install --quiet --no-deps --no-build-isolation $(addprefix -e ,$(patsubst .,$(CURDIR),$(PACKAGES)))
	@touch $@

demo: setup  ## Bring the example organisation up in the sandbox, and see the policy pack block a change
	@wharfinger-sandbox demo

test: setup  ## Linters, types and all tests, those on the real engine among them
	@wharfinger-sandbox engine
	@$(MAKE) --no-print-directory check unit

check: lint types  ## Linters and types

lint: setup
	ruff check .
	ruff format --check .
	wharfinger schema --check

types: setup
	basedpyright --level error

unit: setup
	pytest -n 2 --dist loadgroup

bench: setup  ## Measure what docs/performance.md tells
	@wharfinger-sandbox engine
	python -m bench

format: setup  ## Format the code and sort its imports
	ruff format .
	ruff check --fix .

schema: setup  ## Write schemas/ anew from the models
	wharfinger schema

lock:  ## Resolve the dependencies anew
	$(UV) pip compile --quiet $(PROJECTS) --group dev --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-header --no-sources -o $(LOCK)
	echo 'uv==0.13.9' | $(UV) pip compile --quiet - --generate-hashes --universal --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate -o tools.lock
