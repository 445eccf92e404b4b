"""The statements of lists of receipts: put together once for each set of filters, and kept.

Which filters are asked for makes the statement, what they ask for are its parameters
(``docs/decisions/0005-fixed-statements.md``). An officer's organs are probed one by one, so that one with a million
receipts costs what one with three does (``docs/decisions/0006-lists-by-index.md``).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, and_, bindparam, literal_column, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from engines.documents.models import DocumentReceipt
from kit.database import type_name
from kit.fixed import Fixed
from kit.probing import among, first_of_each

KEPT = 500
#: What a list shows of a received document.
_LISTED = (
    DocumentReceipt.id,
    DocumentReceipt.state,
    DocumentReceipt.version,
    DocumentReceipt.department_code,
    DocumentReceipt.addressed_to,
    DocumentReceipt.role,
    DocumentReceipt.sender_code,
    DocumentReceipt.sender_name,
    DocumentReceipt.title,
    DocumentReceipt.kind,
    DocumentReceipt.number,
    DocumentReceipt.urgency,
    DocumentReceipt.restricted,
    DocumentReceipt.sent_at,
    DocumentReceipt.signed_for_at,
    DocumentReceipt.register_number,
    DocumentReceipt.purpose,
    DocumentReceipt.due_on,
    DocumentReceipt.limit_days,
)
#: What its sender is shown of it.
_FOLLOWED = (
    DocumentReceipt.id,
    DocumentReceipt.department_code,
    DocumentReceipt.addressed_to,
    DocumentReceipt.role,
    DocumentReceipt.state,
    DocumentReceipt.sent_at,
    DocumentReceipt.arrived_at,
    DocumentReceipt.signed_for_at,
    DocumentReceipt.signed_for_by_name,
    DocumentReceipt.reason,
    DocumentReceipt.urged_on,
    DocumentReceipt.closed_at,
    DocumentReceipt.reply_id,
)
#: Conditions by the names of their parameters.
_ASKED: Mapping[str, ColumnElement[bool]] = {
    "state": DocumentReceipt.state == bindparam("state"),
    "kind": DocumentReceipt.kind == bindparam("kind"),
    "urgency": DocumentReceipt.urgency == bindparam("urgency"),
    "sender": DocumentReceipt.sender_code == bindparam("sender"),
    "role": DocumentReceipt.role == bindparam("role"),
    "purpose": DocumentReceipt.purpose == bindparam("purpose"),
    # With the words by which the partial index of what is due is known.
    "due_before": and_(DocumentReceipt.due_on < bindparam("due_before"), DocumentReceipt.closed_at.is_(None)),
    "after": DocumentReceipt.id < bindparam("after"),
}


@lru_cache(maxsize=KEPT)
def received(names: tuple[str, ...], rows: int, dialect: type_name) -> Fixed:
    """Return the statement of what organs received, newest first; ``organ`` is the very organ of who reads.

    Without ``departments`` among the names it is what all organs received.
    """
    open_to_them = or_(DocumentReceipt.restricted.is_(False), DocumentReceipt.department_code == bindparam("organ"))
    conditions = [open_to_them, *(_ASKED[name] for name in names if name != "departments")]
    newest, number = DocumentReceipt.id.desc(), literal_column(str(rows), Integer())
    if "departments" in names and dialect == "postgresql":
        organs = [(DocumentReceipt.department_code, bindparam("departments", type_=ARRAY(Text)))]
        keys = first_of_each((DocumentReceipt.id,), conditions, organs, (newest,), number).subquery()
        first = select(keys.c.id).order_by(keys.c.id.desc()).limit(number).subquery()
        return Fixed(select(*_LISTED).join(first, first.c.id == DocumentReceipt.id).order_by(newest))
    if "departments" in names:
        conditions.append(among(DocumentReceipt.department_code, "departments", dialect))
    return Fixed(select(*_LISTED).where(*conditions).order_by(newest).limit(number))


@lru_cache(maxsize=KEPT)
def sent_to(names: tuple[str, ...]) -> Fixed:
    """Return the statement of a document's receipts by the organs' codes."""
    further = {**_ASKED, "after": DocumentReceipt.department_code > bindparam("after")}
    conditions: list[Any] = [further[name] for name in names]
    wanted = select(*_FOLLOWED).where(DocumentReceipt.document_id == bindparam("document_id"), *conditions)
    return Fixed(wanted.order_by(DocumentReceipt.department_code).limit(bindparam("rows")))
