# Every task of the project. Needs make and Python 3.11 or newer; the rest is
# installed into .venv from the locked requirements, again only when they change.

PYTHON  ?= python3
OUTLETS ?=
ARGS    ?=
SHARED  ?= ../shared

BIN  := .venv/bin
PIP  := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
NEWSROOM := $(basename $(notdir $(wildcard tests/fixtures/outlets/*.toml)))

# Tests start make, too, which must not take its words from this one.
ALONE := env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u ARGS -u OUTLETS

comma := ,
empty :=
space := $(empty) $(empty)
commas = $(subst $(space),$(comma),$(strip $(1)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help crawl test lint types floors speed native clean distclean
.NOTPARALLEL:  # one target may install what the next one needs

help:  ## Show this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

crawl: .venv/run.stamp .venv/native.stamp  ## Crawl the newsroom made for tests, or OUTLETS="people chinanews"
ifeq ($(strip $(OUTLETS)),)
	@$(BIN)/python -m tests.newsroom -- $(BIN)/scrapy crawl news \
	    -a outlets=$(call commas,$(NEWSROOM)) -s SITE_FOLDERS=tests/fixtures/outlets $(ARGS)
else
	@$(BIN)/scrapy crawl news -a outlets=$(call commas,$(OUTLETS)) $(ARGS)
endif

# On all cores. The tests of a file stay together: some share a server or a crawl.
test: .venv/dev.stamp .venv/native.stamp  ## Run the tests; ARGS="-k dates" chooses some
	@$(ALONE) $(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

lint: .venv/dev.stamp  ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/dev.stamp  ## Check types
	@$(BIN)/mypy

floors: .venv/dev.stamp .venv/native.stamp  ## Score the real pages in SHARED (../shared) against floors
	@$(BIN)/scrapy evaluate $(SHARED)/corpus/zh --floors benchmarks/floors/zh.toml
	@$(BIN)/scrapy evaluate $(SHARED)/corpus/wcxb --floors benchmarks/floors/wcxb.toml
	@$(BIN)/python benchmarks/flat.py $(SHARED)/corpus/zh --floors benchmarks/floors/flat.toml
	@$(BIN)/python benchmarks/lists.py $(SHARED)/corpus/lists --floors benchmarks/floors/lists.toml

# The aim is 4 on both; what is allowed holds on a machine that others keep busy, too.
speed: .venv/dev.stamp .venv/native.stamp  ## Time extraction, as multiples of parsing the same pages
	@$(BIN)/python benchmarks/speed.py $(SHARED)/corpus/zh --at-most 4.3
	@$(BIN)/python benchmarks/speed.py $(SHARED)/corpus/wcxb --at-most 4.6

native: .venv/run.stamp  ## Compile what each page goes through, with a C compiler
	@rm -f .venv/native.stamp  # it is there after a failure, too
	@$(MAKE) --no-print-directory .venv/native.stamp

clean:  ## Remove what tools have left behind; keeps .venv and data
	@rm -rf build dist ./*.egg-info crawler/native/*.so .venv/native.stamp .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find crawler tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## Remove .venv, too; keeps data
	@rm -rf .venv

.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installing what a crawl needs into .venv …"
	@$(PIP) -r requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv/bin/python
	@echo "Installing what the tests need into .venv …"
	@$(PIP) -r requirements-dev.lock
	@touch $@ .venv/run.stamp  # the one list holds the other

# Without a C compiler the same runs in Python. A lock that has changed may bring another
# lxml, whose own headers are compiled with.
.venv/native.stamp: setup.py $(wildcard crawler/native/*.p*) requirements.lock
	@echo "Compiling what each page goes through …"
	@$(BIN)/python setup.py --quiet build_ext --inplace >.venv/native.log 2>&1 || true
	@$(BIN)/python -m crawler.native
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo 'Python 3.11 or newer is needed; name one, as: make PYTHON=python3.12' >&2; \
	    exit 1; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; exit 1; }
