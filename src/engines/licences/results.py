"""What the decision of a case does to licences: issues one, renews or ends one that exists; and taking that back.

These turns are the system's: they follow from a decision, which has its own officer in the case's timeline.
"""

import uuid
from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import Row

from auth import SYSTEM, Subject
from engines.inbox import close_tasks
from engines.licences.issuing import LicenceContent, issue_licence
from engines.licences.lifecycle import LIVE, REINSTATING
from engines.licences.queries import licence_by_id, licences_ended_by, licences_of_case, live_licences
from engines.licences.turning import Grounds, ask_for_reissue, replace_licence, turn_licence
from engines.lifecycles import events_of
from kit.context import Context
from kit.database import Unit

Effect = Literal["issue", "change", "reissue", "cancel"]


def carry_out_result(
    subject: Subject,
    unit: Unit,
    context: Context,
    effect: Effect,
    content: LicenceContent,
    case_number: str,
    named: Collection[str],
) -> None:
    """Do to licences what a granted case says.

    A change or re-issue replaces the licence of this type that the same department issued to the same holder before,
    and issues a new one where there is none; ``named`` are the values of the form, among which its number stands when
    the holder has several.
    """
    before = None
    if effect != "issue":
        before = _meant(live_licences(unit, content.holder_id, content.type_code, content.issuer), named)
    grounds = Grounds(f"依办件 {case_number} 的决定", "")
    ended_by = {"ended_by_case_id": content.case_id}
    if effect == "cancel":
        if before is not None:
            changes = {**ended_by, "revoked_as": "cancellation"}
            turn_licence(SYSTEM, unit, before, "cancel", grounds, changes=changes, detail={"kind": "cancellation"})
            close_tasks(SYSTEM, unit, before.id)
    elif before is None:
        issue_licence(subject, unit, context, content)
    else:
        made = replace_licence(SYSTEM, unit, context, before, "renew", content, grounds, ended_by=ended_by)
        if before.state == "suspended":
            _stay_suspended(unit, made.id, before, grounds)


def take_result_back(unit: Unit, case: Row[Any], statute: str) -> None:
    """Undo what a case's decision did to licences, since that decision is taken back.

    What it produced is annulled; what it ended is again as it was before.
    """
    grounds = Grounds(f"办件 {case.number} 的决定已撤销", statute)
    for row in licences_of_case(unit, case.id):
        if row.state in LIVE:
            changes = {"revoked_as": "annulment", "suspended_until": None}
            turn_licence(SYSTEM, unit, row, "annul", grounds, changes=changes, detail={"kind": "annulment"})
            close_tasks(SYSTEM, unit, row.id)
    for row in licences_ended_by(unit, case.id):
        before = str(events_of(unit, row.id)[-1].from_state)
        changes = {"revoked_as": None, "ended_by_case_id": None}
        turn_licence(SYSTEM, unit, row, REINSTATING[before], grounds, changes=changes)
        if before == "lost":
            ask_for_reissue(unit, row)


def _stay_suspended(unit: Unit, licence_id: uuid.UUID, before: Row[Any], grounds: Grounds) -> None:
    """Suspend a new edition as the one before it was: being renewed does not lift a suspension."""
    unit.flush()
    until = before.suspended_until
    told = {"until": until.isoformat() if until else None}
    edition = licence_by_id(unit, licence_id)
    turn_licence(SYSTEM, unit, edition, "carry_over", grounds, changes={"suspended_until": until}, detail=told)


def _meant(candidates: Sequence[Row[Any]], named: Collection[str]) -> Row[Any] | None:
    """Return the licence whose number the form names, else the only one there is."""
    chosen = [row for row in candidates if row.number in named or row.identifier in named] or candidates
    return chosen[0] if len(chosen) == 1 else None
