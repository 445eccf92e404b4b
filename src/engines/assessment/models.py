"""The tables of assessment: the ledger and its tallies, what is measured and how, the scores of each period."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Model


class AssessmentEntry(Model):
    """One thing that happened to a record and counts for a department; never changed."""

    __tablename__ = "assessment_entries"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_assessment_entries_behind", "department_code", "measure", "counted_on"),
        Index("ix_assessment_entries_counted", "counted_on"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    #: What the same thing told twice is recognised by, such as ``<event id>:matters.returned``.
    key: Mapped[str]
    department_code: Mapped[str]
    region: Mapped[str]
    measure: Mapped[str]
    day: Mapped[date]
    #: The day on which it counts: later than ``day`` where that lay in a closed period already.
    counted_on: Mapped[date]
    #: A whole number of the measure's unit; negative takes back what was told before.
    amount: Mapped[int] = mapped_column(BigInteger)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    record_number: Mapped[str]
    title: Mapped[str]
    recorded_at: Mapped[datetime]


class AssessmentTally(Model):
    """The sum of a department's entries of one measure on one day (grain ``day``) or in one month (``month``)."""

    __tablename__ = "assessment_tallies"
    grain: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    department_code: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(BigInteger)


class AssessmentClosure(Model):
    """Up to which day nothing counts for a department any more, since its scores were published."""

    __tablename__ = "assessment_closures"
    department_code: Mapped[str] = mapped_column(primary_key=True)
    closed_through: Mapped[date]


class AssessmentIndicator(Model):
    """One edition of an indicator; never changed. Numbers are exact decimals as texts."""

    __tablename__ = "assessment_indicators"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    edition: Mapped[int]
    department_code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    definition: Mapped[str]
    source: Mapped[str]
    #: A measure of the ledger, or a figure or limit of ``engines.indicators``; None of what is reported or imported.
    measured_by: Mapped[str | None]
    formula: Mapped[str]
    direction: Mapped[str]
    target: Mapped[str | None]
    baseline: Mapped[str | None]
    cap: Mapped[str | None]
    unit: Mapped[str]
    made_at: Mapped[datetime]


class AssessmentScheme(Model):
    """One edition of a scheme (考评办法); unchangeable once published."""

    __tablename__ = "assessment_schemes"
    __table_args__ = (UniqueConstraint("code", "edition"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    edition: Mapped[int]
    state: Mapped[str]
    version: Mapped[int]
    department_code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    period_kind: Mapped[str]
    #: The division whose departments it ranks; None where ``departments`` names them.
    region: Mapped[str | None]
    departments: Mapped[list[str]]
    appeal_days: Mapped[int]
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class AssessmentWeight(Model):
    """One indicator of a scheme and its points."""

    __tablename__ = "assessment_weights"
    scheme_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[uuid.UUID]
    weight: Mapped[str]


class AssessmentValue(Model):
    """A value that was reported or imported; the newest of a department, indicator and period is in force."""

    __tablename__ = "assessment_values"
    __table_args__ = (Index("ix_assessment_values_period", "indicator_code", "first_day", "period_kind"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    indicator_code: Mapped[str]
    department_code: Mapped[str]
    period_kind: Mapped[str]
    first_day: Mapped[date]
    value: Mapped[str]
    reason: Mapped[str]
    source_text: Mapped[str]
    replaces_id: Mapped[uuid.UUID | None]
    recorded_by: Mapped[uuid.UUID]
    recorded_by_name: Mapped[str]
    recorded_at: Mapped[datetime]


class Assessment(Model):
    """The scores of one period under one scheme."""

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("scheme_code", "period_kind", "first_day"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    scheme_code: Mapped[str]
    scheme_id: Mapped[uuid.UUID]
    scheme_name: Mapped[str]
    scheme_name_en: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    department_code: Mapped[str]
    region: Mapped[str | None]
    period_kind: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    #: How many entries of the ledger and which newest value it rests on; others by now mean to compute it again.
    entries: Mapped[int] = mapped_column(BigInteger)
    reported: Mapped[str]
    computed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    appeal_until: Mapped[date | None]
    frozen_at: Mapped[datetime | None]


class AssessmentScore(Model):
    """One department's score of one period."""

    __tablename__ = "assessment_scores"
    __table_args__ = (UniqueConstraint("assessment_id", "department_code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    department_name: Mapped[str]
    region: Mapped[str]
    #: The exact sum of the lines, as a fraction.
    computed: Mapped[str]
    #: What it is with what was adjusted, in hundredths of a point; ranks go by it.
    hundredths: Mapped[int]
    adjusted: Mapped[int]
    rank: Mapped[int]
    previous_hundredths: Mapped[int | None]
    previous_rank: Mapped[int | None]
    #: Matters assigned in the period, for shares beside volumes.
    assigned: Mapped[int] = mapped_column(BigInteger)
    unknown: Mapped[int]


class AssessmentScoreLine(Model):
    """What one indicator made of a score. Fractions are exact, as texts."""

    __tablename__ = "assessment_score_lines"
    score_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[uuid.UUID] = mapped_column(index=True)
    indicator_id: Mapped[uuid.UUID]
    value: Mapped[str | None]
    target: Mapped[str | None]
    #: What the formula read of the ledger, by measure.
    measures: Mapped[dict[str, Any]]
    weight: Mapped[str]
    lost: Mapped[str]
    points: Mapped[str]
    outcome: Mapped[str]


class ScoreAdjustment(Model):
    """Points given or taken by hand, or by an appeal that was upheld."""

    __tablename__ = "assessment_adjustments"
    __table_args__ = (Index("ix_assessment_adjustments_score", "score_id", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[uuid.UUID]
    score_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    hundredths: Mapped[int]
    reason: Mapped[str]
    appeal_id: Mapped[uuid.UUID | None]
    proposed_by: Mapped[uuid.UUID]
    proposed_by_name: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class ScoreAppeal(Model):
    """A department's objection (申诉) to its published score."""

    __tablename__ = "assessment_appeals"
    __table_args__ = (
        Index("ix_assessment_appeals_score", "score_id", "id"),
        # One at a time against a score.
        Index(
            "ix_assessment_appeals_open",
            "score_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    assessment_id: Mapped[uuid.UUID]
    score_id: Mapped[uuid.UUID]
    department_code: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    #: Which indicator it is about; None for the score as a whole.
    indicator_code: Mapped[str | None]
    grounds: Mapped[str]
    appealed_by: Mapped[uuid.UUID]
    appealed_by_name: Mapped[str]
    appealed_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
