"""Telling a system the next thing about a case: one at a time, never one before the system took its predecessor.

Before the call the row is marked as of unknown outcome in a transaction of its own, with a lease on the case: a worker
that dies in between leaves a row that is asked about, not said again blindly, and two workers never tell one case.
"""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update

from engines.inbox import open_task
from engines.reporting import bus, evaluations
from engines.reporting.following import SEND, ask_to_send
from engines.reporting.models import REFUSED, SENT, UNCONFIRMED, WAITING, CaseReport, ReportedCase
from engines.reporting.systems import BUS, PLATFORM, Said, Teller, connected
from engines.workdays import load_calendar
from gateways import CircuitOpen, GatewayProblem, KeysRefused
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Problem
from kit.outbox import Job, handles

TELLERS = {BUS: Teller(bus.compose, bus.send), PLATFORM: Teller(evaluations.compose, evaluations.send)}
#: Two calls of the longest kind, the question and the report.
SENDING = timedelta(seconds=150)
#: When to look again at a case that another worker is telling.
LOOK_AGAIN = timedelta(seconds=3)
#: Working days within which somebody looks at what a system refused.
REPAIR_DAYS = 2
LONGEST_MESSAGE = 500
#: These say that the system did not look at the report at all.
_NOT_HEARD = (CircuitOpen, KeysRefused)


@handles(SEND)
def send_next(job: Job) -> None:
    """Send a case's next report to a system, and leave the following one to the next job."""
    case_id, system = uuid.UUID(job.payload["case_id"]), job.payload["system"]
    client, teller = connected(job.context, system), TELLERS[system]
    report = None if client is None else _next(job.unit, case_id, system)
    if report is None or report.state == REFUSED:
        return
    body = teller.compose(job.unit, job.context, report)
    if not _take(job, report, body):
        ask_to_send(job.unit, case_id, system, run_at=clock.now() + LOOK_AGAIN)
        return
    said = _told(job, teller, client, report, body)
    _keep(job.unit, report, said)
    if said.taken:
        ask_to_send(job.unit, case_id, system)


def _next(unit: Unit, case_id: uuid.UUID, system: str) -> Row[Any] | None:
    """Return the first report of a case that the system has not taken, with the case's number there."""
    return unit.first(
        select(*CaseReport.__table__.c, ReportedCase.number)
        .join(ReportedCase, (ReportedCase.case_id == CaseReport.case_id) & (ReportedCase.system == CaseReport.system))
        .where(CaseReport.case_id == case_id, CaseReport.system == system, CaseReport.state != SENT)
        .order_by(CaseReport.event_id, CaseReport.step)
        .limit(1)
    )


def _take(job: Job, report: Row[Any], body: dict[str, Any]) -> bool:
    """Take the case for one call, unless another worker has it."""
    moment = clock.now()
    free = or_(ReportedCase.sending_until.is_(None), ReportedCase.sending_until < moment)
    with job.context.database.unit() as own:
        taken = own.write(_of_case(report).where(free).values(sending_until=moment + SENDING))
        unchanged = taken.rowcount == 1 and own.write(
            _of_report(report).values(
                state=UNCONFIRMED,
                version=report.version + 1,
                tries=report.tries + 1,
                body_sealed=job.context.vault.seal_json(body),
            )
        )
        if not unchanged or unchanged.rowcount != 1:
            # Somebody took it, or repeated it, since it was read.
            own.rollback()
            return False
    job.hold(SENDING)
    return True


def _told(job: Job, teller: Teller, client: Any, report: Row[Any], body: dict[str, Any]) -> Said:
    """Say it; when nobody knows what became of it, give the case back before the job fails and comes again."""
    try:
        return teller.send(client, report, body, report.number, report.state == UNCONFIRMED)
    except Problem as problem:
        heard = report.state == UNCONFIRMED or not isinstance(problem, _NOT_HEARD)
        _give_back(job.context, report, UNCONFIRMED if heard else WAITING, problem)
        raise


def _give_back(context: Context, report: Row[Any], state: str, problem: Problem) -> None:
    reason = str(problem.values.get("reason", "")) if isinstance(problem, GatewayProblem) else ""
    with context.database.unit() as own:
        own.write(
            _of_report(report, taken=True).values(
                state=state, answer_code=reason or problem.code, answer_message=problem.sentence("zh")
            )
        )
        own.write(_of_case(report).values(sending_until=None))


def _keep(unit: Unit, report: Row[Any], said: Said) -> None:
    """Keep what the system said; a refusal comes before whoever may repeat reports."""
    moment = clock.now()
    unit.write(
        _of_report(report, taken=True).values(
            state=SENT if said.taken else REFUSED,
            version=report.version + 2,
            answer_code=said.code or None,
            answer_message=said.message[:LONGEST_MESSAGE] or None,
            sent_at=moment if said.taken else None,
        )
    )
    number = {} if said.number is None else {"number": said.number}
    unit.write(_of_case(report).values(sending_until=None, **number))
    if not said.taken and not report.anonymous:
        open_task(
            unit,
            record_kind="report",
            record_id=report.id,
            kind="report_refused",
            title="办件上报被退回",
            reference=report.case_number,
            department_code=report.department_code,
            permission="reports.repeat",
            due_on=load_calendar(unit).add_working_days(clock.today(), REPAIR_DAYS),
            limit_days=REPAIR_DAYS,
        )


def _of_report(report: Row[Any], *, taken: bool = False) -> Any:
    version = report.version + 1 if taken else report.version
    return update(CaseReport).where(CaseReport.id == report.id, CaseReport.version == version)


def _of_case(report: Row[Any]) -> Any:
    return update(ReportedCase).where(ReportedCase.case_id == report.case_id, ReportedCase.system == report.system)
