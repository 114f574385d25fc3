"""What runs in production: the one list. docker-compose.yml and docs/operations.md say the same, and a test holds them to it.

Standard library only: it is read by whoever starts the processes, too.
"""

from __future__ import annotations

# Before the first start and after each upgrade, in this order; each may run twice.
PREPARE = [
    "python manage.py migrate --noinput",
    "python manage.py createcachetable",
    "python manage.py set_up",
]
PROCESSES = {
    # It listens where PORT says (all addresses), or on 127.0.0.1:8000. No socket to be steered by: nobody would use it.
    "web": "gunicorn lms.wsgi:application --worker-class gthread --workers 2 --threads 4 --timeout 60"
    " --graceful-timeout 20 --no-control-socket",
    "worker": "celery -A lms worker --concurrency 2 --without-gossip --without-mingle",
    # No file with its number: one is enough, and two do no harm (F-8).
    "beat": "celery -A lms beat --pidfile=",
}
