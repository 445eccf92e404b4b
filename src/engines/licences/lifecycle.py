"""The life of a licence after its issue: who may end it, hold it, or put a newer one in its place.

That a licence has expired is no turn: it follows from its last day.
"""

from typing import Any

from sqlalchemy import Row

from engines.licences.models import Licence
from engines.lifecycles import Lifecycle, Record, State, Transition

#: States in which a licence can still be acted on.
LIVE = ("valid", "suspended", "lost")
#: How a licence returns to the state in which it was before what ended it was taken back.
REINSTATING = {"valid": "reinstate", "suspended": "reinstate_suspended", "lost": "reinstate_lost"}

_STATES = (
    State("valid", "有效", "valid", "nobody"),
    State("suspended", "已暂停", "suspended", "nobody"),
    State("lost", "已挂失", "reported lost", "office"),
    State("revoked", "已失效", "revoked", "nobody"),
    State("replaced", "已换发", "replaced by a newer one", "nobody"),
)


def _office(
    name: str, sources: tuple[str, ...], target: str, zh: str, en: str, permission: str, resource: str
) -> Transition:
    """Return a turn of the issuing department's."""
    return Transition(name, sources, target, "department", zh, en, permission=permission, resource=resource)


def _system(name: str, sources: tuple[str, ...], target: str, zh: str, en: str) -> Transition:
    """Return a turn that follows from a day that passed, or from the decision of a case."""
    return Transition(name, sources, target, "system", zh, en)


LICENCE = Lifecycle(
    "licence",
    _STATES,
    (
        _office("suspend", ("valid",), "suspended", "暂停", "suspend", "licences.suspend", "suspensions"),
        _office("resume", ("suspended",), "valid", "恢复", "resume", "licences.suspend", "resumption"),
        _system("lift", ("suspended",), "valid", "暂停期满恢复", "resume after the last day of suspension"),
        _office("revoke", LIVE, "revoked", "吊销、撤销或注销", "revoke", "licences.revoke", "revocation"),
        _office("change", ("valid",), "replaced", "变更", "change", "licences.amend", "changes"),
        Transition("report_loss", ("valid",), "lost", "applicant", "挂失", "report the loss", resource="loss-reports"),
        _office("reissue", ("valid", "lost"), "replaced", "补发", "re-issue", "licences.amend", "reissues"),
        _system("renew", LIVE, "replaced", "依决定换发", "replace by a case's result"),
        _system("carry_over", ("valid",), "suspended", "沿用原证照的暂停", "stay suspended as the edition before"),
        _system("cancel", LIVE, "revoked", "依决定注销", "cancel by a case's result"),
        _system("annul", LIVE, "revoked", "决定被撤销", "annul with the decision that produced it"),
        *(
            _system(name, ("revoked", "replaced"), state, "恢复原状", "reinstate: what ended it was taken back")
            for state, name in REINSTATING.items()
        ),
    ),
)

#: How a licence comes into being; it leads nowhere from, so the lifecycle does not list it.
ISSUE = Transition("issue", (), "valid", "system", "颁发", "issue")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a licence's row."""
    return Record(LICENCE, Licence, row.id, row.state, row.version, row.issuer, row.holder_id)
