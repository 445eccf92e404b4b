"""公务接待: official receptions asked for by a letter, approved beforehand, listed, reviewed and settled.

A *reception* is approved by the requester's department with its plan, and when it is over its list (接待清单) says who
came, what was done and what it cost. What the host pays of it becomes the department's cost (:mod:`engines.costs`).
Every rule of 《党政机关国内公务接待管理规定》（中办发〔2013〕22号） that a plan or a list breaks is said at once, with
what it allows and where it stands; the city's standards by the level of guests are data of its pack.
"""

from engines.receptions.answers import listed_reception, reception_answer
from engines.receptions.letters import open_letter, store_letter
from engines.receptions.lifecycle import APPROVE, READ, RECEPTION, REQUEST, SETTLE
from engines.receptions.limits import KINDS
from engines.receptions.queries import ReceptionFilter, count_receptions, list_receptions, reception_of
from engines.receptions.requesting import (
    DECISIONS,
    cancel_reception,
    decide_reception,
    request_reception,
    resubmit_reception,
)
from engines.receptions.settling import file_reception_list, settle_reception
from engines.receptions.standards import standards_of, store_reception_standards
from engines.receptions.summaries import summary_of
from engines.receptions.timers import run_reception_timers

__all__ = [
    "APPROVE",
    "DECISIONS",
    "KINDS",
    "READ",
    "RECEPTION",
    "REQUEST",
    "SETTLE",
    "ReceptionFilter",
    "cancel_reception",
    "count_receptions",
    "decide_reception",
    "file_reception_list",
    "list_receptions",
    "listed_reception",
    "open_letter",
    "reception_answer",
    "reception_of",
    "request_reception",
    "resubmit_reception",
    "run_reception_timers",
    "settle_reception",
    "standards_of",
    "store_letter",
    "store_reception_standards",
    "summary_of",
]
