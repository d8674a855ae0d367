"""The picture of a consultation's page and the documents that people can read there."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from govuk_frontend_wtf.wtforms_widgets import GovFileInput

from engagement.accounts.roles import May
from engagement.consultations import files, page_changes, pictures, reading
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.consultations.page import page_of
from engagement.errors import NotFound, Refused
from engagement.extensions import db
from engagement.officers.blueprint import blueprint
from engagement.officers.fields import AtMost, Filled, Form, line, typed
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.unit_of_work import unit_of_work

ADDRESS = "/consultations/<slug>/set-up"
MOST_DOCUMENTS = 20
# What a form adds around a file, and a little more, so that the form itself can say that a file is too large.
AROUND = 2_000_000
LARGE = {"officers.page_picture": pictures.LARGEST + AROUND, "officers.add_document": reading.LARGEST + AROUND}


class PictureForm(Form):
    """A picture; another one may be chosen, or only its words changed."""

    file = FileField(
        "Picture file",
        widget=GovFileInput(),
        description=f"PNG, JPEG, WebP or SVG, up to {pictures.LARGEST // 1_000_000} MB, wider than high. "
        "We make it small, and take out where and when a photograph was taken. Make sure that you may use it.",
    )
    alternative = line(
        "What the picture shows",
        Filled("Say what the picture shows."),
        AtMost(200),
        hint="For people who do not see it, in one sentence, such as: A pot of coloured pencils on a table.",
    )


class DocumentForm(Form):
    """A document for people to read."""

    title = line("Title", Filled("Give the title."), AtMost(150))
    file = FileField(
        "Document file",
        widget=GovFileInput(),
        description=f"PDF, Word (.docx) or ODT, up to {reading.LARGEST // 1_000_000} MB. Everybody gets it as it is: "
        "look for names in its properties and in comments first. Put what matters into the page as well, for those who "
        "cannot read the document.",
        validators=[FileRequired("Choose a document file.")],
    )


@blueprint.url_value_preprocessor
def let_files_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Pictures and documents may be larger than whatever else is sent, if an officer sends them."""
    if endpoint in LARGE and current_user.is_authenticated:
        request.max_content_length = LARGE[endpoint]


@blueprint.route(f"{ADDRESS}/picture", methods=["GET", "POST"])
@needs(May.SET_UP)
def page_picture(slug: str) -> ResponseReturnValue:
    """Give the page a picture, another one, or other words for those who do not see it."""
    consultation = consultations.find(db.session(), slug)
    picture = page_of(consultation).picture
    form = PictureForm(data={"alternative": picture.alternative} if picture else None)
    if form.validate_on_submit():
        try:
            _give_picture(consultation, form)
        except Refused as refusal:
            form.refuse(form.file, str(refusal))
        else:
            flash("Saved: Picture.", "success")
            return redirect(request.url, 303)
    return render_template(
        "officers/page_picture.html", consultation=consultation, form=form, errors=form.faults, picture=picture
    )


@blueprint.route(f"{ADDRESS}/picture/remove", methods=["GET", "POST"])
@needs(May.SET_UP)
def remove_picture(slug: str) -> ResponseReturnValue:
    """Asks once, then shows the page without a picture."""
    consultation = consultations.find(db.session(), slug)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            session.refresh(consultation, with_for_update=True)
            page_changes.put(session, consultation, _without(consultation, "picture"))
            files.sweep(session, consultation)
            note(session, "page picture removed", consultation)
        flash("The picture is removed.", "success")
        return redirect(url_for("officers.check_list", slug=slug), 303)
    return render_template(
        "officers/page_file_remove.html",
        consultation=consultation,
        what="the picture",
        back=url_for("officers.page_picture", slug=slug),
    )


@blueprint.get(f"{ADDRESS}/documents")
@needs(May.SET_UP)
def page_documents(slug: str) -> str:
    """Every document that people can read."""
    consultation = consultations.find(db.session(), slug)
    return render_template(
        "officers/page_documents.html", consultation=consultation, documents=page_of(consultation).documents
    )


@blueprint.route(f"{ADDRESS}/documents/add", methods=["GET", "POST"])
@needs(May.SET_UP)
def add_document(slug: str) -> ResponseReturnValue:
    """Give people one more document to read."""
    consultation = consultations.find(db.session(), slug)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            content = form.file.data.read()
            media_type, ending = reading.read(content)
            with unit_of_work() as session:
                session.refresh(consultation, with_for_update=True)
                _add(
                    consultation,
                    typed(form.title),
                    files.keep(session, consultation.id, content, media_type, ending),
                    len(content),
                )
                note(session, "document added", consultation, title=typed(form.title))
        except Refused as refusal:
            form.refuse(form.file, str(refusal))
        else:
            flash("The document is on the page.", "success")
            return redirect(url_for("officers.page_documents", slug=slug), 303)
    return render_template("officers/page_document_add.html", consultation=consultation, form=form, errors=form.faults)


@blueprint.route(f"{ADDRESS}/documents/<name>/remove", methods=["GET", "POST"])
@needs(May.SET_UP)
def remove_document(slug: str, name: str) -> ResponseReturnValue:
    """Asks once, then takes a document away."""
    consultation = consultations.find(db.session(), slug)
    document = next((one for one in page_of(consultation).documents if one.file == name), None)
    if document is None:
        raise NotFound("There is no such document.")
    form = Form()
    if form.validate_on_submit():
        with unit_of_work() as session:
            session.refresh(consultation, with_for_update=True)
            others = [one for one in consultation.page.get("documents", ()) if one["file"] != name]
            rest = _without(consultation, "documents")
            page_changes.put(session, consultation, {**rest, "documents": others} if others else rest)
            files.sweep(session, consultation)
            note(session, "document removed", consultation, title=document.title)
        flash("The document is removed.", "success")
        return redirect(url_for("officers.page_documents", slug=slug), 303)
    return render_template(
        "officers/page_file_remove.html",
        consultation=consultation,
        what=document.title,
        back=url_for("officers.page_documents", slug=slug),
    )


def _without(consultation: Consultation, part: str) -> dict[str, object]:
    return {name: value for name, value in consultation.page.items() if name != part}


def _give_picture(consultation: Consultation, form: PictureForm) -> None:
    """Keep what was chosen. Raises Refused."""
    read = pictures.read(form.file.data.read()) if form.file.data else None
    with unit_of_work() as session:
        session.refresh(consultation, with_for_update=True)
        picture = dict(consultation.page.get("picture", {}))
        if read is not None:
            picture = {"uploaded": files.keep(session, consultation.id, *read)}
        elif not picture:
            raise Refused("Choose a picture file.")
        picture["alternative"] = typed(form.alternative)
        page_changes.put(session, consultation, {**consultation.page, "picture": picture})
        files.sweep(session, consultation)
        note(session, "page picture changed", consultation)


def _add(consultation: Consultation, title: str, name: str, size: int) -> None:
    """Put a document last on the page. Raises Refused."""
    documents = list(consultation.page.get("documents", ()))
    if any(one["file"] == name for one in documents):
        raise Refused("This document is on the page already.")
    if len(documents) >= MOST_DOCUMENTS:
        raise Refused(f"There are {MOST_DOCUMENTS} documents already. Remove one first.")
    documents.append({"title": title, "file": name, "size": size})
    page_changes.put(db.session(), consultation, {**consultation.page, "documents": documents})
