"""What one event adds to the five tables."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from auth import NoCertificate, certificate_of, department_names, phone_of
from engines.cases import CASE, SUBMIT, Case, materials_of
from engines.licences import licence_of_case
from engines.lifecycles import events_of
from engines.matters import MatterRevision, revision
from engines.reporting import bus_case
from gateways.national_collection import NationalCollectionSettings, Operation
from kit import clock
from kit.context import Context
from kit.database import Unit

Line = tuple[str, dict[str, Any]]
ACCEPT, PROCESS, RESULT = "up_pro_accept", "up_pro_process", "up_pro_result"
SPECIAL, MATERIAL = "up_pro_special_procedure", "up_pro_material"
ACCEPTED = frozenset({"accept", "deem_accepted", "decide_by_rules"})
#: Turns after which the promised day of an accepted case is another one.
MOVED = frozenset({"suspend", "resume", "decide_extension", "recompute", "reopen", "request_human_review"})
FINISHED = frozenset({"decide", "decide_by_rules", "lapse", "refuse_acceptance", "withdraw", "return_unanswered"})
#: By these a result is no more; the next decision is a row of its own.
TAKEN_BACK = frozenset({"reopen", "request_human_review"})
#: The office's own arrangements are no steps of handling.
NO_STEP = frozenset({"recompute", "assign", "archive"})
_WORDS = {"refuse_acceptance": "not_accepted", "withdraw": "withdrawn", "return_unanswered": "returned"}


class Changes:
    """Makes the lines of one batch from events, a page of them at a time."""

    def __init__(self, unit: Unit, context: Context, settings: NationalCollectionSettings, batch: str) -> None:
        """Say of which batch the lines are."""
        self._unit, self._context, self._settings, self._batch = unit, context, settings, batch

    def of_events(self, events: Sequence[Row[Any]]) -> Iterator[Line]:
        """Return what events of cases change, in their order."""
        told = [event for event in events if event.record_kind == CASE.code]
        cases = self._cases({event.record_id for event in told})
        for event in told:
            case = cases[event.record_id]
            yield from self._of_event(case, revision(self._unit, case.matter_revision_id), event)

    def of_evaluations(self, evaluations: Sequence[Row[Any]]) -> Iterator[Line]:
        """Return the results that somebody has evaluated: their rows change."""
        cases = self._cases({row.case_id for row in evaluations})
        for row in evaluations:
            case = cases[row.case_id]
            decision = self._last(case, FINISHED)
            if decision is not None:
                guide = revision(self._unit, case.matter_revision_id)
                yield RESULT, {**self._result(case, guide, decision, "U"), "satisfaction": row.level}

    def _of_event(self, case: Row[Any], guide: MatterRevision, event: Row[Any]) -> Iterator[Line]:
        turn = event.transition
        if turn in ACCEPTED:
            yield ACCEPT, self._acceptance(case, guide, event, "I")
            yield from self._materials(case, guide, "I", None)
        elif turn in MOVED and case.accepted_at is not None:
            yield ACCEPT, self._acceptance(case, guide, event, "U")
        elif turn in {"supplement", "correct"} and case.accepted_at is not None and event.at > case.accepted_at:
            yield from self._materials(case, guide, "U", set(event.detail.get("materials", [])))
        if turn not in NO_STEP:
            yield PROCESS, self._step(case, guide, event)
        if turn in {"suspend", "resume"}:
            yield SPECIAL, self._special(case, guide, event)
        if turn in FINISHED:
            yield RESULT, self._result(case, guide, event, "I")
        elif turn in TAKEN_BACK or turn == "amend_decision":
            decision = self._last(case, FINISHED, before=event.id)
            if decision is not None:
                yield RESULT, self._result(case, guide, decision, "D" if turn in TAKEN_BACK else "U")

    def _cases(self, ids: set[uuid.UUID]) -> Mapping[uuid.UUID, Row[Any]]:
        rows = self._unit.rows(select(*Case.__table__.c).where(Case.id.in_(ids))) if ids else []
        return {row.id: row for row in rows}

    def _last(self, case: Row[Any], turns: frozenset[str], before: uuid.UUID | None = None) -> Row[Any] | None:
        events = [event for event in events_of(self._unit, case.id) if before is None or event.id < before]
        return next((event for event in reversed(events) if event.transition in turns), None)

    def _line(self, case: Row[Any], guide: MatterRevision, guid: uuid.UUID, operation: Operation) -> dict[str, Any]:
        known = bus_case(self._unit, case.id)
        return {
            "row_guid": guid.hex,
            "project_no": known.number if known is not None and known.number else case.number,
            "catalog_code": guide.content.raw["catalog_code"],
            "local_catalog_code": guide.content.raw["catalog_code"],
            "task_code": case.matter_code,
            "local_task_code": case.matter_code,
            "task_version": str(guide.revision),
            "task_name": case.matter_name,
            "data_source": self._settings.data_source,
            "cd_operation": operation,
            "cd_time": _moment(clock.now()),
            "cd_batch": self._batch,
        }

    def _acceptance(
        self, case: Row[Any], guide: MatterRevision, event: Row[Any], operation: Operation
    ) -> dict[str, Any]:
        unit, context = self._unit, self._context
        try:
            found = certificate_of(unit, context.vault, case.applicant_id)
            kind, number = found.exchange_code, found.number
        except NoCertificate:
            kind, number = "", ""
        return {
            **self._line(case, guide, case.id, operation),
            "project_name": case.matter_name,
            "project_type": guide.content.raw["handling_kind"],
            "org_code": case.department_code,
            "org_name": department_names(unit).get(case.department_code, ""),
            "handle_user_name": event.actor_name,
            "applyer_name": case.applicant_name,
            "applyer_type": "2" if case.applicant_kind == "organisation" else "1",
            "applyer_page_type": kind,
            "applyer_page_code": number,
            "contact_name": case.applicant_name,
            "contact_type": kind,
            "contact_code": number,
            "contact_mobile": phone_of(unit, context.vault, case.applicant_id) or "",
            "apply_type": self._settings.code("apply_types", case.channel),
            "apply_date": _moment(case.submitted_at),
            "accept_date": _moment(case.accepted_at),
            "accept_doc_no": case.number,
            "promise_date": f"{case.due_on:%Y%m%d}",
        }

    def _materials(
        self, case: Row[Any], guide: MatterRevision, operation: Operation, codes: set[str] | None
    ) -> Iterator[Line]:
        for row in materials_of(self._unit, case.id):
            if codes is not None and row.code not in codes:
                continue
            yield (
                MATERIAL,
                {
                    **self._line(case, guide, row.id, operation),
                    "material_name": row.name,
                    "material_attach_name": row.source,
                    "get_type": self._settings.code("get_types", row.satisfied_by),
                    "get_num": len(row.file_ids),
                },
            )

    def _step(self, case: Row[Any], guide: MatterRevision, event: Row[Any]) -> dict[str, Any]:
        turn = SUBMIT if event.transition == SUBMIT.name else CASE.transition(event.transition)
        return {
            **self._line(case, guide, event.id, "I"),
            "process_name": turn.zh,
            "event_name": event.transition,
            "event_start_time": _moment(event.at),
            # A step without an end repeats its start.
            "event_end_time": _moment(event.at),
            "handle_explain": event.opinion,
            "handle_user_name": event.actor_name,
        }

    def _special(self, case: Row[Any], guide: MatterRevision, event: Row[Any]) -> dict[str, Any]:
        begun = event if event.transition == "suspend" else self._last(case, frozenset({"suspend"}), before=event.id)
        start: Any = begun or event
        ended = event.transition == "resume"
        return {
            **self._line(case, guide, start.id, "U" if ended else "I"),
            # 2: other than an extension.
            "special_type": "2",
            "special_name": start.detail["name"],
            "special_reason": start.opinion,
            "special_time": _moment(start.at),
            "special_explain": start.detail.get("statute", ""),
            "end_time": _moment(event.at) if ended else None,
            "result": event.opinion if ended else None,
            "handle_user_name": event.actor_name,
        }

    def _result(self, case: Row[Any], guide: MatterRevision, event: Row[Any], operation: Operation) -> dict[str, Any]:
        word = _WORDS.get(event.transition) or event.detail["outcome"]
        licence = licence_of_case(self._unit, case.id) if word == "granted" and operation != "D" else None
        return {
            **self._line(case, guide, event.id, operation),
            "result_type": self._settings.code("results", word),
            "result_date": _moment(event.at),
            "result_explain": event.opinion,
            "result_cetr_name": licence.name if licence else "",
            "result_cetr_no": licence.number if licence else "",
            "is_delivery_results": "1" if case.delivery_way == "post" else "0",
            "handle_user_name": event.actor_name,
        }


def _moment(moment: Any) -> str | None:
    """Return a moment as GB/T 39046 writes it, in Beijing time."""
    return None if moment is None else clock.local(moment).strftime("%Y%m%dT%H%M%S")
