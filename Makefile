# `make` sets up .venv and builds the demonstration studies; `make test` sets up and runs the tests.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready
MODELS := .venv-models/ready
TAGUETTE := .venv-taguette/ready
PATH := $(CURDIR)/$(BIN):$(PATH)
export PATH

.PHONY: demo setup test test-long lint lock bench clean

demo: $(READY)
	snakemake --cores all
	@echo
	@echo "The reports are:"
	@ls -1 results/public/*/report.html results/public/*/report.docx results/public/*/report.pdf
	@echo "From their numbers to what was said: results/controlled/evidence/index.html"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: $(READY)
	pytest -n 2

# Models have an environment of their own: none is part of the locked one. The libraries of GLiNER and
# transformers are pinned without hashes, since torch has other files on each platform.
test-long: $(READY) $(MODELS) $(TAGUETTE)
	QUOTETRAIL_MODEL_PYTHON=$${QUOTETRAIL_MODEL_PYTHON:-$(CURDIR)/$(MODELS:ready=bin/python)} \
	QUOTETRAIL_TAGUETTE_PYTHON=$${QUOTETRAIL_TAGUETTE_PYTHON:-$(CURDIR)/$(TAGUETTE:ready=bin/python)} \
	  pytest -n 2 -m long -r s

$(MODELS): requirements-english.lock pyproject.toml
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements-english.lock
	$(PYTHON) -c 'import tomllib; extra = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; print(*sorted({*extra["gliner"], *extra["transformers"]}), sep="\n")' > $(@D)/libraries.txt
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(@D)/libraries.txt
	@touch $@

# Taguette does not say that it needs an older SQLAlchemy.
$(TAGUETTE):
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check taguette==1.5.2 'SQLAlchemy<1.5'
	@touch $@

lint: $(READY)
	ruff format --check .
	ruff check .
	mypy
	snakefmt --check Snakefile workflow
	snakemake --lint
	python .ci/agree.py

lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra dev --no-emit-index-url --no-emit-find-links --no-emit-options --no-header --output-file requirements.lock pyproject.toml

bench: $(READY)
	python tests/bench/run_demo.py
	python tests/bench/anonymise_planted.py
	python tests/bench/drift.py
	python tests/bench/read_codings.py

clean:
	rm -rf results/restricted results/controlled results/public results/deposit results/logs results/run.json .snakemake
