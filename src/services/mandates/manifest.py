"""What this micro-app says of itself, and the life of a mandate."""

from engines.lifecycles import Lifecycle, State, Transition
from kit.manifest import Manifest

_STATES = (
    State("offered", "待接受", "offered", "applicant"),
    State("active", "有效", "active", "nobody"),
    State("refused", "已拒绝", "refused", "nobody", final=True),
    State("revoked", "已撤销", "revoked", "nobody", final=True),
    State("ended", "已终止", "ended", "nobody", final=True),
)

#: The principal is the record's applicant, the agent the one whose answer it waits for (民法典 第一百七十三条).
MANDATE = Lifecycle(
    "mandate",
    _STATES,
    (
        Transition("accept", ("offered",), "active", "signer", "接受委托", "accept", resource="acceptance"),
        Transition("refuse", ("offered",), "refused", "signer", "拒绝委托", "refuse", resource="refusal"),
        Transition(
            "revoke", ("offered", "active"), "revoked", "applicant", "取消委托", "revoke", resource="revocation"
        ),
        Transition("resign", ("active",), "ended", "signer", "辞去委托", "lay down", resource="resignation"),
        Transition("end", ("offered", "active"), "ended", "system", "到期终止", "end"),
    ),
)
#: How a mandate comes into being: the principal offers it, or a guardian's record proves it.
OFFER = Transition("offer", (), "offered", "applicant", "委托", "offer")
PROVE = Transition("prove", (), "active", "signer", "核验监护关系", "prove guardianship")

MANIFEST = Manifest(
    code="mandates",
    title_zh="委托代办",
    title_en="Mandates",
    audience="services",
    lifecycles=(MANDATE,),
)
