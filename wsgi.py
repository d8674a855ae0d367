"""The web app and the Celery app, for `flask`, `gunicorn wsgi:app` and `celery -A wsgi.celery_app`."""

from engagement import create_app

app = create_app()
celery_app = app.extensions["celery"]
