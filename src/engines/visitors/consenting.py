"""The visitor's own word: consent on being told what for, its withdrawal, and that what is known of them is erased.

Source: 《中华人民共和国个人信息保护法》第十四条 (consent is informed and given of one's own accord), 第十五条 (and
withdrawn as easily), 第四十七条 (what is withdrawn is erased). Who is in the building just now stays known until they
leave, for their own safety in an evacuation (第十三条第一款第四项).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from auth import SYSTEM
from engines.inbox import close_tasks
from engines.lifecycles import apply_transition, check_transition
from engines.visitors.barred import barred_among
from engines.visitors.buildings import building_by_id
from engines.visitors.erasing import erasure
from engines.visitors.inviting import cancel_visit, ended
from engines.visitors.lifecycle import visit_record, visitor_of
from engines.visitors.passes import draw_code, held_visit, visit_under
from engines.visitors.people import checked_person, sealed_person
from engines.visitors.refusals import VisitorPageNotFound, VisitUnfit
from engines.visitors.tasks import tell_host
from kit import clock
from kit.context import Context
from kit.database import Unit
from kit.errors import Pointer

#: What visitors add or correct themselves; name and phone are those by which they were invited.
_CORRECTED = ("certificate_type", "certificate_number", "company", "plate")
#: Which turn a withdrawal is, by the state in which it comes.
_WITHDRAWALS = {"invited": "refuse", "confirmed": "withdraw"}


def consent_to_visit(unit: Unit, context: Context, token: str, given: Mapping[str, Any]) -> Row[Any]:
    """Consent, with what the visitor adds or corrects, and return the visit, whose pass is valid from now on.

    ``given`` has any of ``certificate_type``, ``certificate_number``, ``company``, ``plate``. Where the visitor turns
    out to be barred the visit is cancelled and its host told. Errors: :class:`VisitorPageNotFound`, 409, 412,
    :class:`VisitUnfit`, :class:`CertificateInvalid`.
    """
    row = _held(unit, context, token)
    check_transition(visitor_of(row.id), visit_record(row), "consent")
    vault, building = context.vault, building_by_id(unit, row.building_id)
    known = vault.open_json(row.person_sealed)
    person = checked_person({**known, **{name: given[name] for name in _CORRECTED if name in given}})
    if person["plate"] and not building.parking:
        sentence = ("该楼不提供访客停车。", "A visitor's car cannot park at this building.")
        raise VisitUnfit(pointers=[Pointer("/plate", "no-parking", *sentence)])
    if barred_among(unit, vault, row.keeper_code, [person]):
        after = cancel_visit(SYSTEM, unit, row, "bar")
        tell_host(unit, after, "被限制来访，来访已取消")
        return after
    changes = {**consented("link"), **sealed_person(vault, person), **draw_code(unit, vault)}
    after = apply_transition(visitor_of(row.id), unit, visit_record(row), "consent", changes=changes)
    tell_host(unit, after, "已同意来访")
    return after


def consented(way: str) -> dict[str, Any]:
    """Return what a visit keeps of a consent: when it was given, and by ``link`` or on ``paper``."""
    return {"consented_at": clock.now(), "consent_way": way}


def withdraw_consent_to_visit(unit: Unit, context: Context, token: str) -> Row[Any]:
    """Refuse or withdraw the consent; what is known of the visitor is erased at once, and the link with it.

    Errors: :class:`VisitorPageNotFound`, 409 while the visitor is in the building, 412.
    """
    row = _held(unit, context, token)
    turn = _WITHDRAWALS.get(row.state, "forget")
    coming = row.state in _WITHDRAWALS
    check_transition(visitor_of(row.id), visit_record(row), turn)
    end = ended(building_by_id(unit, row.building_id), row) if coming else {}
    changes = {**end, **erasure(visitor_of(row.id), unit, row, "withdrawn")}
    after = apply_transition(visitor_of(row.id), unit, visit_record(row), turn, changes=changes)
    close_tasks(visitor_of(row.id), unit, row.id)
    if coming:
        tell_host(unit, after, "不同意来访" if turn == "refuse" else "已撤回同意")
    return after


def _held(unit: Unit, context: Context, token: str) -> Row[Any]:
    """Return the visit of a token, held until the unit ends: of two words of theirs one waits for the other."""
    found = held_visit(unit, visit_under(unit, context.vault, token).id)
    if found is None or found.token_hash is None:
        raise VisitorPageNotFound
    return found
