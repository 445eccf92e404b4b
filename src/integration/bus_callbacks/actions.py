"""Taking the bus's calls: each once, and as the applicant whose doing they tell."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Row

from auth import Subject
from engines.audit import record_act
from engines.cases import case_by_id, correct_case, withdraw_case
from engines.evaluations import Rating, evaluate_case, own_evaluation, to_bus
from engines.lifecycles import events_of
from engines.reporting import BUS, answers, callback_handler, note_known, reported_case
from integration.bus_callbacks.models import BusCallback
from integration.bus_callbacks.queries import is_taken
from integration.bus_callbacks.rules import (
    EVALUATE,
    AttachmentsElsewhere,
    CaseUnknownToBus,
    RatingUnreadable,
    VerbUnknown,
    answer_of,
    key_of,
)
from kit import clock
from kit.context import Context
from kit.database import DuplicateRow, Unit
from kit.errors import Problem

Body = Mapping[str, Any]
LEVELS = range(1, 6)
LONGEST_TEXT = 1000


def take_call(unit: Unit, context: Context, verb: str, body: Body) -> dict[str, Any]:
    """Do what a call tells, once, and return the answer in the bus's shape; a repeat is answered as taken."""
    key = key_of(verb, body)
    if is_taken(unit, key):
        return answer_of(verb, None)
    try:
        _take(unit, context, verb, body)
    except (Problem, DuplicateRow) as fault:
        unit.rollback()
        if is_taken(unit, key):
            # Of two that came together the other was taken.
            return answer_of(verb, None)
        if isinstance(fault, DuplicateRow):
            raise
        return answer_of(verb, fault)
    return answer_of(verb, None)


def _take(unit: Unit, context: Context, verb: str, body: Body) -> None:
    handler = callback_handler(verb)
    if handler is None:
        raise VerbUnknown(verb=verb)
    case_id = reported_case(unit, BUS, str(body.get("projId")))
    if case_id is None:
        raise CaseUnknownToBus
    case = case_by_id(unit, case_id)
    handler(unit, context, case, body)
    unit.add(BusCallback, key=key_of(verb, body), verb=verb, case_id=case_id, taken_at=clock.now())
    record_act(_applicant(case), unit, f"bus_callbacks.{verb}", "case", case_id)
    unit.flush()


@answers("cancel")
def cancel(unit: Unit, _context: Context, case: Row[Any], body: Body) -> None:
    """Withdraw an application as its applicant asked on the portal."""
    withdraw_case(_applicant(case), unit, case, _text(body, "cancelReason"))


@answers("supplementAccept")
def correct(unit: Unit, context: Context, case: Row[Any], body: Body) -> None:
    """Take a correction that was filed on the portal: the form's fields as they are there now.

    Errors: :class:`AttachmentsElsewhere`, and all that a correction filed here is refused for.
    """
    given = body.get("stuffInfos")
    if isinstance(given, list) and any(isinstance(item, Mapping) and item.get("attachPath") for item in given):
        raise AttachmentsElsewhere
    fields = body.get("formFields")
    form = {**context.vault.open_json(case.form_sealed), **fields} if isinstance(fields, Mapping) and fields else None
    correct_case(_applicant(case), unit, context, case, form, [])
    unit.flush()
    # The bus told us; it is not told again.
    event = events_of(unit, case.id)[-1]
    note_known(unit, case, BUS, event.id, event.transition, "supplementAccept")


@answers(EVALUATE)
def evaluate(unit: Unit, _context: Context, case: Row[Any], body: Body) -> None:
    """Take an evaluation that was given on the portal. The bus's 1 is our 5."""
    level = body.get("satisfyLevel")
    if isinstance(level, str) and level in {str(known) for known in LEVELS}:
        level = int(level)
    if isinstance(level, bool) or not isinstance(level, int) or level not in LEVELS:
        raise RatingUnreadable
    anonymous = str(body.get("isAnonymous", "0")) == "1"
    rating = Rating(to_bus(level), text=_text(body, "content"), anonymous=anonymous)
    evaluate_case(_applicant(case), unit, case, rating)
    unit.flush()
    found, _ = own_evaluation(unit, case.id)
    note_known(unit, case, BUS, found.id, EVALUATE, "eval.eval", anonymous=anonymous)


def _applicant(case: Row[Any]) -> Subject:
    """Return the applicant, for whom the portal answers: it signed them in."""
    return Subject(case.applicant_id, cast("Any", case.applicant_kind), case.applicant_name, audience="integration")


def _text(body: Body, name: str) -> str:
    return str(body.get(name) or "").strip()[:LONGEST_TEXT]
