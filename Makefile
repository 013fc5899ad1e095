# Needs Python 3.11 or newer and pip; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin

# The hundreds of commands that the tests start load compiled modules, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint reports bench soak fuzz lowest

# The three jobs on the fixtures, each result shown.
demo: .venv/.installed
	rm -rf out/demo
	mkdir -p out/demo
	$(BIN)/dedup run fixtures/ -o out/demo/run
	$(BIN)/dedup compare fixtures/story
	$(BIN)/dedup corpus add fixtures/feed.jsonl --corpus out/demo/known.db
	$(BIN)/dedup score fixtures/story/pacific-ledger-2024-11-22.txt fixtures/story/daily-ferry-2024-11-21.txt --corpus out/demo/known.db --format table

# Both cores have a worker already: threads of a library would only wait for each other. The order of the files is
# `conftest`'s: the longest first.
test: export OMP_NUM_THREADS = 1
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/mypy

# Writes reports/ anew from fixtures/.
reports: .venv/.installed
	$(BIN)/python reports/make.py

# Arguments pass through: make bench ARGS="--articles 10000 --peers ''"
bench: .venv/.installed-dev
	$(BIN)/python tests/benchmarks/bench.py $(ARGS)

# Endurance: the tests that `make test` runs in short, for hours.
soak: .venv/.installed-dev
	$(BIN)/python -m pytest -m soak $(ARGS)

# The oldest versions that pyproject.toml allows, all at once, under the forty steps of three users and the readers' tests.
lowest: .venv/.installed-dev
	rm -rf .venv/lowest
	$(PYTHON) -m venv .venv/lowest
	$(BIN)/python tests/lowest.py > .venv/lowest/versions.txt
	.venv/lowest/bin/python -m pip install -q --disable-pip-version-check '.[all]' pytest hypothesis -r .venv/lowest/versions.txt
	DEDUP_ACCEPTANCE=$(CURDIR)/.venv/lowest/bin .venv/lowest/bin/python -m pytest -q tests/acceptance tests/reading

# Random hostile input for every reader, the cleaner, sentences, facts, relate, passages and renderers.
fuzz: .venv/.installed-dev
	$(BIN)/python -W ignore -m tests.fuzz.run $(SECONDS) $(ARGS)

# Debian's python3 may come without ensurepip: then the pip outside fills the environment.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv 2>/dev/null || { \
	  $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $(BIN)/python install -q pip; }

.venv/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[all]'
	touch $@

.venv/.installed-dev: .venv/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[all,dev]'
	touch $@
