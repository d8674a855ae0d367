"""The engagement platform. `create_app` is its table of contents: read it first."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from engagement import (
    assets,
    callbacks,
    commands,
    error_pages,
    extensions,
    families,
    headers,
    health,
    jobs,
    language,
    logs,
    officers,
    presentation,
    previews,
    public,
    schools,
    survey_flow,
    young_people,
)
from engagement.demo import door


def create_app(settings: Settings | None = None) -> Flask:
    """Make the web app, with its Celery app in `app.extensions["celery"]`."""
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping((settings or Settings.from_environment()).for_flask())

    hops = app.config["PROXY_HOPS"]
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's own way

    logs.configure(app)
    extensions.bind(app)
    jobs.bind(app)
    presentation.register(app)
    language.register(app)
    assets.register(app)
    headers.register(app)
    error_pages.register(app)
    commands.register(app)

    app.register_blueprint(health.blueprint, url_prefix="/health")
    app.register_blueprint(callbacks.blueprint, url_prefix="/callbacks")
    app.register_blueprint(officers.blueprint, url_prefix="/officers")
    app.register_blueprint(previews.blueprint)
    if app.config["DEMO_DOOR"]:
        app.register_blueprint(door.blueprint, url_prefix="/demo")
    app.register_blueprint(public.blueprint)
    app.register_blueprint(survey_flow.links, url_prefix="/<slug>")
    app.register_blueprint(schools.blueprint, url_prefix="/<slug>/schools")
    app.register_blueprint(families.blueprint, url_prefix="/<slug>/families")
    app.register_blueprint(young_people.blueprint, url_prefix="/<slug>/young-people")
    return app
