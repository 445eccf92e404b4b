"""The worker process: carries out what transactions left to be done, and what falls due by itself."""

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from types import FrameType

import structlog

from assembly.application import make_context
from assembly.tables import every_table
from auth import purge_unused
from engines.assessment import compute_when_due
from engines.audit import seal_entries
from engines.bookings import run_booking_timers
from engines.bulletins import compose_when_due
from engines.canteen import run_canteen_timers
from engines.cases import follow_parcels, run_timers
from engines.collecting import collect_when_due
from engines.directory import sync_when_due
from engines.documents import run_document_timers
from engines.duty import run_duty_timers
from engines.entitlements import run_entitlements
from engines.evaluations import run_evaluation_timers
from engines.exports import tidy_exports
from engines.indicators import count_when_due
from engines.joint import run_joint_timers
from engines.licences import run_licence_timers
from engines.notifications import purge_notifications
from engines.payments import follow_payments, reconcile_when_due
from engines.receptions import run_reception_timers
from engines.supervision import count_overdue_days, run_supervision_timers
from engines.tickets import run_ticket_timers
from engines.vehicles import run_vehicle_timers
from engines.visitors import run_visitor_timers
from kit.context import Context
from kit.idempotency import purge_answers
from kit.logs import configure_logs
from kit.outbox import Worker
from kit.settings import load_settings

log = structlog.get_logger(__name__)
ROUND_SECONDS = 60.0


def main() -> int:
    """Work until told to stop."""
    configure_logs()
    every_table()
    context = make_context(load_settings())
    worker = Worker(context)
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    rounds = threading.Thread(target=_rounds, args=(context, stopping), daemon=True)
    rounds.start()
    hands = [threading.Thread(target=worker.run_forever) for _ in range(context.settings.worker_threads)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return 0


def _rounds(context: Context, stopping: threading.Event) -> None:
    """Make the round once a minute."""
    while not stopping.wait(ROUND_SECONDS):
        make_round(context)


def make_round(context: Context) -> None:
    """Seal the audit trail, purge what nobody used, and do what falls due by itself; none waits for another."""
    for duty in DUTIES:
        try:
            duty(context)
        except Exception as error:  # noqa: BLE001 -- the next round tries again, and the other duties go on
            log.warning("round.failed", duty=duty.__name__, error=type(error).__name__)


def _seal(context: Context) -> None:
    with context.database.unit() as unit:
        seal_entries(unit, context.vault)


def _purge(context: Context) -> None:
    with context.database.unit() as unit:
        purge_unused(unit)
        purge_answers(unit)


DUTIES: Sequence[Callable[[Context], object]] = (
    _seal,
    _purge,
    run_timers,
    run_document_timers,
    run_supervision_timers,
    run_ticket_timers,
    count_overdue_days,
    run_booking_timers,
    run_vehicle_timers,
    run_reception_timers,
    run_canteen_timers,
    run_duty_timers,
    run_visitor_timers,
    compute_when_due,
    compose_when_due,
    run_entitlements,
    run_licence_timers,
    run_evaluation_timers,
    tidy_exports,
    run_joint_timers,
    count_when_due,
    sync_when_due,
    purge_notifications,
    follow_parcels,
    follow_payments,
    reconcile_when_due,
    collect_when_due,
)


if __name__ == "__main__":
    sys.exit(main())
