"""The shapes of notices."""

from datetime import date
from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, post_load, validate

from kit.fields import Line, distinct
from kit.pages import PageArgs
from office.notices.manifest import NOTICE
from office.notices.rules import CATEGORIES, IMPORTANCES

_STATES = [state.code for state in NOTICE.states]
_MOMENT = {"format": "date-time", "example": "2026-12-01T09:00:00+08:00"}
_DAY = {"format": "date", "example": "2026-12-04"}
_CENTURY = validate.Range(date(2000, 1, 1), date(2100, 12, 31))
_ORGAN = {"example": "11330900002600114R"}
_CATEGORY, _IMPORTANCE = validate.OneOf(list(CATEGORIES)), validate.OneOf(list(IMPORTANCES))
_FILES = {"description": "Files by uploadNoticeFile, in the order in which they are shown; what is left out goes."}
_CONFIRM_BY = {"description": "By when; without it 3 working days, 2 if important, 1 if urgent.", **_DAY}
_UNTIL = {"description": "The last day on which it is shown; needed where it is pinned.", "example": "2026-12-31"}
_TITLE: dict[str, Any] = {"minimum": 2, "maximum": 100, "metadata": {"example": "关于元旦期间值班安排的通知"}}
_BODY: dict[str, Any] = {"minimum": 2, "maximum": 20_000, "metadata": {"example": "各单位：元旦期间值班安排见附件。"}}
_MOST_DEPARTMENTS, _MOST_OFFICERS, _MOST_FILES = 200, 500, 20


def _number(description: str) -> "fields.Integer":
    return fields.Integer(required=True, metadata={"description": description, "example": 12})


class NoticeDepartmentIn(Schema):
    """A department to which it is addressed."""

    code = fields.String(required=True, validate=validate.Length(1, 18), metadata=_ORGAN)
    below = fields.Boolean(load_default=True, metadata={"description": "With all departments below it."})


def _each_once(departments: list[dict[str, Any]]) -> None:
    distinct([item["code"] for item in departments])


class NoticeAudienceIn(Schema):
    """To whom it is addressed: everybody, or departments and officers."""

    everybody = fields.Boolean(load_default=False)
    departments = fields.List(
        fields.Nested(NoticeDepartmentIn()),
        load_default=list,
        validate=[validate.Length(max=_MOST_DEPARTMENTS), _each_once],
    )
    officers = fields.List(fields.UUID(), load_default=list, validate=[validate.Length(max=_MOST_OFFICERS), distinct])

    @post_load
    def kept(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Return it as it is kept, with ids as text."""
        return {**data, "officers": [str(item) for item in data["officers"]]}


def _files(**options: Any) -> "fields.List[Any]":
    return fields.List(fields.UUID(), validate=[validate.Length(max=_MOST_FILES), distinct], metadata=_FILES, **options)


class NoticeIn(Schema):
    """What is made known, and to whom."""

    title = Line(required=True, **_TITLE)
    body = Line(required=True, **_BODY)
    category = fields.String(required=True, validate=_CATEGORY)
    importance = fields.String(load_default="normal", validate=_IMPORTANCE)
    pinned = fields.Boolean(load_default=False, metadata={"description": "Stands on top of its readers' list."})
    audience = fields.Nested(NoticeAudienceIn(), required=True)
    must_confirm = fields.Boolean(load_default=False, metadata={"description": "Its readers confirm it."})
    confirm_by = fields.Date(load_default=None, allow_none=True, validate=_CENTURY, metadata=_CONFIRM_BY)
    visible_until = fields.Date(load_default=None, allow_none=True, validate=_CENTURY, metadata=_UNTIL)
    file_ids = _files(load_default=list)
    replaces_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "The notice of my department that it corrects and replaces when it is published."},
    )


class NoticeChangesIn(Schema):
    """What changes of a draft; the rest stays."""

    title = Line(**_TITLE)
    body = Line(**_BODY)
    category = fields.String(validate=_CATEGORY)
    importance = fields.String(validate=_IMPORTANCE)
    pinned = fields.Boolean()
    audience = fields.Nested(NoticeAudienceIn())
    must_confirm = fields.Boolean()
    confirm_by = fields.Date(allow_none=True, validate=_CENTURY, metadata=_CONFIRM_BY)
    visible_until = fields.Date(allow_none=True, validate=_CENTURY, metadata=_UNTIL)
    file_ids = _files()


class NoticeFileIn(Schema):
    """A file to be attached."""

    file = Upload(required=True, metadata={"description": "PDF, JPG, PNG, DOCX, XLSX, OFD or TXT, up to 10 MB."})


class NoticeStoredFileOut(Schema):
    """A file that was stored."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    media_type = fields.String(required=True, metadata={"example": "application/pdf"})
    size = fields.Integer(required=True, metadata={"description": "Bytes."})


class NoticePublicationIn(Schema):
    """When it is published."""

    publish_at = fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "A moment to come, at most a year ahead; without it at once.", **_MOMENT},
    )


class NoticeReasonIn(Schema):
    """Why, as its readers are told."""

    reason = Line(minimum=2, maximum=100, required=True, metadata={"example": "值班安排有调整，另行通知。"})


class NoticeNoteIn(Schema):
    """A word with it, or none."""

    note = Line(maximum=200, load_default="", metadata={"example": "请尽快阅读确认。"})


class NoticeNothingIn(Schema):
    """Nothing need be said."""


class NoticeFilterArgs(PageArgs):
    """Which notices."""

    category = fields.String(load_default=None, validate=_CATEGORY, metadata={"description": "Only of this category."})
    importance = fields.String(
        load_default=None, validate=_IMPORTANCE, metadata={"description": "Only of this importance."}
    )
    words = fields.String(
        load_default=None, validate=validate.Length(1, 50), metadata={"description": "Words of the title."}
    )


class NoticeListArgs(NoticeFilterArgs):
    """Which notices that are addressed to me."""

    unread = fields.Boolean(load_default=None, metadata={"description": "Only those that I have not read, or have."})
    unconfirmed = fields.Boolean(
        load_default=None, metadata={"description": "Only those that I am still to confirm, or all others."}
    )


class ManagedNoticeListArgs(NoticeFilterArgs):
    """Which notices that my departments publish."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(_STATES), metadata={"description": "Only in this state."}
    )


class NoticeReadingOut(Schema):
    """What I myself read of it."""

    asked = fields.Boolean(required=True, metadata={"description": "Whether I am asked to confirm it."})
    read_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    confirmed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class ListedOfficeNoticeOut(Schema):
    """A notice as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    href = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "TZ2026000012"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "已发布"})
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True, validate=_CATEGORY)
    category_name = fields.String(required=True, metadata={"example": "综合通知"})
    importance = fields.String(required=True, validate=_IMPORTANCE)
    importance_name = fields.String(required=True, metadata={"example": "重要"})
    pinned = fields.Boolean(required=True)
    department_code = fields.String(required=True, metadata={"description": "Whose notice it is.", **_ORGAN})
    department_name = fields.String(required=True)
    author_name = fields.String(required=True)
    must_confirm = fields.Boolean(required=True)
    confirm_due_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    visible_until = fields.String(required=True, allow_none=True, metadata=_DAY)
    publish_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    published_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    reading = fields.Nested(NoticeReadingOut(), required=True)


class OfficeNoticePageOut(Schema):
    """A page of notices."""

    items = fields.List(fields.Nested(ListedOfficeNoticeOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class NoticeAttachmentOut(NoticeStoredFileOut):
    """A file that is attached."""

    sha256 = fields.String(required=True)
    href = fields.String(required=True)


class NoticeDepartmentOut(Schema):
    """A department to which it is addressed."""

    code = fields.String(required=True, metadata=_ORGAN)
    name = fields.String(required=True)
    below = fields.Boolean(required=True)


class NoticeOfficerOut(Schema):
    """An officer to whom it is addressed."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)


class NoticeAudienceOut(Schema):
    """To whom it is addressed."""

    everybody = fields.Boolean(required=True)
    departments = fields.List(fields.Nested(NoticeDepartmentOut()), required=True)
    officers = fields.List(fields.Nested(NoticeOfficerOut()), required=True)


class NoticeNumbersOut(Schema):
    """How far its reading has come."""

    addressed = _number("To how many it was addressed, and who joined later and read it.")
    read = _number("How many have opened it.")
    confirmed = _number("How many have confirmed it.")
    unconfirmed = _number("How many are still to confirm it.")


class OfficeNoticeOut(ListedOfficeNoticeOut):
    """A notice with all that concerns it."""

    body = fields.String(
        required=True, allow_none=True, metadata={"description": "Null for readers once it was withdrawn."}
    )
    audience = fields.Nested(NoticeAudienceOut(), required=True)
    attachments = fields.List(fields.Nested(NoticeAttachmentOut()), required=True)
    confirm_by = fields.String(required=True, allow_none=True, metadata=_DAY)
    replaces_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    replaced_by_id = fields.String(required=True, allow_none=True, metadata={"format": "uuid"})
    withdrawn_reason = fields.String(required=True, allow_none=True)
    reminded_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    addressed = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "To how many it was addressed at its publication; null until all are written down."},
    )
    timeline = fields.List(fields.Dict(), required=True, metadata={"description": "Empty for its readers."})
    available_actions = fields.List(fields.Dict(), required=True)


class NoticeDepartmentNumbersOut(NoticeNumbersOut):
    """How far its reading has come in a department."""

    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)


class NoticeConfirmationsOut(NoticeNumbersOut):
    """How far its reading has come, in all and by the readers' departments as of publication."""

    departments = fields.List(fields.Nested(NoticeDepartmentNumbersOut()), required=True)


class NoticeReaderArgs(PageArgs):
    """Which of those who were asked to confirm."""

    confirmed = fields.Boolean(load_default=None, metadata={"description": "Only who has confirmed, or has not."})
    department_code = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "Only of this department."}
    )


class NoticeReaderOut(Schema):
    """An officer who was asked to confirm."""

    officer_id = fields.String(required=True, metadata={"format": "uuid"})
    name = fields.String(required=True)
    department_code = fields.String(required=True, metadata=_ORGAN)
    department_name = fields.String(required=True)
    read_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    confirmed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    late = fields.Boolean(
        required=True, metadata={"description": "Confirmed after it was due, or not yet though it is."}
    )


class NoticeReaderPageOut(Schema):
    """A page of those who were asked to confirm."""

    items = fields.List(fields.Nested(NoticeReaderOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
