# Two commands do everything on a fresh machine: `make site` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: site serve test wheel docs check format lint types browser screenshots audit clean

site: $(READY)  ## create the environment, convert the sample article, build the site
	@mkdir -p .cache/sample
	@$(BIN)/explainer convert seeds/leap-seconds.txt --output .cache/sample/leap-seconds.md --force
	@echo
	@$(BIN)/explainer build --output output
	@echo
	@echo "The site is in $(CURDIR)/output"
	@echo "The converted sample is in .cache/sample/leap-seconds.md; its edited form is content/leap-seconds.md"
	@echo "Preview it:  $(BIN)/explainer serve   (or: make serve)"

serve: $(READY)  ## preview the site while writing
	$(BIN)/explainer serve

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

test: $(READY) browser  ## everything the tests need, browser included, then all tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

browser:  ## a Chromium for the browser tests
	@sh scripts/browser.sh

wheel: $(READY)  ## sdist and wheel, tried in an empty environment
	@sh scripts/try_wheel.sh

check: format lint types test  ## what a change must pass

format: $(READY)
	$(BIN)/ruff format --check generator tests scripts benchmarks

lint: $(READY)
	$(BIN)/ruff check generator tests scripts benchmarks

types: $(READY)
	$(BIN)/mypy

docs: $(READY)  ## the documentation as an Explainer site, into build/docs
	@$(BIN)/python scripts/docs_site.py
	@echo "The documentation is in $(CURDIR)/build/docs"

screenshots: $(READY) browser  ## photograph every kind of page into screenshots/
	$(BIN)/python scripts/screenshots.py

audit: $(READY) browser  ## axe, Lighthouse, Nu checker and schema.org, each theme, light and dark (npm, Java)
	$(BIN)/python scripts/audit.py

clean:
	rm -rf $(VENV) .cache output screenshots dist .pytest_cache .mypy_cache .ruff_cache
