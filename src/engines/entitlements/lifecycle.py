"""The lifecycle of an offer: one confirmation files and decides it, a refusal holds for its period."""

from engines.lifecycles import Lifecycle, State, Transition

OFFER = Lifecycle(
    code="offer",
    states=(
        State("open", "待您确认", "waiting for your answer", "applicant"),
        State("confirmed", "已确认", "confirmed", "nobody", final=True),
        State("declined", "已放弃", "declined", "nobody", final=True),
        State("expired", "已过期", "expired", "nobody", final=True),
    ),
    transitions=(
        Transition("confirm", ("open",), "confirmed", "applicant", "确认领取", "confirm", resource="confirmation"),
        Transition("decline", ("open",), "declined", "applicant", "放弃领取", "decline", resource="refusal"),
        Transition("expire", ("open",), "expired", "system", "逾期失效", "expire"),
    ),
)

#: The turn by which an offer comes into being.
MAKE = Transition("make", (), "open", "system", "主动告知", "offer")
