"""Asking where a case stands, with every try counted before it is answered."""

import hmac
from typing import Any

from sqlalchemy import Row, case, delete, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from auth import certificate_endings
from engines.cases import case_by_number
from engines.numbering import check_case_number
from integration.case_status.models import CaseStatusTry
from integration.case_status.rules import MOST_TRIES, SPAN, CaseStatusNotFound, too_many
from kit import clock
from kit.context import Context
from kit.database import Unit


def find_case(unit: Unit, context: Context, number: str, ending: str) -> Row[Any]:
    """Return the case of a number whose applicant has a certificate that ends so.

    Errors: :class:`CaseStatusNotFound`, :class:`integration.case_status.rules.TooManyTries`.
    """
    if not check_case_number(number):
        raise CaseStatusNotFound
    _count(context, number)
    found = case_by_number(unit, number)
    endings = [] if found is None else certificate_endings(unit, context.vault, found.applicant_id)
    fits = [hmac.compare_digest(known.encode(), ending.upper().encode()) for known in endings]
    if found is None or not any(fits):
        raise CaseStatusNotFound
    _give_back(context, number)
    return found


def _count(context: Context, number: str) -> None:
    """Count a try durably before it is answered, so that neither a refusal nor many at once get around it."""
    moment = clock.now()
    since = moment - SPAN
    with context.database.unit() as own:
        own.write(delete(CaseStatusTry).where(CaseStatusTry.began_at <= since))
        insert = insert_sqlite if own.dialect == "sqlite" else insert_postgresql
        statement = insert(CaseStatusTry).values(number=number, tries=1, began_at=moment)
        row = own.write(
            statement.on_conflict_do_update(
                index_elements=[CaseStatusTry.number],
                set_={
                    "tries": case((CaseStatusTry.began_at <= since, 1), else_=CaseStatusTry.tries + 1),
                    "began_at": case((CaseStatusTry.began_at <= since, moment), else_=CaseStatusTry.began_at),
                },
            ).returning(CaseStatusTry.tries, CaseStatusTry.began_at)
        ).one()
    if row.tries > MOST_TRIES:
        raise too_many(row.began_at, moment)


def _give_back(context: Context, number: str) -> None:
    """Take back the try of somebody who knew the pair: only tries in vain are held against a number."""
    with context.database.unit() as own:
        own.write(update(CaseStatusTry).where(CaseStatusTry.number == number).values(tries=CaseStatusTry.tries - 1))
