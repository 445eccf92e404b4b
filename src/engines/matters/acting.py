"""Acting for another: whether a matter lets this agent in, and who the applicant is then."""

import uuid

from auth import Subject, principal_of
from engines.matters.queries import MatterRevision
from kit.context import Context
from kit.database import Unit
from kit.errors import Forbidden


class AgentNotAdmitted(Forbidden):
    """The matter is done in person, or by other kinds of agents."""

    code = "agent-not-admitted"
    zh = "该事项不接受此类代办（{kind}），请申请人本人办理，或由该事项允许的代理人办理。"
    en = "This matter takes no agent of this kind ({kind}). The applicant files it, or an agent whom the matter admits."
    exposes = ("admitted",)


class MandateDoesNotCover(Forbidden):
    """The mandate is for other matters (民法典 第一百七十一条: acts beyond it do not bind the principal)."""

    code = "mandate-does-not-cover"
    zh = "该委托不包括此事项。您填写的内容已保留，请委托人就此事项另行委托。"
    en = "The mandate does not cover this matter. What you typed is kept: ask the principal for one that does."


def applicant_for(
    subject: Subject, unit: Unit, context: Context, guide: MatterRevision, mandate_id: uuid.UUID | None
) -> Subject:
    """Return whose application this is: the subject's own, or that of the principal whom they represent.

    Errors: 404 for a mandate of others, 409 when it is not in force, :class:`AgentNotAdmitted`,
    :class:`MandateDoesNotCover`.
    """
    if mandate_id is None:
        return subject
    principal, mandate = principal_of(unit, context.vault, subject, mandate_id)
    if mandate.kind not in guide.content.agents:
        raise AgentNotAdmitted(kind=mandate.kind, admitted=list(guide.content.agents))
    limited = mandate.matters or mandate.topics
    if limited and guide.code not in mandate.matters and guide.content.topic not in mandate.topics:
        raise MandateDoesNotCover
    return principal
