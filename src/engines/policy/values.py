"""The stored values, and the process's copy of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from engines.deadlines import Thresholds
from kit.database import Model, Unit
from kit.remembering import Remembered


class PolicyValue(Model):
    """One value that the city set, and on what basis."""

    __tablename__ = "policy_values"
    code: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    basis: Mapped[str]


@dataclass(frozen=True)
class Policy:
    """What the city decided; days are working days unless the name says otherwise."""

    #: Calendar days in which an applicant answers a correction request or signs.
    correction_answer_days: int = 30
    #: When a light turns yellow: working days left, or per cent of the term.
    yellow_days: int = 3
    yellow_share_percent: int = 20
    opinion_days: int = 5
    #: Calendar days after which a closed case goes into the archive.
    archive_after_days: int = 30
    follow_up_contact_days: int = 1
    follow_up_days: int = 15
    follow_up_appeal_days: int = 5
    follow_up_revisit_days: int = 5
    default_evaluation_days: int = 5
    #: By when an official document is signed for, by its urgency, and handled where nobody set a term.
    document_sign_days_extra_urgent: int = 0
    document_sign_days_urgent: int = 1
    document_sign_days: int = 3
    document_handle_days: int = 30
    #: How long nobody urges again, and within how many days an escalation sheet of each colour is answered.
    supervision_urge_days: int = 2
    supervision_blue_days: int = 5
    supervision_orange_days: int = 3
    supervision_red_days: int = 1
    #: Calendar days after which a message is deleted.
    notification_days: int = 730
    #: Against whose decisions one turns where.
    reconsideration_body: str = "本级人民政府"
    court: str = "有管辖权的人民法院"

    @property
    def thresholds(self) -> Thresholds:
        """Return when a light turns yellow."""
        return Thresholds(self.yellow_days, self.yellow_share_percent / 100)


#: Every code that a pack may set, and the type of its value.
CODES: Mapping[str, type] = {field.name: type(field.default) for field in fields(Policy)}
_columns = (PolicyValue.code, PolicyValue.value, PolicyValue.basis)


def store_policy(unit: Unit, items: Sequence[Mapping[str, Any]]) -> int:
    """Make the policy what the pack says and return how many values changed.

    ``items`` are ``{code, value, basis}``; what is not set has its default.
    """
    present = {row.code: (row.value, row.basis) for row in unit.rows(select(*_columns))}
    wanted = {item["code"]: (str(item["value"]), item["basis"]) for item in items}
    changed = [code for code in present.keys() | wanted.keys() if present.get(code) != wanted.get(code)]
    if changed:
        _present.change(unit)
        unit.write(delete(PolicyValue).where(PolicyValue.code.in_(changed)))
        for code in sorted(set(changed) & wanted.keys()):
            unit.add(PolicyValue, code=code, value=wanted[code][0], basis=wanted[code][1])
    return len(changed)


def policy(unit: Unit, *, fresh: bool = False) -> Policy:
    """Return the city's policy; the process's copy is at most a second old. ``fresh`` asks the database, for jobs."""
    return _read(unit) if fresh else _present.get(unit)


def _read(unit: Unit) -> Policy:
    return Policy(**{row.code: CODES[row.code](row.value) for row in unit.rows(select(*_columns))})


_present = Remembered(_read)
