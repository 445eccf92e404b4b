"""Which services of the bus tell which turn of a case (政务总线 ``atg.biz.affair``)."""

from collections.abc import Mapping, Sequence
from typing import Any

GENERATE, DISCARD, RECEIVE = "unicode.generate", "unicode.discard", "receive"
FLOW, FINISH, DELIVER = "flowSync", "finish", "deliver"

#: By turn, in the order in which they are told; a turn that is not here is not reported.
SERVICES_OF: Mapping[str, Sequence[str]] = {
    "submit": (GENERATE, RECEIVE),
    "sign": (RECEIVE,),
    "accept": ("accept",),
    "deem_accepted": ("accept",),
    "refuse_acceptance": (FINISH,),
    "request_correction": ("supplementNotify",),
    "correct": ("supplementAccept",),
    "return_unanswered": (FINISH,),
    "review": (FLOW,),
    "ask_opinion": (FLOW,),
    "give_opinion": (FLOW,),
    "request_extension": (FLOW,),
    "decide_extension": (FLOW,),
    "suspend": ("specProcStart",),
    "resume": ("specProcFinish",),
    "decide": (FINISH,),
    "decide_by_rules": ("accept", FINISH),
    "lapse": (FINISH,),
    # A decision that was taken back is one more step of handling, after which the case is finished again.
    "reopen": (FLOW,),
    "request_human_review": (FLOW,),
    "withdraw": (FINISH,),
    "deliver": (DELIVER,),
    "hand_over": (DELIVER,),
    "dispatch": (DELIVER,),
    # The waybill that a connected carrier was asked for at the dispatch: the number is told with it.
    "post": (DELIVER,),
}
#: What stays inside: the office's own arrangements, and what the bus has no service for.
UNREPORTED = frozenset(
    {"supplement", "assign", "recompute", "amend_decision", "check_commitment", "confirm_receipt", "arrive", "archive"}
)
#: How a case may end without its decision, as a word of the settings' list of results.
RESULTS = {"withdraw": "withdrawn", "return_unanswered": "returned", "refuse_acceptance": "not_accepted"}


def services_of(event: Any) -> Sequence[str]:
    """Return the services that tell a turn.

    A case that waits for a second signature has a number and is not received; when it ends there the number goes back.
    """
    if event.to_state == "signing":
        return (GENERATE,)
    if event.from_state == "signing" and event.transition != "sign":
        return (DISCARD,)
    if event.transition == "dispatch" and not event.detail.get("tracking_number"):
        return ()  # Ordered from a carrier: told once it has a waybill (``post``).
    return SERVICES_OF.get(event.transition, ())
