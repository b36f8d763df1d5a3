# Every command of the project; CI calls these same ones. `make` alone lists them.

# Port of `make run`; DEMO=1 also opens a demonstration account.
PORT ?= 8000
DEMO ?=
# `make bench` on a million pages too.
MILLION ?=
# Another interpreter than the newest one found: make run PYTHON=/path/to/python3.12
PYTHON ?=
export PYTHON
# Otherwise each process of the tests compiles them all again.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
PYTEST := $(PY) -m pytest --numprocesses=auto --maxprocesses=8 --dist=loadgroup
# Git knows which files are the project's; new ones count before they are committed.
GABARITS = $$(git ls-files -co --exclude-standard 'templates/*.html')
MODULES = $$(git ls-files -co --exclude-standard '*.py')
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url
VNU = 26.9.27

.DEFAULT_GOAL := aide
.PHONY: aide run coordination test test-rapide lint format couverture audit guide bench lock propre venv venv-dev

aide: ## Cette liste
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: venv ## Installe, charge le contenu et sert le portail (PORT=8000, DEMO=1)
	@SOLIDAIRES_DEV=1 $(PY) -m outils.demarrer --port '$(PORT)' $(if $(filter-out 0 non,$(DEMO)),--demonstration)

coordination: venv ## Donne l’accès de la coordination et un lien pour se connecter (EMAIL=…, PORT=8000)
	@SOLIDAIRES_DEV=1 ADRESSE_DU_PORTAIL=$${ADRESSE_DU_PORTAIL:-http://localhost:$(PORT)/} $(PY) manage.py creer_coordination $(if $(EMAIL),'$(EMAIL)')

# The tests that touch the database run twice, the others once: see tests/conftest.py for the marks.
test: venv-dev ## Tous les tests : SQLite et navigateur, puis PostgreSQL
	@$(PY) -m outils.logiciels
	$(PYTEST)
	$(PY) -m outils.postgres_ephemere $(PYTEST) -m 'base and not navigateur'

test-rapide: venv-dev ## Les tests sur SQLite, sans navigateur
	$(PYTEST) -m 'not navigateur'

couverture: venv-dev ## Les tests rapides, avec la part des branches exécutées et son plancher
	rm -rf var/coverage && mkdir -p var/coverage
	$(PY) -m coverage run $(subst $(PY) ,,$(PYTEST)) -m 'not navigateur'
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

lint: venv-dev ## Ce que CI vérifie sans lancer les tests
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/djade --check --target-version 5.2 $(GABARITS)
	.venv/bin/django-upgrade --check --target-version 5.2 $(MODULES)
	SOLIDAIRES_DEV=1 $(PY) manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=example.org \
		$(PY) manage.py check --deploy --fail-level WARNING

format: venv-dev ## Met en forme le code et les gabarits
	.venv/bin/ruff check --quiet --fix .
	.venv/bin/django-upgrade --exit-zero-even-if-changed --target-version 5.2 $(MODULES)
	.venv/bin/ruff format --quiet .
	-.venv/bin/djade --target-version 5.2 $(GABARITS)

audit: venv-dev ## Vérificateur HTML du W3C sur chaque type de page (Java, npm) ; failles connues
	@command -v java >/dev/null || { echo "Il manque Java. Debian, Ubuntu : sudo apt install default-jre-headless" >&2; exit 1; }
	@command -v npm >/dev/null || { echo "Il manque npm. Debian, Ubuntu : sudo apt install npm" >&2; exit 1; }
	npm install --prefix var/audit --no-save --no-package-lock --no-audit --no-fund --loglevel=error vnu-jar@$(VNU)
	$(PY) -m outils.auditer_html var/audit/node_modules/vnu-jar
	@echo "Failles connues des paquets (pour information) :"
	-.venv/bin/uv tool run --quiet pip-audit==2.10.1 --require-hashes --disable-pip -r requirements.txt

guide: venv-dev ## Refait les images du guide de la coordination
	$(PY) -m outils.illustrer_guide

bench: venv-dev ## Mesure la recherche sur 1 000 et 100 000 fiches (MILLION=1 : un million, PostgreSQL)
	@$(PY) -m outils.logiciels
	$(PY) -m outils.mesurer_recherche --sqlite 1000 100000 --postgresql 1000 100000 $(if $(filter-out 0 non,$(MILLION)),1000000)

lock: venv-dev ## Récrit les requirements*.txt à partir des .in, avec les empreintes
	$(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in

propre: ## Retire ce que ces commandes ont fabriqué (jamais la base ni les images)
	rm -rf .venv var staticfiles .pytest_cache .ruff_cache htmlcov .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@sh outils/venv.sh requirements.txt

venv-dev:
	@sh outils/venv.sh requirements-dev.txt
