# `make` alone prints what there is. Every target sets up what it needs, once.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup report test test-pages check notebooks lab bench fuzz lock clean distclean

# A name that nobody declared would be ignored without a word, and the briefing would show the wrong days.
declared := PYTHON SINCE UNTIL KINDS KEEP CHROMIUM ARGS
given := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
unknown := $(filter-out $(declared) MAKE% MFLAGS,$(given))
$(if $(unknown),$(error unknown parameter $(firstword $(unknown)); allowed are $(declared)))

export PYTHON SINCE UNTIL KINDS KEEP CHROMIUM
export PYTHONPATH := $(CURDIR)/src
export MPLCONFIGDIR := $(CURDIR)/.cache/matplotlib
export JUPYTER_PREFER_ENV_PATH := 1
unexport PYTHONHOME PYTHONDONTWRITEBYTECODE

# Nobody's own start-up files or styles may change what a notebook gives; in JupyterLab they are welcome.
report test test-pages notebooks: export IPYTHONDIR := $(CURDIR)/.cache/ipython
report test test-pages notebooks: export PYTHONSTARTUP :=
report test test-pages notebooks: export MATPLOTLIBRC :=
# Nor what lies in the folder where make is started.
report notebooks: export PYTHONSAFEPATH := 1

# Each prints the path of the Python to use: that of an active conda environment which has everything, or .venv's.
build := python=$$(sh tools/setup.sh .venv requirements.lock)
test := python=$$(sh tools/setup.sh .venv requirements-test.lock test lint)
pages := python=$$(sh tools/setup.sh .venv requirements-pages.lock test lint pages)
lab := python=$$(sh tools/setup.sh .venv-lab requirements-lab.lock lab)
bench := python=$$(sh tools/setup.sh .venv-bench requirements-bench.lock bench)
fuzz := python=$$(sh tools/setup.sh .venv-fuzz requirements-fuzz.lock fuzz)

help: ## print this list
	@echo 'usage: make TARGET [NAME=VALUE ...]'; echo
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { sub(/:.*/, "", $$1); printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'report takes SINCE=2024-10-01 UNTIL=2024-12-31 KINDS=troops,casualties, KEEP=1 to keep the pages of the'
	@echo 'build before, and ARGS=... for anything else that `nkreport report --help` lists.'
	@echo 'PYTHON=/path/to/python3.12 names the interpreter.'

setup: ## make .venv from requirements.lock, or find the active conda environment
	@$(build) && echo "nkreport is ready: $$python"

report: ## read the articles, write the tables, publish the briefings to reports/index.html
	@$(build) && "$$python" -m nkreport report $${SINCE:+-p "since=$$SINCE"} $${UNTIL:+-p "until=$$UNTIL"} \
		$${KINDS:+-p "kinds=$$KINDS"} $${KEEP:+--keep} $(ARGS)

test: ## run everything: unit, architecture and rule tests, examples in docs, notebooks against their outputs
	@$(test) && "$$python" -m pytest $(ARGS)

test-pages: ## open the pages in a real browser: network off, accessibility, keyboard, print, hostile text
	@$(pages) && browser=$$(sh tools/browser.sh) && NKREPORT_BROWSER="$$browser" "$$python" -m pytest tests/browser $(ARGS)

check: ## ruff, mypy, and the examples of every rule
	@$(test) && failed=; "$$python" -m ruff check . || failed=yes; "$$python" -m mypy || failed=yes; \
		"$$python" -m nkreport check-rules || failed=yes; [ -z "$$failed" ]

notebooks: ## execute the notebooks and keep their outputs, which `make test` then compares with
	@$(build) && "$$python" -m nkreport report --save-notebooks

lab: ## open JupyterLab on the notebooks, in an environment of its own because it slows every build
	@# Trusted, as their charts are SVG, which JupyterLab hides in notebooks of others until they are run.
	@$(lab) && "$$python" -m nbformat.sign notebooks/*.ipynb >/dev/null && "$$python" -m jupyterlab notebooks $(ARGS)

bench: ## measure speed and growth beside other tools, in an environment of its own
	@$(bench) && "$$python" -m bench $(ARGS)

fuzz: ## give every entrance damaged and hostile input without end; docs/fuzzing.md tells how
	@$(fuzz) && PYTHONPATH="$$PYTHONPATH:tools" "$$python" -m fuzz $(ARGS)

lock: ## for maintainers: make the lock files and environment.yml anew from pyproject.toml (needs uv)
	@sh tools/lock.sh $(ARGS)

clean: ## remove what was built: pages, tables, caches; never a file of yours
	@$${PYTHON:-python3} tools/clean.py

distclean: clean ## remove the environments too
	@rm -rf .venv .venv-lab .venv-bench .venv-fuzz src/nkreport.egg-info && echo 'removed the environments'
