# make demo | make test | make check | make bench: each makes what it needs, and only once.
# They want Python 3.10 to 3.13 with venv (another one: make PYTHON=python3.12 test), and the
# network for pip and npm the first time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser \
	|| command -v google-chrome || command -v google-chrome-stable)
FIREFOX ?= $(shell command -v firefox-esr || command -v firefox)
export CHROMIUM FIREFOX

.PHONY: help demo test check bench bench-recording bench-explaining bench-checking \
	bench-judgement bench-load bench-tab faults fuzz matrix pictures format proto tab browser clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      train a gallery of models, healthy and not, and open them in TensorBoard"
	@echo "make test      every check and every test"
	@echo "make check     style and types only, of Python and of TypeScript"
	@echo "make faults    damage logs in every way, kill trainings, and count what is lost"
	@echo "make fuzz      60,000 inputs that grow out of each other, to all that reads bytes of a log"
	@echo "make matrix    the tests that matter on old and new versions of TensorFlow, TensorBoard,"
	@echo "               protobuf and Python, and without TensorFlow"
	@echo "make bench     what recording, explaining and checking cost, how good verdicts are, how"
	@echo "               fast the tab is, and how fast it is for fifty at once"
	@echo "make pictures  take the pictures of the tab that the README shows"
	@echo "make format    bring the sources into the style that check asks for"
	@echo "make proto     generate gradient_health_pb2.py from gradient_health.proto"
	@echo "make clean     remove what these made"

demo: tab
	$(BIN)/python demo/run.py

test: check browser
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: tab
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python build_backend/tab_bundle.py run check
	$(BIN)/python build_backend/tab_bundle.py run test

# Other numbers: make fuzz FUZZ='--inputs 5000'
fuzz: $(VENV)/installed
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[fuzz]'
	$(BIN)/python -m tests.hostile.fuzz $(FUZZ)

# A part of it only: make faults FAULTS='--faster 10'
faults: tab
	$(BIN)/python -W ignore -m tests.faults $(FAULTS)

bench: bench-recording bench-explaining bench-checking bench-judgement bench-tab bench-load

# What to leave out: make bench-recording RECORDING=--help, and so the others
bench-recording: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python tests/benchmarks/recording.py $(RECORDING)

bench-explaining: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python tests/benchmarks/flow.py $(EXPLAINING)

bench-checking: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python -m tests.benchmarks.checking $(CHECKING)

bench-judgement: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python -m tests.benchmarks.judgement $(JUDGEMENT)

bench-tab: tab browser
	PYTHONPATH=. $(BIN)/python tests/benchmarks/tab.py $(TAB)

# What to try: make matrix MATRIX=--help
matrix: tab browser
	PYTHONPATH=. $(BIN)/python -m tests.matrix $(MATRIX)

# Other numbers: make bench-load LOAD='--tabs 8 --seconds 20'
bench-load: tab
	$(BIN)/python -m tests.benchmarks.load $(LOAD)

# Of the demo's runs, for the README. Of runs that are there: make pictures PICTURES="--logdir demo/logs"
pictures: tab browser
	PYTHONPATH=. $(BIN)/python docs/pictures.py $(PICTURES)

format: tab
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python build_backend/tab_bundle.py run format

proto: $(VENV)/created
	$(BIN)/python build_backend/protoc.py

# The sources of the tab may have changed since it was installed.
tab: $(VENV)/installed
	@$(BIN)/python build_backend/tab_bundle.py

$(VENV)/installed: pyproject.toml setup.py $(wildcard build_backend/*.py) | $(VENV)/created
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable '.[tensorflow,dev,demo]'
	@touch $@

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Python must be 3.10 to 3.13. Received: $$($(PYTHON) --version 2>&1)" \
			"(choose another one with: make PYTHON=python3.12)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
		echo "Python must have venv. On Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

# Debian's, where they may be installed. Without a browser its tests are skipped, and fail in CI.
browser:
	@missing="$$([ -n "$$CHROMIUM" ] || echo chromium) $$([ -n "$$FIREFOX" ] || echo firefox-esr)"; \
	if [ "$$missing" = " " ]; then exit 0; \
	elif ! command -v apt-get >/dev/null; then sudo=none; \
	elif [ "$$(id -u)" = 0 ]; then sudo=; \
	elif sudo -n true 2>/dev/null; then sudo=sudo; \
	else sudo=none; fi; \
	if [ "$$sudo" != none ]; then \
		$$sudo apt-get update -qq; \
		for each in $$missing; do $$sudo apt-get install -y -qq $$each >/dev/null || true; done; \
	fi; \
	for each in $$missing; do \
		command -v $$each >/dev/null || echo "The tests of the tab need browsers: install $$each," \
			"or set CHROMIUM and FIREFOX to their paths." >&2; \
	done

clean:
	rm -rf $(VENV) build dist *.egg-info frontend/node_modules tb_gradplugin/backend/static
