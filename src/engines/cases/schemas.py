"""The shapes of cases, shared by the citizen's and the office's contract."""

from marshmallow import Schema, fields, validate

from engines.cases.lifecycle import CASE
from engines.deadlines import SpanOut

STATES = [state.code for state in CASE.states]
HOLDERS = ["applicant", "office", "third_party", "nobody"]
_UUID = {"format": "uuid", "example": "019373a0-6f5e-7c2a-9d1e-3b5f0a7c8e21"}
_DAY = {"format": "date", "example": "2026-11-30"}
_MOMENT = {"format": "date-time", "example": "2026-11-24T09:30:00+08:00"}


class DeadlineOut(Schema):
    """When the case is due and why; ``provisional`` while the year's holiday notice is not out."""

    kind = fields.String(validate=validate.OneOf(["acceptance", "answer", "handling"]))
    due_on = fields.String(required=True, metadata=_DAY)
    statutory_due_on = fields.String(allow_none=True, metadata=_DAY)
    limit = fields.Dict()
    started_on = fields.String(metadata=_DAY)
    provisional = fields.Boolean()
    running = fields.Boolean()
    light = fields.String(allow_none=True, validate=validate.OneOf(["green", "yellow", "red"]))
    rule = fields.Dict()
    explanation = fields.List(fields.Nested(SpanOut()))


class RuleOutcomeOut(Schema):
    """What one rule of an immediate matter said; ``sentence`` says what to do where it failed."""

    code = fields.String(required=True, metadata={"example": "insured"})
    name = fields.String(required=True, metadata={"example": "交强险在有效期内"})
    outcome = fields.String(required=True, validate=validate.OneOf(["passed", "failed", "unknown"]))
    sentence = fields.String(required=True, metadata={"example": "机动车交强险已到期，请投保后重新申请。"})


class AutomatedDecisionOut(Schema):
    """What rules said of an application (秒批, 个人信息保护法 第二十四条).

    Without ``outcome`` the rules could not decide, ``undecided`` says why, and officers handle the case the same
    day. ``human_review`` says that a human decides anew on request (``POST …/human-review``).
    """

    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(["granted", "refused"]))
    undecided = fields.String(required=True)
    rules = fields.List(fields.Nested(RuleOutcomeOut()), required=True)
    at = fields.String(metadata=_MOMENT)
    human_review = fields.Boolean()


class ReceiptOut(Schema):
    """The acknowledgement of a filing; ``receipt`` is a signed token that verifies with the key set."""

    id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True, metadata={"example": "330900202611240000017"})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    version = fields.Integer(required=True)
    outcome = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(["granted", "refused"]),
        metadata={"description": "What the rules of an immediate matter decided at once."},
    )
    automated_decision = fields.Nested(AutomatedDecisionOut(), required=True, allow_none=True)
    deadline = fields.Nested(DeadlineOut(), required=True)
    receipt = fields.String(required=True)


class ListedCaseOut(Schema):
    """A case as lists show it; ``state_code`` is the code that Zhejiang exchanges."""

    id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True, metadata={"example": "330900202611240000017"})
    matter_code = fields.String()
    matter_name = fields.String()
    topic = fields.String()
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    state_name = fields.String(metadata={"example": "已受理"})
    state_code = fields.String(allow_none=True, metadata={"example": "05"})
    submitted_at = fields.String(metadata=_MOMENT)
    due_on = fields.String(metadata=_DAY)
    light = fields.String(allow_none=True, validate=validate.OneOf(["green", "yellow", "red"]))
    outcome = fields.String(allow_none=True, validate=validate.OneOf(["granted", "refused"]))
    version = fields.Integer()
    applicant_name = fields.String(metadata={"description": "In the list of what I filed for others."})


class HoldingOut(Schema):
    """One line of the ledger: who had the ball, from when to when. Only the office's days are assessed."""

    holder = fields.String(required=True, validate=validate.OneOf(HOLDERS))
    from_ = fields.String(data_key="from", required=True, metadata=_DAY)
    to = fields.String(required=True, allow_none=True, metadata=_DAY)
    working_days = fields.Integer(required=True)
    state_name = fields.String(required=True)


class NoticeOut(Schema):
    """A written notice of the case; ``href`` answers it as PDF."""

    id = fields.String(required=True, metadata=_UUID)
    number = fields.String(required=True, metadata={"example": "330900202611240000017受字第1号"})
    title = fields.String(required=True, metadata={"example": "受理通知书"})
    at = fields.String(required=True, metadata=_MOMENT)
    href = fields.String(required=True)


class CaseMaterialOut(Schema):
    """How one material is satisfied, and what is still to come of it."""

    code = fields.String(required=True, metadata={"example": "M01"})
    name = fields.String(required=True)
    satisfied_by = fields.String(
        required=True,
        validate=validate.OneOf(["licence", "shared_data", "locker", "commitment", "upload"]),
    )
    source = fields.String(required=True)
    status = fields.String(
        required=True,
        validate=validate.OneOf(
            ["provided", "committed", "commitment_kept", "commitment_broken", "tolerated", "left_out"]
        ),
    )
    file_ids = fields.List(fields.String(metadata=_UUID), required=True)
    due_on = fields.String(required=True, allow_none=True, metadata=_DAY)
    check_opinion = fields.String(required=True, allow_none=True)
    checked_by = fields.String(required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True, metadata=_MOMENT)


class AssessmentOut(Schema):
    """What a decided case took against the promise: only the days of the term are held against the office.

    `handling_days` are in the unit of the promise, the three ledgers in working days from the submission on.
    """

    decided_on = fields.String(required=True, metadata=_DAY)
    on_time = fields.Boolean(required=True)
    handling_days = fields.Integer(required=True, metadata={"example": 1})
    promised_days = fields.Integer(required=True, metadata={"example": 3, "description": "With an approved extension."})
    office_days = fields.Integer(required=True)
    applicant_days = fields.Integer(required=True)
    third_party_days = fields.Integer(required=True)


class CaseOut(ListedCaseOut):
    """One case: everything on one screen. ``holder`` says with whom the ball is, ``ledger`` with whom it was."""

    matter = fields.Dict()
    applicant = fields.Dict()
    mandate_id = fields.String(
        required=True,
        allow_none=True,
        metadata={**_UUID, "description": "The mandate under which an agent filed it for the applicant."},
    )
    form = fields.Dict()
    materials = fields.List(fields.Nested(CaseMaterialOut()))
    timeline = fields.List(fields.Dict(), required=True)
    notices = fields.List(fields.Nested(NoticeOut()), required=True)
    available_actions = fields.List(fields.Dict(), required=True)
    deadline = fields.Nested(DeadlineOut(), required=True)
    holder = fields.String(required=True, validate=validate.OneOf(HOLDERS))
    ledger = fields.List(fields.Nested(HoldingOut()), required=True)
    assessment = fields.Nested(AssessmentOut(), required=True, allow_none=True)
    special_procedures = fields.List(fields.Dict(), required=True)
    step = fields.String()
    accepted_at = fields.String(allow_none=True, metadata=_MOMENT)
    decided_at = fields.String(allow_none=True, metadata=_MOMENT)
    decided_by = fields.String(allow_none=True, validate=validate.OneOf(["officer", "rules", "silence"]))
    automated_decision = fields.Nested(AutomatedDecisionOut(), required=True, allow_none=True)
    decision_reason = fields.String(allow_none=True)
    conditions = fields.List(fields.String(), required=True)
    joint_case_id = fields.String(required=True, allow_none=True, metadata=_UUID)
    delivery = fields.Dict(required=True)
    retained_until = fields.String(allow_none=True, metadata=_DAY)
    reviews = fields.List(fields.Dict())
    opinions = fields.List(fields.Dict())
    extensions = fields.List(fields.Dict())
    assignee_id = fields.String(allow_none=True, metadata=_UUID)


class CasePageOut(Schema):
    """A page of cases, newest first."""

    items = fields.List(fields.Nested(ListedCaseOut()), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
