# Three commands do everything: `make site`, `make serve`, `make test`. Each sets up what it needs first.
# While you work: `make quick`, and `make test ONLY=…`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# Every core takes its share of the tests, and takes over from the others when it is done with it.
PYTEST = $(if $(TMPDIR),,$(MEMORY)) $(BIN)/pytest --numprocesses auto --dist worksteal
# They write thousands of small files and remove them again, which takes a disk many times as long as the memory: where 4 GB
# of that are free for files, these are there, unless TMPDIR says where.
MEMORY = $(shell grep -s ' /dev/shm tmpfs ' /proc/mounts | grep -qv noexec && df -Pk /dev/shm | awk 'NR == 2 && $$4 > 4e6 { print "TMPDIR=" $$6 }')
# What `make quick` leaves out: what has to wait for a browser, for LibreOffice, for a web server or forge, or for other
# processes. Of what is made up at random it tries a fifth.
SLOW := browser office deployment forge

# Where the environment forbids Python to keep what it compiled, each worker and each command under test would compile
# everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help site serve test quick endurance style programs lock release reproduce clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(READY) ## check data/ and build the public site into site/
	$(BIN)/mingzhang build $(if $(URL),--url '$(URL)') $(if $(REPOSITORY),--repository '$(REPOSITORY)') \
	  $(if $(PUBLISHED),--published '$(PUBLISHED)')

serve: $(READY) ## preview the site on this computer, rebuilt after each change
	$(BIN)/mingzhang serve

# mypy and the contracts of the imports are tests among the others.
test: $(READY) programs $(if $(ONLY),,style) ## run every test and check; with ONLY=pages the tests that have that in their path or name
	$(PYTEST) $(if $(ONLY),-k '$(ONLY)')

quick: $(READY) programs style ## the same without browser, office and deployment, and with fewer tries at random
	$(PYTEST) --hypothesis-profile=quick $(SLOW:%=--ignore=tests/%)

# What the tests try of each kind in short, tried at length, one kind after another: each names what it found, and none stops
# the next. Some want cc, or to be root.
LONG := costs faults damaging handed_in payloads stepping disks enduring mutants
endurance: $(READY) programs ## try at length what the tests try in short (hours); with ONLY=faults that kind alone
	@$(if $(filter-out $(LONG),$(ONLY)),echo "ONLY is one of: $(LONG)"; exit 2,:)
	@for name in $(or $(ONLY),$(LONG)); do echo "== $$name"; \
	  PYTHONPATH=tests/helpers $(BIN)/python tests/helpers/$$name.py || found="$$found $$name"; \
	done; [ -z "$$found" ] || { echo "Something was found:$$found"; exit 1; }

style: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The lock names every package with its hashes, so the environment is the same everywhere. Only wheels are installed, and
# only what the lock names: no package runs a program of its own while it is installed.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; name it with: make PYTHON=python3.12 …"; exit 2; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps \
	  --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	touch $@

# The tests open the finished site in the system's Chromium, and the workbook in LibreOffice.
programs:
	@sh tests/ensure_programs.sh

# What came out in the last days is left for others to try first.
UPGRADE ?= --upgrade --exclude-newer '7 days'
lock: ## renew requirements.lock after a change of pyproject.toml (needs uv); with UPGRADE= only what has to change
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-annotate $(UPGRADE) -o requirements.lock

release: $(READY) ## build the files of a release of HEAD into dist/; with TAG=v1.2.3 refuse where anything names another
	$(BIN)/python release/releasing.py dist "$${TAG:-}"

reproduce: $(READY) ## build HEAD twice in different circumstances and compare every file of site, wheel and release
	$(BIN)/python release/reproduce.py

clean: ## remove everything generated
	rm -rf build site dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
