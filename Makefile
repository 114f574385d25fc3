# `make` lists what can be done. Where a number or a folder matters: make demo PORT=8001 DATA_DIR=/tmp/demo
.DEFAULT_GOAL := help
PYTHON ?= python3
DEMO := DJANGO_SETTINGS_MODULE=lms.settings.demo .venv/bin/python
DEVELOP := DJANGO_SETTINGS_MODULE=lms.settings.development .venv/bin/python

.PHONY: help
help: ## what can be done here
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

# --- Running ---

.PHONY: demo demo-code run worker
demo: ## install, prepare and run everything on this machine (PORT, DATA_DIR, BIND)
	@$(PYTHON) -I lms/setup/bootstrap.py demo

demo-code: ## the present code of each demo account's authenticator app
	@$(DEMO) manage.py demo_accounts --code

run: ## the web server for those who build it, on the data of the demo
	$(DEVELOP) manage.py runserver $(or $(PORT),8000)

worker: ## a worker with the schedule, beside "run"
	$(DEVELOP) -m celery -A lms worker --beat --concurrency 2 --without-gossip --without-mingle --without-heartbeat --loglevel INFO

# --- Building ---

.PHONY: install
install: ## the environment with everything that tests and checks need
	@$(PYTHON) -I lms/setup/bootstrap.py install --lock test

.PHONY: bench check css measure measure-list messages test
test: ## the tests, on the embedded default or on DATABASE_URL and REDIS_URL (WORKERS, TESTS='not once')
	@env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m pytest -n $(or $(WORKERS),2) --dist loadscope -rsfE $(if $(TESTS),-m '$(TESTS)')

check: ## style, types, contracts, templates, migrations, security
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/mypy lms cms courses alumni
	@DJANGO_SETTINGS_MODULE=lms.settings.test .venv/bin/python manage.py makemigrations --check --dry-run

measure: ## what every kind of page weighs and what a request costs (OFFICERS, ANSWERS, SECONDS)
	@.venv/bin/python -m tests.measure

measure-list: ## what a list of 5,000 officers costs to check and to write (ROWS)
	@.venv/bin/python -m tests.measure.imports

bench: ## the load of a working day on a full site beside an almost empty one (SECONDS, FACTOR, SEED, RATE, REPORT)
	@.venv/bin/python -m tests.bench

css: ## join the parts of the styles into the committed sheets
	@.venv/bin/python -m lms.setup.css

messages: ## gather and compile what the interface says in each language (needs xgettext)
	@$(DEVELOP) -m lms.setup.messages
