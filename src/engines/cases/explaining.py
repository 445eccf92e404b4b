"""The account of a case's days before its clock started: whose turn it was, and why they are not counted.

Together with the deadline's own explanation it leaves out no day between the submission and the due date.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Row

from engines.cases.lifecycle import CASE
from engines.deadlines import Account, Reason
from kit import clock

ONE_DAY = timedelta(days=1)
ACCEPTANCE_STATUTE = "《行政许可法》第三十二条"
TERM_STATUTE = "《行政许可法》第四十二条"
REVOCATION_STATUTE = "《行政许可法》第六十九条"

#: What a state before the clock's start was for, by its code.
_BEFORE = {
    "signing": Reason("signing", "等待共同签署，不计入办理期限", "waiting for signatures, not counted"),
    "received": Reason(
        "acceptance",
        "审查是否受理，办理期限自受理起算",
        "acceptance is being decided; the term runs from acceptance",
        basis=TERM_STATUTE,
    ),
    "correction": Reason(
        "correction", "申请人补正，不计入办理期限", "the applicant's correction, not counted", basis=ACCEPTANCE_STATUTE
    ),
}
_EARLIER = Reason(
    "earlier_decision",
    "原决定及其撤销之前的办理，期限自撤销后重新起算",
    "handling before the decision was taken back; the term began anew",
    basis=REVOCATION_STATUTE,
)


def spans_before(events: Sequence[Row[Any]], started_on: date) -> list[dict[str, Any]]:
    """Return the spans from submission to the day before ``started_on``, from a case's timeline.

    A day belongs to the state in which the case stood at its end.
    """
    stands = {clock.local(event.at).date(): event for event in events}
    days = [day for day in sorted(stands) if day < started_on]
    account = Account()
    for first, following in pairwise([*days, started_on]):
        account.add(first, following - ONE_DAY, _reason(stands[first]))
    return account.spans


def _reason(event: Row[Any]) -> Reason:
    found = _BEFORE.get(event.to_state, _EARLIER)
    holder = event.detail.get("holder") or CASE.state(event.to_state).holder
    return Reason(found.rule, found.zh, found.en, holder, found.basis)
