"""The shapes of outgoing documents."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from engines.documents import (
    DOCUMENT,
    INCOMING,
    KINDS,
    PUBLICATIONS,
    RETENTIONS,
    URGENCIES,
    DocumentOpinionIn,
    DocumentOrigin,
    DocumentReasonIn,
)
from kit.fields import Line, distinct
from kit.pages import PageArgs

_MOMENT = {"format": "date-time", "example": "2026-11-25T09:30:00+08:00"}
_STATES = [state.code for state in DOCUMENT.states]
_RECEIPT_STATES = [state.code for state in INCOMING.states]
_ORGAN = "11330900002600018G"
LONGEST_BODY = 100_000


def _organs(description: str, most: int = 200) -> "fields.List[str]":
    return fields.List(
        fields.String(validate=validate.Length(1, 18)),
        load_default=list,
        validate=[validate.Length(max=most), distinct],
        metadata={"description": description, "example": [_ORGAN]},
    )


class DocumentIn(Schema):
    """A document as it is drafted, with the metadata of GB/T 33480-2016; the check of form tells what it lacks."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "文种, one of the fifteen of 条例 第八条.", "example": "notice"},
    )
    title = Line(maximum=200, required=True, metadata={"example": "关于做好数字化转型工作的通知"})
    register_code = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 20),
        metadata={
            "description": "机关代字: the register of its number and the head under which it goes.",
            "example": "舟政办发",
        },
    )
    secrecy = fields.String(
        load_default="none",
        validate=validate.Length(max=20),
        metadata={
            "description": "密级. Anything but `none` is refused: this network is not for it.",
            "example": "none",
        },
    )
    urgency = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(URGENCIES)),
        metadata={"description": "紧急程度: 加急, 特急.", "example": "urgent"},
    )
    main_recipients = _organs("主送机关, by their codes.")
    copies = _organs("抄送机关, by their codes.")
    organ_lists = fields.List(
        fields.String(validate=validate.Length(1, 50)),
        load_default=list,
        validate=[validate.Length(max=20), distinct],
        metadata={"description": "Lists of organs that are main recipients too.", "example": ["districts"]},
    )
    joint_departments = _organs("Further issuing organs of a joint document (联合行文).", 20)
    body = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_BODY),
        metadata={
            "description": "正文, a paragraph a line; `一、` `（一）` `1.` `（1）` begin headings.",
            "example": "各单位：\n一、总体要求\n（一）工作目标。",
        },
    )
    note = Line(maximum=200, load_default="", metadata={"description": "附注.", "example": "此件公开发布"})
    attendance = fields.String(
        load_default="",
        validate=validate.Length(max=5000),
        metadata={"description": "Of minutes, a line each.", "example": "出席：闻岳、季云舟"},
    )
    publication = fields.String(
        load_default="internal",
        validate=validate.OneOf(list(PUBLICATIONS)),
        metadata={"description": "发布层次.", "example": "public"},
    )
    restricted = fields.Boolean(
        load_default=False,
        metadata={"description": "Read only within the very organs and by those to whom it is given; reads are kept."},
    )
    cited = fields.List(
        Line(minimum=1, maximum=40),
        load_default=list,
        validate=validate.Length(max=50),
        metadata={"description": "发文字号 of documents that it rests on.", "example": ["浙政发〔2018〕48号"]},
    )
    answer_due_on = fields.Date(
        load_default=None, allow_none=True, metadata={"description": "By when an answer is expected."}
    )


class DocumentBeginIn(DocumentIn):
    """A new document of one's organ, or of another in whose name one drafts."""

    department_code = fields.String(
        load_default=None,
        validate=validate.Length(1, 18),
        metadata={"description": "The issuing organ; one's own by default.", "example": _ORGAN},
    )


class DocumentFileIn(Schema):
    """An attachment."""

    file = Upload(required=True, metadata={"description": "PDF, JPG, PNG, DOCX, XLSX, OFD or TXT, up to 10 MB."})


class DocumentFileForm(Schema):
    """What an attachment is called."""

    title = Line(
        maximum=100, load_default="", metadata={"description": "Its name by default.", "example": "任务分工表"}
    )


class DocumentStepIn(Schema):
    """One step of review: by whoever reviews in an organ, or by one officer."""

    kind = fields.String(
        load_default="review",
        validate=validate.OneOf(["review", "countersign"]),
        metadata={"description": "审核 within the organ, 会签 by another."},
    )
    department = fields.String(
        load_default=None, validate=validate.Length(1, 18), metadata={"description": "The issuing organ by default."}
    )
    officer_id = fields.UUID(load_default=None, metadata={"description": "Only this officer."})


class DocumentSubmissionIn(Schema):
    """The steps of review, in their order."""

    steps = fields.List(
        fields.Nested(DocumentStepIn()),
        required=True,
        validate=validate.Length(1, 20),
        metadata={"example": [{"kind": "review"}]},
    )
    opinion = Line(maximum=1000, load_default="", metadata={"example": "请审核。"})


class DocumentNumberingIn(DocumentOpinionIn):
    """Proofread, to be numbered."""

    sealed = fields.Boolean(load_default=True, metadata={"description": "Put the organ's seal on it (用印)."})


class DocumentDispatchIn(Schema):
    """Nothing need be said."""


class DocumentSupplementIn(Schema):
    """Further organs."""

    main_recipients = _organs("Further main recipients.", 1000)
    copies = _organs("Further organs that get a copy.", 1000)


class DocumentRecallIn(DocumentReasonIn):
    """From whom, and why."""

    organs = _organs("All that have not signed for it, when none are named.", 1000)


class DocumentReminderIn(DocumentOpinionIn):
    """Whom, and with which words."""

    organs = _organs("All that have not signed for it or not closed it, when none are named.", 1000)


class DocumentArchiveIn(DocumentOpinionIn):
    """For how long it is kept."""

    retention = fields.String(
        required=True,
        validate=validate.OneOf(list(RETENTIONS)),
        metadata={"description": "保管期限 (国家档案局令第8号).", "example": "30_years"},
    )


class DocumentListArgs(PageArgs):
    """Which documents."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_STATES),
        metadata={"description": "Only documents in this state.", "example": "dispatched"},
    )
    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(list(KINDS)),
        metadata={"description": "Only documents of this kind (文种).", "example": "notice"},
    )
    urgency = fields.String(
        load_default=None,
        validate=validate.OneOf(list(URGENCIES)),
        metadata={"description": "Only documents of this urgency (紧急程度).", "example": "urgent"},
    )


class ListedDocumentOut(Schema):
    """A document as lists show it."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    state_name = fields.String(required=True, metadata={"example": "已发出"})
    department_code = fields.String(required=True, metadata={"example": "11330900002600018G"})
    author_name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(KINDS)))
    kind_name = fields.String(required=True, metadata={"example": "通知"})
    title = fields.String(required=True)
    number = fields.String(
        required=True, allow_none=True, metadata={"description": "发文字号.", "example": "舟政办发〔2026〕12号"}
    )
    urgency = fields.String(required=True, allow_none=True, validate=validate.OneOf([*URGENCIES, None]))
    restricted = fields.Boolean(required=True)
    saved_at = fields.String(required=True, metadata=_MOMENT)
    issued_on = fields.String(required=True, allow_none=True, metadata={"format": "date", "description": "成文日期."})
    dispatched_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    recipients = fields.Integer(required=True, metadata={"description": "Organs to which it was sent."})
    version = fields.Integer(required=True)


class DocumentPageOut(Schema):
    """A page of documents, newest first."""

    items = fields.List(fields.Nested(ListedDocumentOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class DocumentAttachmentOut(Schema):
    """An attachment."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    title = fields.String(required=True, metadata={"example": "任务分工表"})
    file_name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, metadata={"description": "Bytes."})
    sha256 = fields.String(required=True)
    href = fields.String(required=True, metadata={"description": "Where it can be downloaded."})


class DocumentStepOut(Schema):
    """A step of review, of this round or an earlier one."""

    round = fields.Integer(required=True)
    position = fields.Integer(required=True)
    kind = fields.String(required=True)
    department_code = fields.String(required=True)
    department_name = fields.String(required=True)
    officer_name = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    opinion = fields.String(required=True, allow_none=True)
    done_by_name = fields.String(required=True, allow_none=True)
    done_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class DocumentOut(DocumentOrigin, ListedDocumentOut):
    """A document with all it says, how far its review is, and what the officer can do."""

    department_name = fields.String(required=True)
    register_code = fields.String(required=True, allow_none=True)
    main_recipients = fields.List(fields.Dict(), required=True)
    copies = fields.List(fields.Dict(), required=True)
    organ_lists = fields.List(fields.String(), required=True)
    joint_departments = fields.List(fields.String(), required=True)
    body = fields.String(required=True)
    blocks = fields.List(
        fields.Dict(), required=True, metadata={"description": "The body as paragraphs: `{level: 0 to 4, text}`."}
    )
    note = fields.String(required=True)
    attendance = fields.String(required=True)
    publication = fields.String(required=True)
    cited = fields.List(fields.String(), required=True)
    answer_due_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    signed_by_name = fields.String(required=True, allow_none=True)
    sealed = fields.Boolean(required=True)
    digests = fields.Dict(
        required=True,
        allow_none=True,
        metadata={
            "description": "SHA-256 and SM3 of the package, once numbered.",
            "example": {"sha256": "…", "sm3": "…"},
        },
    )
    replies_to = fields.String(required=True, allow_none=True, metadata={"description": "What it answers."})
    corrects = fields.String(required=True, allow_none=True, metadata={"description": "What it corrects."})
    remarks = fields.List(
        fields.Dict(), required=True, metadata={"description": "Typefaces that had to stand in for others."}
    )
    attachments = fields.List(fields.Nested(DocumentAttachmentOut()), required=True)
    steps = fields.List(fields.Nested(DocumentStepOut()), required=True)
    receipts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many organs are how far.", "example": {"awaiting": 12, "signed_for": 34}},
    )
    files = fields.Dict(required=True, metadata={"description": "Where it can be read, by format."})
    timeline = fields.List(fields.Dict(), required=True)
    available_actions = fields.List(fields.Dict(), required=True)


class DocumentFindingOut(Schema):
    """What the check of form found."""

    pointer = fields.String(required=True, metadata={"example": "/title"})
    code = fields.String(required=True, metadata={"example": "kind-missing"})
    severity = fields.String(required=True, validate=validate.OneOf(["error", "warning"]))
    detail = fields.String(required=True, metadata={"example": "标题应以文种“通知”结尾。"})
    detail_en = fields.String(required=True)


class DocumentCheckOut(Schema):
    """The check of form (格式校验); errors keep a document from being submitted, warnings do not."""

    fit = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(DocumentFindingOut()), required=True)


class DocumentReminderOut(ListedDocumentOut):
    """A document, and how many organs were urged."""

    urged = fields.Integer(required=True)


class DocumentRecallOut(DocumentOut):
    """A document, and the organs from which it could not be recalled."""

    not_recalled = fields.List(fields.Dict(), required=True)


class DocumentCorrectionOut(DocumentOut):
    """A document, and the draft of its correction."""

    correction = fields.String(required=True, metadata={"description": "The address of the draft."})


class DocumentReceiptArgs(PageArgs):
    """Which receipts."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf(_RECEIPT_STATES),
        metadata={"description": "Only organs that are this far.", "example": "awaiting"},
    )
    role = fields.String(
        load_default=None, validate=validate.OneOf(["main", "copy"]), metadata={"description": "主送, 抄送."}
    )


class DocumentReceiptOut(Schema):
    """One organ's receipt of a document."""

    id = fields.String(required=True, metadata={"format": "uuid"})
    department_code = fields.String(required=True, metadata={"example": _ORGAN})
    department_name = fields.String(required=True)
    addressed_to = fields.String(
        required=True, allow_none=True, metadata={"description": "Whom it signs for here; null if for itself alone."}
    )
    role = fields.String(required=True, validate=validate.OneOf(["main", "copy"]))
    state = fields.String(required=True, validate=validate.OneOf(_RECEIPT_STATES))
    state_name = fields.String(required=True, metadata={"example": "已签收"})
    sent_at = fields.String(required=True, metadata=_MOMENT)
    arrived_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    signed_for_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    signed_for_by_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Why it was returned or recalled."})
    urged_on = fields.String(required=True, allow_none=True, metadata={"format": "date"})
    closed_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)
    reply = fields.String(required=True, allow_none=True, metadata={"description": "The document that answers it."})


class DocumentReceiptPageOut(Schema):
    """A page of receipts, by the organs' codes."""

    items = fields.List(fields.Nested(DocumentReceiptOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
