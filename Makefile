# Every target is one line of work; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUN := PYTHONPATH=src $(BIN)/python
STAMP := $(VENV)/.installed
.DEFAULT_GOAL := help
.PHONY: help run reset journey sandbox migrate openapi test lint types layers pytest contract lint-openapi faults bench

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1 — /'

$(STAMP): requirements/dev.txt
	@sh tools/make_environment.sh "$(PYTHON)" "$(VENV)" requirements/dev.txt

run: $(STAMP) ## start the sandbox, the worker and the API on $PORT, with demo data under var/
	@PORT=$(PORT) $(RUN) -m assembly.launch

reset: ## throw the demo's data away
	rm -rf var

journey: $(STAMP) ## walk the whole path against the running server, as a client would
	@PORT=$(PORT) $(RUN) -m assembly.journey

sandbox: $(STAMP) ## start the sandbox of the outside systems alone
	@$(RUN) -m assembly.launch --sandbox-only

migrate: $(STAMP) ## bring the database of DATABASE_URL to the newest migration
	@$(RUN) -m assembly.commands migrate

openapi: $(STAMP) ## write the published contracts to openapi/, and docs/lifecycles.md
	@$(RUN) -m assembly.commands openapi

test: $(STAMP) lint types layers contract lint-openapi pytest ## everything that CI runs

lint: $(STAMP) ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## strict types over source and tests
	$(BIN)/mypy src tests

layers: $(STAMP) ## nothing points up
	PYTHONPATH=src $(BIN)/lint-imports

contract: $(STAMP) ## openapi/ and docs/lifecycles.md are what the code says
	$(RUN) -m assembly.commands openapi --check

lint-openapi: $(STAMP) ## the published contracts under spectral
	@sh tools/spectral/lint.sh "$(CURDIR)/$(BIN)/python"

pytest: $(STAMP) ## the tests, on SQLite and on a PostgreSQL that they start
	$(BIN)/pytest -n 2 -q

faults: $(STAMP) ## kill servers and workers at every moment; ten thousand numberings, and bookings, at once
	$(BIN)/pytest -n 2 -q --thorough tests/faults tests/engines/numbering tests/engines/bookings

# Parts of the benchmark that run alone, each with a database of its own.
ALONE := recomputing assessment bookings
bench: $(STAMP) ## load against the floor, over PostgreSQL (needs wrk); ONLY=hot, list, documents, export, recomputing, assessment or bookings
	@$(if $(filter $(ALONE),$(ONLY)),,$(RUN) -m tests.bench $(if $(ONLY),--only $(ONLY)))
	@$(foreach part,$(if $(ONLY),$(filter $(ONLY),$(ALONE)),$(ALONE)),$(RUN) -m tests.bench.$(part) &&) true
