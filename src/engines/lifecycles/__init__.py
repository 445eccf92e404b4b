"""Lifecycles: every process of the product is data of one form, carried out by one machine.

A lifecycle names its states and transitions: who may make each (permission and relation to the record), and what
it does to the clock. :func:`apply_transition` writes the new state under a version check, one event in the
timeline and one audit entry in the caller's transaction. The API's ``available_actions``, the state diagram in
the docs and the tests that walk every transition read the same data.
"""

from engines.lifecycles.answers import event_answer, shown_name
from engines.lifecycles.counting import count_by_state, count_by_state_and_light
from engines.lifecycles.declarations import Lifecycle, State, Transition
from engines.lifecycles.events import TIMELINE, LifecycleEvent, events_of
from engines.lifecycles.following import follows
from engines.lifecycles.timers import run_due
from engines.lifecycles.transitions import (
    Record,
    TransitionForbidden,
    apply_transition,
    available_actions,
    check_transition,
    write_event,
    write_events,
)

__all__ = [
    "TIMELINE",
    "Lifecycle",
    "LifecycleEvent",
    "Record",
    "State",
    "Transition",
    "TransitionForbidden",
    "apply_transition",
    "available_actions",
    "check_transition",
    "count_by_state",
    "count_by_state_and_light",
    "event_answer",
    "events_of",
    "follows",
    "run_due",
    "shown_name",
    "write_event",
    "write_events",
]
