"""值班: who is on duty in which department, with a leader in charge (带班领导) and duty officers (值班人员).

A *roster* is a department's month: composed in turn as a draft, as even as it can be, published, and amended by
changes of its *shifts*. A shift is taken over, keeps a log that is only added to, and is handed over to the next one,
which confirms it. A *swap* lets a colleague have a shift once they and the department agree. Nobody is on two
published shifts that overlap or touch, in whatever department: the database itself refuses it.
"""

from engines.duty.answers import (
    duty_now_answer,
    listed_roster,
    listed_shift,
    listed_swap,
    log_entry_answer,
    persons_duty_answer,
    roster_answer,
    shift_answer,
    swap_answer,
)
from engines.duty.composing import compose_roster, discard_roster
from engines.duty.lifecycle import DUTY_ROSTER, DUTY_SHIFT, DUTY_SWAP, MANAGE, READ, SERVE
from engines.duty.planning import DAY_KINDS, DAYS, USUAL
from engines.duty.publishing import change_shift, publish_roster
from engines.duty.queries import (
    RosterFilter,
    Shift,
    ShiftFilter,
    duty_now,
    list_log,
    list_rosters,
    list_shifts,
    list_swaps,
    roster_of,
    shift_of,
    swap_of,
)
from engines.duty.serving import IMPORTANCE, confirm_handover, hand_over, take_over, write_log
from engines.duty.statistics import duty_by_person
from engines.duty.swapping import answer_swap, decide_swap, request_swap, withdraw_swap
from engines.duty.timers import run_duty_timers

__all__ = [
    "DAYS",
    "DAY_KINDS",
    "DUTY_ROSTER",
    "DUTY_SHIFT",
    "DUTY_SWAP",
    "IMPORTANCE",
    "MANAGE",
    "READ",
    "SERVE",
    "USUAL",
    "RosterFilter",
    "Shift",
    "ShiftFilter",
    "answer_swap",
    "change_shift",
    "compose_roster",
    "confirm_handover",
    "decide_swap",
    "discard_roster",
    "duty_by_person",
    "duty_now",
    "duty_now_answer",
    "hand_over",
    "list_log",
    "list_rosters",
    "list_shifts",
    "list_swaps",
    "listed_roster",
    "listed_shift",
    "listed_swap",
    "log_entry_answer",
    "persons_duty_answer",
    "publish_roster",
    "request_swap",
    "roster_answer",
    "roster_of",
    "run_duty_timers",
    "shift_answer",
    "shift_of",
    "swap_answer",
    "swap_of",
    "take_over",
    "withdraw_swap",
    "write_log",
]
