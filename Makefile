# Everything runs in .venv, made from uv.lock; uv itself is pinned and lives in .tools.
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := $(UV) run --locked --no-sync
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
GENERATION := benchmarks/generation
PEERS := benchmarks/.venv/generation/bin/python

ifneq ($(VEILLE_DATA),)
export VEILLE_DATA := $(abspath $(VEILLE_DATA))
endif
export UV_PYTHON_DOWNLOADS := never
# A proxy or an institution may bring its own certificates.
export UV_SYSTEM_CERTS := true
export JUPYTER_PREFER_ENV_PATH := 1
export JUPYTER_PLATFORM_DIRS := 1

.DEFAULT_GOAL := help
.PHONY: help setup book test test-site archive pdf epub publication serve verify-world notebooks data results bench lock clean

help: ## affiche cette liste
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(UV) ## installe l’environnement verrouillé dans .venv
	@$(UV) sync --quiet --locked --python $(PYTHON)

book: setup ## exécute les carnets et compile le site dans _build/html
	@rm -rf _build
	@$(RUN) python tools/run_for_book.py _build/.jupyter_cache $(NOTEBOOKS)
	@$(RUN) jupyter-book build . -n -W --keep-going || { tail -n +1 _build/html/reports/*.log 2>/dev/null; exit 1; }
	@echo "Le site est prêt : ouvrez file://$(CURDIR)/_build/html/index.html"

test: setup ## vérifie le verrou, le code, les données et chaque carnet
	@$(UV) lock --check --quiet
	@$(RUN) ruff check .
	@VEILLE_DATA= $(RUN) pytest -n 2 --dist loadfile -m "not site and not verification" --doctest-modules --nbval --nbval-sanitize-with tests/notebooks/sanitize.cfg src tests $(NOTEBOOKS)
	@echo "Le site construit a ses propres tests : make book, puis make test-site."

test-site: setup ## vérifie le site construit, dans un vrai navigateur
	@$(RUN) pytest -n 2 --dist loadscope -m site tests/site tests/guard/test_project.py

archive: setup ## met le site construit en un fichier, à ouvrir sans connexion
	@$(RUN) python tools/outputs.py archive

pdf: setup ## imprime le site construit en un PDF balisé (Chromium)
	@$(RUN) python tools/outputs.py pdf

epub: setup ## met le site construit en un EPUB
	@$(RUN) python tools/outputs.py epub

publication: archive pdf epub ## réunit le site et ce qu’on peut en emporter dans _build/publication
	@$(RUN) python tools/outputs.py publication --base "$(BASE)"

serve: setup ## montre le site sur cette machine, avec ses en-têtes (PORT=8000)
	@$(RUN) python tools/outputs.py serve --port $(or $(PORT),8000)

verify-world: setup ## fabrique un monde d’un million de serveurs et vérifie chaque règle (minutes)
	@$(RUN) pytest -m verification tests/verification

notebooks: setup ## réexécute les carnets et enregistre leurs sorties
	@$(RUN) python tools/refresh_notebooks.py

data: setup ## refait le monde publié dans data_synthetic
	@$(RUN) veille generate data_synthetic --overwrite

results: setup ## éprouve toutes les méthodes et déplace toutes les hypothèses (une heure)
	@$(RUN) veille verify --worlds 1000 --workers 2 --format json --out results/coverage.json
	@$(RUN) veille sensitivity --workers 2 --out results

bench: setup ## mesure la génération, face à d’autres outils (FULL=1 va jusqu’à 10⁸ lignes)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) benchmarks/.venv/generation
	@$(UV) pip sync --quiet --python $(PEERS) $(GENERATION)/peers.txt
	@$(RUN) python -m benchmarks.generation --plan $(if $(FULL),full,default) --peers $(PEERS)

lock: $(UV) ## refait le verrou et requirements.txt après un changement de dépendance
	@$(UV) lock --python $(PYTHON)
	@$(UV) export --quiet --locked --no-emit-project --no-hashes --no-annotate --no-header --output-file requirements.txt
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-annotate --custom-compile-command "make lock" --override $(GENERATION)/peers.override --output-file $(GENERATION)/peers.txt $(GENERATION)/peers.in

clean: ## efface le site, l’environnement et les caches
	@rm -rf _build .venv benchmarks/.venv .tools .pytest_cache .ruff_cache

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est attendu ; indiquez-le par make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .tools || { echo "Le module venv manque : installez-le (Debian : python3-venv)." >&2; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
