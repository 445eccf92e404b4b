"""What this micro-app says of itself, and the life of a delegation."""

from engines.lifecycles import Lifecycle, State, Transition
from kit.manifest import Manifest

_STATES = (
    State("standing", "有效", "standing", "nobody"),
    State("revoked", "已收回", "revoked", "nobody", final=True),
    State("returned", "已退回", "given back", "nobody", final=True),
    State("ended", "已到期", "ended", "nobody", final=True),
)

#: The lender is the record's applicant, the deputy the one whose answer it takes.
DELEGATION = Lifecycle(
    "delegation",
    _STATES,
    (
        Transition("revoke", ("standing",), "revoked", "applicant", "收回", "revoke", resource="revocation"),
        Transition(
            "withdraw",
            ("standing",),
            "revoked",
            "department",
            "由主管收回",
            "withdraw as supervisor",
            permission="cases.assign",
            resource="withdrawal",
        ),
        Transition("give_back", ("standing",), "returned", "signer", "退回", "give back", resource="refusal"),
        Transition("end", ("standing",), "ended", "system", "到期", "end"),
    ),
)
#: How a delegation comes into being; by its lender, or by a supervisor for one who fell ill.
LEND = Transition("lend", (), "standing", "applicant", "委托代办", "lend")

MANIFEST = Manifest(
    code="delegations",
    title_zh="请假代办",
    title_en="Delegations",
    audience="office",
    permissions=("cases.assign",),
    lifecycles=(DELEGATION,),
)
