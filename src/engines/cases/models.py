"""The tables of cases."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model, partial_index

#: A closed case is most of the table and in no list by due date; ``closed_on`` is set in closed states alone.
UNFINISHED = "closed_on IS NULL"
#: As one term, so that SQLite does not go by the index on the state instead and sort.
OPEN = "(state IN ('signing', 'received', 'correction', 'accepted', 'in_handling', 'suspended')) IS TRUE"
#: Most people file with the phone; those who do not are found by an index that filing with it does not touch.
USUAL_CHANNEL = "mobile"
OTHER_CHANNELS = f"channel <> '{USUAL_CHANNEL}'"


class Case(Model):
    """One case (办件): a matter that somebody filed, under the revision that was in force then."""

    __tablename__ = "cases"
    __table_args__ = (
        # "My cases": by owner first, so that a person with few cases never waits for those of others.
        Index("ix_cases_applicant", "applicant_id", "id"),
        # What an agent filed for others: few of all cases.
        partial_index("ix_cases_agent", "agent_id", "id", where="agent_id IS NOT NULL"),
        # The officer's list, newest first and by due date: by department, or by matter where that is narrower.
        Index("ix_cases_department", "department_code", "state", "id"),
        Index("ix_cases_matter", "matter_code", "state", "id"),
        partial_index("ix_cases_department_due", "department_code", "state", "due_on", "id", where=UNFINISHED),
        partial_index("ix_cases_matter_due", "matter_code", "state", "due_on", "id", where=UNFINISHED),
        Index("ix_cases_applicant_name", "applicant_name", "id"),
        partial_index("ix_cases_channel", "department_code", "channel", "state", "id", where=OTHER_CHANNELS),
        partial_index("ix_cases_assignee", "assignee_id", "state", "id", where="assignee_id IS NOT NULL"),
        # What falls due by itself, and what is due for the archive.
        Index("ix_cases_due", "state", "due_on", "id"),
        partial_index("ix_cases_closed", "state", "closed_on", "id", where="closed_on IS NOT NULL"),
        # What was decided in a period, and what waits for its evaluation.
        partial_index("ix_cases_decided", "decided_at", "department_code", where="decided_at IS NOT NULL"),
        partial_index("ix_cases_evaluation", "evaluation_due_on", "id", where="evaluation_due_on IS NOT NULL"),
        # Every open case in turn, as when a holiday notice moves their dates.
        partial_index("ix_cases_open", "id", where=OPEN),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    matter_code: Mapped[str]
    matter_revision_id: Mapped[uuid.UUID]
    matter_name: Mapped[str]
    topic: Mapped[str]
    applicant_id: Mapped[uuid.UUID]
    applicant_kind: Mapped[str]
    applicant_name: Mapped[str]
    acting_person_id: Mapped[uuid.UUID | None]
    #: Who filed it for the applicant, and under which mandate; they see it while that runs.
    agent_id: Mapped[uuid.UUID | None]
    mandate_id: Mapped[uuid.UUID | None]
    department_code: Mapped[str]
    region_code: Mapped[str]
    state: Mapped[str]
    step: Mapped[str]
    round: Mapped[int]
    version: Mapped[int]
    channel: Mapped[str]
    form_sealed: Mapped[str]
    consent_id: Mapped[uuid.UUID | None]
    submitted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    decision_reason: Mapped[str | None]
    clock_started_at: Mapped[datetime]
    due_on: Mapped[date]
    statutory_due_on: Mapped[date]
    #: The first day on which the light is yellow; after ``due_on`` it is red.
    yellow_on: Mapped[date | None]
    #: Working days by which the term was extended, and how many special procedures stopped it.
    extension_days: Mapped[int]
    special_procedures: Mapped[int]
    #: Who has the ball and since when, and the working days that each has had it.
    holder: Mapped[str]
    held_since: Mapped[datetime]
    office_days: Mapped[int]
    applicant_days: Mapped[int]
    third_party_days: Mapped[int]
    assignee_id: Mapped[uuid.UUID | None]
    #: What the matter's law makes of silence, once accepted: ``granted``, ``refused``, or nothing.
    silence: Mapped[str | None]
    escalated_at: Mapped[datetime | None]
    #: Who decided: an officer, rules alone, or the law by silence; conditions of a conditional grant.
    decided_by: Mapped[str | None]
    conditions: Mapped[list[str] | None]
    delivery_way: Mapped[str]
    #: The joint case (一件事) of which this is a part.
    joint_case_id: Mapped[uuid.UUID | None]
    #: By when it is evaluated by somebody, else by default; nothing once it is.
    evaluation_due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    retained_until: Mapped[date | None]


class CaseMaterial(Model):
    """How one material of a case was satisfied: a file, a fetched record (bound, not copied), or a commitment."""

    __tablename__ = "case_materials"
    __table_args__ = (
        Index("ix_case_materials_case", "case_id", "id"),
        # What was tolerated or committed and is still open, by its date.
        Index(
            "ix_case_materials_due",
            "due_on",
            "id",
            postgresql_where=text("due_on IS NOT NULL"),
            sqlite_where=text("due_on IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    code: Mapped[str]
    name: Mapped[str]
    satisfied_by: Mapped[str]
    source: Mapped[str]
    status: Mapped[str]
    #: Files in the order in which they were taken: several photos can make one material.
    file_ids: Mapped[list[str]]
    evidence_id: Mapped[uuid.UUID | None]
    #: By when a tolerated material must come, or a commitment be checked.
    due_on: Mapped[date | None]
    check_opinion: Mapped[str | None]
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None]


class CaseReview(Model):
    """One seat of one review step in one round, open until somebody fills it."""

    __tablename__ = "case_reviews"
    __table_args__ = (Index("ix_case_reviews_case", "case_id", "round", "step_code"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    round: Mapped[int]
    step_code: Mapped[str]
    step_name: Mapped[str]
    seat_code: Mapped[str]
    seat_name: Mapped[str]
    department_code: Mapped[str]
    permission: Mapped[str]
    opened_at: Mapped[datetime]
    outcome: Mapped[str | None]
    opinion: Mapped[str | None]
    reviewer_id: Mapped[uuid.UUID | None]
    reviewer_name: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]


class CaseSpecialProcedure(Model):
    """A procedure that stopped the clock, from its first to its last day (行政许可法 第四十五条)."""

    __tablename__ = "case_special_procedures"
    __table_args__ = (Index("ix_case_special_procedures_case", "case_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    name: Mapped[str]
    holder: Mapped[str]
    reason: Mapped[str]
    statute: Mapped[str]
    announced_until: Mapped[date]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None]


class CaseExtension(Model):
    """A request to extend the term, and the decision on it (行政许可法 第四十二条)."""

    __tablename__ = "case_extensions"
    __table_args__ = (Index("ix_case_extensions_case", "case_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    days: Mapped[int]
    reason: Mapped[str]
    statute: Mapped[str]
    requested_by: Mapped[uuid.UUID]
    requested_by_name: Mapped[str]
    requested_at: Mapped[datetime]
    outcome: Mapped[str | None]
    opinion: Mapped[str | None]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class CaseOpinion(Model):
    """What another department was asked, and what it said."""

    __tablename__ = "case_opinions"
    __table_args__ = (
        Index("ix_case_opinions_case", "case_id", "id"),
        Index("ix_case_opinions_department", "department_code", "case_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    question: Mapped[str]
    due_on: Mapped[date]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime]
    opinion: Mapped[str | None]
    given_by_name: Mapped[str | None]
    given_at: Mapped[datetime | None]


class CaseSignature(Model):
    """A second signature that the matter asks for; the signer is known by certificate alone until they sign in."""

    __tablename__ = "case_signatures"
    __table_args__ = (Index("ix_case_signatures_case", "case_id"), Index("ix_case_signatures_signer", "fingerprint"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    role: Mapped[str]
    certificate_kind: Mapped[str]
    fingerprint: Mapped[str]
    name_masked: Mapped[str]
    outcome: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    form_sha256: Mapped[str]


class CaseDelivery(Model):
    """How the result goes out when not electronically: over the counter, or by post with its tracking number."""

    __tablename__ = "case_deliveries"
    __table_args__ = (
        partial_index("ix_case_deliveries_follow", "follow_at", "case_id", where="follow_at IS NOT NULL"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    recipient_sealed: Mapped[str | None]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    dispatched_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None]
    #: The order of a waybill at the carrier, by whose key a repeat is recognised.
    order_id: Mapped[uuid.UUID | None]
    #: How far the carrier says the parcel is, and when to ask again.
    stage: Mapped[str | None]
    follow_at: Mapped[datetime | None]
