# The program as one image: web server, worker, scheduler and commands differ by their command alone.
# Python as the tests use it; Debian 13, whose PostgreSQL tools (17) fit the server in docker-compose.yml.
FROM python:3.11-slim-trixie AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements/base.txt requirements/base.txt
# Exactly what the lock names, checked by hash, as finished packages: nothing is compiled here.
RUN pip install --require-hashes --only-binary=:all: -r requirements/base.txt
COPY . .
# These three are for this step alone; what it makes holds none of them.
RUN SECRET_KEY=only-to-collect-static-files PUBLIC_URL=https://build.invalid DATA_DIR=/tmp/build \
    STATIC_ROOT=/app/static-built python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q lms cms courses alumni


FROM python:3.11-slim-trixie

RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 lms && useradd --uid 10001 --gid 10001 --home-dir /nonexistent --no-create-home lms \
    # A new volume takes over whose these folders are.
    && install -d -o 10001 -g 10001 -m 0750 /data /data/public /backups

COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=lms.settings.production DATA_DIR=/data STATIC_ROOT=/app/static-built PORT=8000
WORKDIR /app
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "lms.setup.alive", "web"]
CMD ["gunicorn", "lms.wsgi:application", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "20", "--no-control-socket"]
