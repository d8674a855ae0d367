"""A door: the blueprint of one audience, with every page of the journey bound to it."""

from functools import partial
from pathlib import Path

from flask import Blueprint

from engagement.extensions import csrf
from engagement.survey_flow import (
    afterwards,
    changing,
    coming_back,
    inviting,
    looks,
    receipts,
    signed,
    sounds,
    team_links,
    views,
)
from engagement.survey_flow.again import again
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.section_list import section_list

# Every audience that has a door, by name: whoever types for people goes by the same rules.
DOORS: dict[str, Audience] = {}


def survey_blueprint(audience: Audience, import_name: str) -> Blueprint:
    """The pages of one audience. The door's own templates and pictures stand beside it."""
    DOORS[audience.name] = audience
    door = Blueprint(audience.name, import_name, template_folder="templates")
    for rule, endpoint, view in (
        ("", "start_page", views.start_page),
        ("/q/<step>", "page", views.page),
        ("/q/<step>/other", "other_survey", views.other_survey),
        ("/save", "saved", views.saved),
        ("/check", "check", views.check),
        ("/receipt", "receipt", views.receipt),
        ("/cleared", "cleared", views.cleared),
        ("/keep", "keep_page", changing.keep_page),
        ("/taken-back", "taken_back", changing.taken_back),
        ("/looks", "looks", looks.looks_page),
        ("/sound/<uuid:version_id>", "sounds", sounds.sounds),
        ("/sound/<uuid:version_id>/<text_key>", "sound", sounds.sound),
        ("/video/<uuid:version_id>/<question_key>", "video", signed.video),
    ):
        door.add_url_rule(rule, endpoint, partial(view, audience))
    if audience.lists_sections:
        door.add_url_rule("/sections", "sections", partial(section_list, audience))
    for rule, endpoint, view, instead in (
        ("/start", "start", views.start, "start_page"),
        ("/send", "send", views.send, "check"),
        ("/clear", "clear", views.clear, "start_page"),
        ("/change", "change", changing.change, "receipt"),
        ("/change-with-code", "change_with_code", changing.change_with_code, "start_page"),
    ):
        door.add_url_rule(rule, endpoint, partial(view, audience), methods=["POST"])
        door.add_url_rule(rule, f"{endpoint}_opened", partial(views.instead, audience, instead))
    door.add_url_rule("/more", "more_end", partial(afterwards.end, audience))
    door.add_url_rule("/more", "more", partial(afterwards.choose, audience), methods=["POST"])
    door.add_url_rule("/more/<step>", "more_page", partial(afterwards.page, audience))
    door.add_url_rule("/more/<step>", "save_more", partial(afterwards.save_page, audience), methods=["POST"])
    if audience.answers_together:
        inviting.add_pages(door, audience)
        team_links.add_pages(door, audience)
    door.add_url_rule("/come-back", "come_back_page", partial(coming_back.come_back_page, audience))
    door.add_url_rule("/come-back", "come_back", partial(coming_back.come_back, audience), methods=["POST"])
    door.add_url_rule("/save", "show_words", partial(coming_back.show_words, audience), methods=["POST"])
    door.add_url_rule("/keep", "keep", partial(changing.keep, audience), methods=["POST"])
    door.add_url_rule("/looks", "choose_looks", partial(looks.choose, audience), methods=["POST"])
    if not audience.clear_screen:
        door.add_url_rule("/receipt/file", "receipt_file", partial(receipts.text_file, audience))
        door.add_url_rule("/receipt/mail", "mail_receipt", partial(receipts.mail, audience), methods=["POST"])
        door.add_url_rule("/receipt/mail", "mail_receipt_opened", partial(views.instead, audience, "receipt"))
    if audience.answers_again:
        door.add_url_rule("/again", "again", partial(again, audience), methods=["POST"])
        door.add_url_rule("/again", "again_opened", partial(views.instead, audience, "start_page"))
    door.add_url_rule("/q/<step>", "save_page", partial(views.save_page, audience), methods=["POST"])
    door.add_url_rule(
        "/pictures/<path:filename>", "static", partial(views.picture, Path(door.root_path) / "static" / audience.name)
    )
    # These forms carry a token of their own, which lasts as long as the draft and costs nobody what they typed.
    csrf.exempt(door)
    return door
