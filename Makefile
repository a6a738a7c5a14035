# `make help` lists the words.

SHELL := /bin/bash
export STOCKWRIGHT_HOME ?= $(CURDIR)/.data
export UV_PROJECT_ENVIRONMENT ?= $(CURDIR)/.venv
UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.data/uv/bin/uv)
RUN := $(UV) run --frozen

.DEFAULT_GOAL := help
.PHONY: help demo up test check fix browser bench bench-forecast openapi clean install install-dev

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV):
	@echo "Installing uv (once) ..."
	@mkdir -p $(CURDIR)/.data && python3 -m venv $(CURDIR)/.data/uv && $(CURDIR)/.data/uv/bin/pip install --quiet uv

install: $(UV)
	@echo "Installing what Stockwright needs ..."
	@$(UV) sync --frozen --quiet --no-dev

install-dev: $(UV)
	@$(UV) sync --frozen --quiet

demo: install ## install everything and open a working shop with data in it
	@$(UV) run --frozen --no-dev stockwright demo

up: install ## start with your own, empty database
	@$(UV) run --frozen --no-dev stockwright up

test: install-dev browser check ## install what the tests need and run everything
	$(RUN) pytest -n 2 --dist worksteal

check: install-dev ## lint, types, import contracts, migrations, OpenAPI file
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports
	$(RUN) mypy --cache-dir /dev/null
	$(RUN) python manage.py makemigrations --check --dry-run
	$(RUN) python -m stockwright.config.openapi --check

fix: install-dev ## let the linter and the formatter mend what they can
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

openapi: install-dev ## write docs/openapi.json anew
	$(RUN) python -m stockwright.config.openapi

browser: ## install Debian's Chromium for the browser tests, when root and missing
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is missing: the browser tests will say so. Install the package chromium."; fi

bench: install-dev ## measure accuracy, speed and memory, beside simpler methods
	$(RUN) python -m benchmarks

bench-forecast: $(UV) ## compare our forecast with its peers on real sales (DATA=folder, ARGS="--data m5_CA_1")
	@$(UV) sync --frozen --quiet --group peers
	@$(RUN) --group peers python -m benchmarks.forecast --out $(STOCKWRIGHT_HOME)/benchmarks $(if $(DATA),--folder $(DATA)) $(ARGS)

clean: ## remove what was installed and every database of this folder
	rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
