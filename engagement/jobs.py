"""Celery: the app, a task class that brings Flask's context, and the beat table (UTC)."""

from celery import Celery, Task
from flask import Flask, has_app_context


def bind(app: Flask) -> None:
    """Make the Celery app of one Flask app and make it the default, for `shared_task`."""

    class ContextTask(Task):  # type: ignore[type-arg]  # celery's stubs make it generic, celery itself does not
        def __call__(self, *args: object, **kwargs: object) -> object:
            # Run eagerly inside a request, a second context would hide the first one's session.
            if self.request.is_eager and has_app_context():
                return self.run(*args, **kwargs)
            with app.app_context():
                return self.run(*args, **kwargs)

    celery_app = Celery("engagement", task_cls=ContextTask)
    celery_app.conf.update(
        broker_url=app.config["REDIS_URL"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        timezone="UTC",
        broker_connection_retry_on_startup=True,
    )
    celery_app.set_default()
    app.extensions["celery"] = celery_app
