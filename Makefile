# Khma. `make run` and `make test` are all a newcomer needs; the rest is for developers.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(shell find locale -name '*.po'))

.PHONY: run test install check bench messages lock

run: install ## Installs, migrates, fills the demo if there is nothing yet, and serves the site.
	@echo "Preparing the database ..."
	@$(BIN)/python manage.py migrate --verbosity 0
	@echo "Looking after the demo ..."
	@$(BIN)/python manage.py demo
	@echo ""
	@echo "Khma is at http://127.0.0.1:$(PORT)/ - stop it with Ctrl+C."
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

install: .venv/.installed $(CATALOGUES)

# The browser's tests run by themselves: its driver keeps an event loop that other tests must not meet.
# Pytest's answer 5 means that ARGS chose none of the tests of that part.
test: .venv/.installed-dev $(CATALOGUES) ## The whole suite; ARGS= goes to pytest.
	@$(BIN)/python -m pytest -m "not browser" $(ARGS) || [ $$? -eq 5 ]
	@$(BIN)/python -m pytest -m browser --numprocesses 0 $(ARGS) || [ $$? -eq 5 ]

check: .venv/.installed-dev $(CATALOGUES) ## Style, types, dependencies between folders.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint portal/templates --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.installed-dev $(CATALOGUES) ## Speed of the main pages, of each kind of Wagtail page (beside Wagtail's own demo: BAKERYDEMO=path), of 50 beside 5,000 proposals, of casting, of counting, of whole ballots, of a large result, of embeds, of data files (memory) and of 5,000 open pages, beside floors in the same run.
	@$(BIN)/python -m scripts.bench
	@$(BIN)/python -m scripts.bench_pages
	@$(BIN)/python -m scripts.bench_proposals
	@$(BIN)/python -m scripts.bench_count
	@$(BIN)/python -m scripts.bench_votes
	@$(BIN)/python -m scripts.bench_results
	@$(BIN)/python -m scripts.bench_embeds
	@$(BIN)/python -m scripts.bench_export
	@$(BIN)/python -m scripts.bench_live

messages: ## Collects new strings into the catalogues (needs GNU gettext).
	$(BIN)/python manage.py makemessages --locale ka --locale hy --locale az --no-obsolete --no-wrap --add-location file --ignore 'var/*' --ignore '.venv/*'

lock: ## Locks the dependencies anew (needs uv).
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

.venv/bin/python:
	@echo "Making a virtual environment in .venv ..."
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock | .venv/bin/python
	@echo "Installing the locked dependencies (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing the locked dependencies for developers (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.installed

%.mo: %.po | .venv/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
