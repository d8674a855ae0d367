"""The sections of a questionnaire that is being written: added, worded and removed."""

from flask import redirect
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.officers import editor
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, desk
from engagement.officers.editor_fields import LONGEST_INTRODUCTION, line_field, optional_text, tick
from engagement.officers.editor_removing import remove
from engagement.officers.fields import Form
from engagement.officers.guard import needs
from engagement.questionnaires.definition import AudienceName
from engagement.questionnaires.editing import conditions, sections
from engagement.questionnaires.editing.document import Document, Table


class SectionForm(Form):
    """What a section says before its questions."""

    title = line_field("Heading", "Write a heading for the section.", "A few words, for example: Your school")
    introduction = optional_text(
        "Introduction",
        "One or two sentences above the questions, if they help.",
        rows=3,
        most=LONGEST_INTRODUCTION,
    )
    after_sending = tick(
        "Ask this only after answers are sent",
        "For questions about people themselves. Whoever does not want them has sent their answers already.",
    )

    @property
    def settings(self) -> dict[str, str | bool | None]:
        """What the section will say."""
        return {
            "title": self.title.data,
            "introduction": self.introduction.data,
            "after_sending": self.after_sending.data,
        }


@blueprint.route(f"{ADDRESS}/sections/add", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_section_add(slug: str, audience: AudienceName) -> ResponseReturnValue:
    """A new section; its first question comes next."""
    here = desk(slug, audience)
    form = SectionForm()
    if form.validate_on_submit():
        made = ""

        def edit(document: Document) -> Table:
            nonlocal made
            changed, made = sections.add(
                document, form.title.data or "", here.earlier, after_sending=form.after_sending.data
            )
            return sections.change(changed, made, form.settings)

        if (other := editor.save(here, edit, f'Added the section "{form.title.data}"', noun="section")) is not None:
            return other
        editor.say(f'The section "{form.title.data}" is added. Now add its first question.')
        return redirect(here.url("edit_question_add", section_key=made), 303)
    return here.render("editor_section.html", section=None, form=form, errors=form.faults)


@blueprint.route(f"{ADDRESS}/sections/<key>", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_section(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """The words of a section."""
    here = desk(slug, audience)
    section = editor.part_of(here, "section", key)
    form = SectionForm(data=section)
    if form.validate_on_submit():
        other = editor.save(
            here,
            lambda document: sections.change(document, key, form.settings),
            f'Changed the section "{form.title.data}"',
            noun="section",
            key=key,
        )
        if other is not None:
            return other
        editor.say("The section is saved.")
        return redirect(here.url("edit_section", key=key), 303)
    return here.render(
        "editor_section.html",
        section=section,
        condition=conditions.in_words(here.document, section),
        form=form,
        errors=form.faults,
    )


@blueprint.route(f"{ADDRESS}/sections/<key>/remove", methods=["GET", "POST"])
@needs(May.WRITE)
def edit_section_remove(slug: str, audience: AudienceName, key: str) -> ResponseReturnValue:
    """Asks once and says what goes with it, then removes a section. It can be brought back."""
    here = desk(slug, audience)
    section = editor.part_of(here, "section", key)
    return remove(
        here,
        "section",
        key,
        section["title"],
        lambda document: sections.remove(document, key),
        then=here.url("edit_questionnaire"),
        return_to=here.url("edit_section", key=key),
        goes_too=section.get("questions", []),
        dependants=conditions.lost_with(here.document, key, "section"),
    )
