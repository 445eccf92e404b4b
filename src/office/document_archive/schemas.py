"""The shapes of the archive."""

from marshmallow import Schema, fields, validate

from engines.documents import ARCHIVE_STAGES, ARCHIVE_STATES, RETENTIONS
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_KINDS = ["document", "incoming_document"]


class ArchiveListArgs(PageArgs):
    """Which archived documents."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(list(ARCHIVE_STATES)),
        metadata={"description": "检测中, 已归档, 检测未通过.", "example": "kept"},
    )
    record_kind = fields.String(
        load_default=None,
        validate=validate.OneOf(_KINDS),
        metadata={"description": "Only what was sent, or what was received.", "example": "document"},
    )
    year = fields.Integer(
        load_default=None, validate=validate.Range(1949, 2999), metadata={"description": "归档年度.", "example": 2026}
    )
    retention = fields.String(
        load_default=None,
        validate=validate.OneOf(list(RETENTIONS)),
        metadata={"description": "保管期限.", "example": "30_years"},
    )
    ends_before = fields.Date(
        load_default=None,
        metadata={"description": "Only those whose term ends before this day, to be appraised (鉴定)."},
    )


class ListedArchiveOut(Schema):
    """An archived document as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(list(ARCHIVE_STATES)))
    state_name = fields.String(required=True, metadata={"example": "已归档"})
    record_kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    record = fields.String(required=True, metadata={"description": "The document, sent or received."})
    department_code = fields.String(required=True, metadata={"example": "11330900002600018G"})
    department_name = fields.String(required=True)
    archive_number = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "档号, once kept.", "example": "11330900002600018G-WS·2026-D30-0001"},
    )
    title = fields.String(required=True)
    number = fields.String(required=True, metadata={"example": "舟政办发〔2026〕12号"})
    responsible = fields.String(required=True, metadata={"description": "责任者: the issuing organ."})
    issued_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    restricted = fields.Boolean(required=True)
    year = fields.Integer(required=True)
    retention = fields.String(required=True, validate=validate.OneOf(list(RETENTIONS)))
    retention_name = fields.String(required=True, metadata={"example": "30年"})
    kept_until = fields.String(
        required=True, allow_none=True, metadata={"format": "date", "description": "Null: for ever."}
    )
    archived_by_name = fields.String(required=True)
    archived_at = fields.String(required=True, metadata=_MOMENT)
    sha256 = fields.String(required=True, allow_none=True, metadata={"description": "Of the package."})
    size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes of the package."})


class ArchivePageOut(Schema):
    """A page of archived documents, newest first."""

    items = fields.List(fields.Nested(ListedArchiveOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ArchiveFindingOut(Schema):
    """One check, and where it does not hold."""

    group = fields.String(
        required=True, validate=validate.OneOf(["authenticity", "completeness", "usability", "safety"])
    )
    group_name = fields.String(required=True, metadata={"example": "真实性"})
    code = fields.String(required=True, metadata={"example": "signatures"})
    title = fields.String(required=True, metadata={"example": "交接记录签名有效、前后衔接"})
    title_en = fields.String(required=True)
    passed = fields.Boolean(required=True)
    detail = fields.String(required=True, metadata={"example": ""})


class ArchiveReportOut(Schema):
    """The four checks at one moment (DA/T 70-2018)."""

    stage = fields.String(required=True, validate=validate.OneOf(list(ARCHIVE_STAGES)))
    stage_name = fields.String(required=True, metadata={"example": "归档检测"})
    passed = fields.Boolean(required=True)
    made_at = fields.String(required=True, metadata=_MOMENT)
    findings = fields.List(fields.Nested(ArchiveFindingOut()), required=True)


class ArchiveOut(ListedArchiveOut):
    """An archived document with every report about it, the newest first."""

    reports = fields.List(fields.Nested(ArchiveReportOut()), required=True)
    package = fields.String(required=True, allow_none=True, metadata={"description": "Where its package is."})


class ArchiveCheckIn(Schema):
    """Nothing need be said."""
