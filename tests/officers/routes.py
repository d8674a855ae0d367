"""Every route of the workspace with an address to try, and what an officer must be allowed to do to open it."""

import uuid
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule, UUIDConverter

from engagement.accounts.roles import May

# Written down by hand and held against the code, so that no page changes hands unseen. None: every officer.
WHO_MAY: dict[str, May | None] = {
    "officers.add_contact": May.CONTACTS,
    "officers.add_document": May.SET_UP,
    "officers.add_passkey": None,
    "officers.announce_wave": May.RUN,
    "officers.archive_consultation": May.SET_UP,
    "officers.audit_trail": May.AUDIT,
    "officers.basics": May.SET_UP,
    "officers.bring_back_consultation": May.SET_UP,
    "officers.cancel_wave": May.RUN,
    "officers.certificate": May.CONTACTS,
    "officers.certificate_file": May.CONTACTS,
    "officers.check_list": May.SET_UP,
    "officers.close_early": May.RUN,
    "officers.closing_request": May.LOOK,
    "officers.confirm": None,
    "officers.confirm_file": May.CONTACTS,
    "officers.consultations": None,
    "officers.contact": May.CONTACTS,
    "officers.contact_details": May.CONTACTS,
    "officers.contact_fields": May.CONTACTS,
    "officers.contact_file": May.CONTACTS,
    "officers.contacts": May.CONTACTS,
    "officers.correct_address": May.CONTACTS,
    "officers.days": May.SET_UP,
    "officers.deactivate_officer": May.OFFICERS,
    "officers.deadline": May.LOOK,
    "officers.decide_closing": May.SIGN_OFF,
    "officers.decide_unknown": May.RUN,
    "officers.delete_file": May.CONTACTS,
    "officers.do_not_contact": May.CONTACTS,
    "officers.download": May.ANSWERS,
    "officers.download_contacts": May.TAKE_CONTACTS,
    "officers.end_appointment": May.OFFICERS,
    "officers.end_other_sessions": None,
    "officers.end_session": None,
    "officers.entries": May.ENTER,
    "officers.entry_differences": May.ENTER,
    "officers.extend_deadline": May.RUN,
    "officers.facts": May.SET_UP,
    "officers.file_report": May.CONTACTS,
    "officers.finish_typing": May.ENTER,
    "officers.import_contacts": May.CONTACTS,
    "officers.information_sheet": May.LOOK,
    "officers.invite_again": May.OFFICERS,
    "officers.invite_now": May.RUN,
    "officers.invite_officer": May.OFFICERS,
    "officers.late_answers": May.LOOK,
    "officers.ledger": May.CONTACTS,
    "officers.letter_calendar": May.LOOK,
    "officers.letter_words": May.WRITE,
    "officers.lift_suppression": May.COUNCIL,
    "officers.log_entry": May.RUN,
    "officers.log_entry_add": May.RUN,
    "officers.log_entry_discard": May.RUN,
    "officers.log_entry_publish": May.RUN,
    "officers.log_tell": May.RUN,
    "officers.look": May.COUNCIL,
    "officers.look_neutral": May.COUNCIL,
    "officers.look_preview": None,
    "officers.match_columns": May.CONTACTS,
    "officers.measures": May.RESULTS,
    "officers.move_wave": May.RUN,
    "officers.new_consultation": May.SET_UP,
    "officers.new_entry": May.ENTER,
    "officers.next_text": May.READ_TEXTS,
    "officers.no_letters": May.COUNCIL,
    "officers.officer": May.OFFICERS,
    "officers.officers": May.OFFICERS,
    "officers.our_words": May.WRITE,
    "officers.overview": May.LOOK,
    "officers.own_sessions": None,
    "officers.page_documents": May.SET_UP,
    "officers.page_picture": May.SET_UP,
    "officers.page_words": May.SET_UP,
    "officers.paper": May.WRITE,
    "officers.password": None,
    "officers.pause_wave": May.RUN,
    "officers.plan_all": May.RUN,
    "officers.plan_proposals": May.RUN,
    "officers.preview": May.LOOK,
    "officers.preview_page": May.LOOK,
    "officers.publish_consultation": May.SET_UP,
    "officers.question_log": May.LOOK,
    "officers.reactivate_officer": May.OFFICERS,
    "officers.read_text": May.READ_TEXTS,
    "officers.reading_duty": May.SET_UP,
    "officers.recording": May.WRITE,
    "officers.recording_remove": May.WRITE,
    "officers.recordings": May.WRITE,
    "officers.recovery_codes": None,
    "officers.redaction": May.REDACT,
    "officers.redactions": May.REDACT,
    "officers.remove_app": None,
    "officers.remove_document": May.SET_UP,
    "officers.remove_field": May.CONTACTS,
    "officers.remove_passkey": None,
    "officers.remove_picture": May.SET_UP,
    "officers.renew_words": May.RUN,
    "officers.repeated_organisations": May.CONTACTS,
    "officers.reset_factors": May.OFFICERS,
    "officers.results": May.RESULTS,
    "officers.resume_sending": May.COUNCIL,
    "officers.resume_wave": May.RUN,
    "officers.school_holidays": May.COUNCIL,
    "officers.second_factor": None,
    "officers.second_typing": May.ENTER,
    "officers.security": None,
    "officers.sending": May.COUNCIL,
    "officers.set_up": None,
    "officers.sheet_edit": May.SET_UP,
    "officers.show_passkey": None,
    "officers.sign_out": None,
    "officers.stop_letters": May.COUNCIL,
    "officers.take_out_entry": May.ENTER,
    "officers.test_wave": May.RUN,
    "officers.test_words": May.WRITE,
    "officers.text_step": May.READ_TEXTS,
    "officers.texts": May.READ_TEXTS,
    "officers.translation_checked": May.WRITE,
    "officers.translation_file": May.WRITE,
    "officers.translation_of": May.WRITE,
    "officers.translations": May.WRITE,
    "officers.type_entry": May.ENTER,
    "officers.type_section": May.ENTER,
    "officers.undo_clear": May.READ_TEXTS,
    "officers.unknown_mail": May.CONTACTS,
    "officers.video": May.WRITE,
    "officers.video_remove": May.WRITE,
    "officers.videos": May.WRITE,
    "officers.watch": May.LOOK,
    "officers.wave": May.CONTACTS,
    "officers.wave_progress": May.LOOK,
    "officers.waves": May.LOOK,
    "officers.withdraw_consultation": May.SET_UP,
    "officers.write_again": May.CONTACTS,
}
# What stands in an address where no converter says what fits; the rest is made up and there is no such thing.
VALUES: dict[str, Any] = {
    "slug": "views",
    "text_key": "y_change.text",
    "question_key": "y_change",
    "language": "pl",
    "name": "invitation",
    "section_key": "about",
    "audience": "families",
}


def officers_routes(app: Flask) -> list[Rule]:
    """Every route of the workspace."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("officers.")]


def address_of(app: Flask, rule: Rule, **values: Any) -> str:
    """An address that a route answers to."""
    wanted = {name: VALUES.get(name) or _made_up(rule._converters[name]) for name in rule._converters}
    return app.url_map.bind("localhost").build(
        rule.endpoint, wanted | {name: value for name, value in values.items() if name in wanted}
    )


def _made_up(converter: BaseConverter) -> Any:
    if isinstance(converter, UUIDConverter):
        return uuid.uuid4()
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if converter.regex.startswith("\\d") else "about"
