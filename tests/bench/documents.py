"""Official documents for the benchmark: one sent to a thousand organs, a million at one organ, ten thousand receipts.

R6 is the dispatch of one document to a thousand organs in one request; D1 the newest documents of an organ that has
received a million, D2 the receipts of a document that went to ten thousand.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg

from kit import clock
from kit.ids import new_id
from tests.bench.world import BEGIN, PERSON, SESSION, STEP, an_id, copy_rows

TITLES = {"R6": "to a thousand organs", "D1": "a million received", "D2": "ten thousand receipts"}
#: The plan asks for R6; the lists of documents are our own measure.
GOALS = {"R6": 0.5, "D1": 0.5, "D2": 0.2}
#: Dispatches per second that neither side can reach.
MOST_PER_SECOND = {"ours": 500, "floor": 800}
ORGANS, RECEIVED, RECEIPTS = 1000, 1_000_000, 10_000
DOCUMENT, RECEIPT, FAR_RECEIPT, LOADED = 20, 21, 22, 23
SENDER, LIST = "11330900BENCH0000X", "bench"
SENDER_SESSION, ORGAN_SESSION = an_id(SESSION, (1 << 31)), an_id(SESSION, (1 << 31) + 1)
WIDE = an_id(LOADED, 1)
TITLE = "关于做好数字化转型工作的通知"

_DOCUMENT = (
    "id state version origin department_code drafting_department author_name written_by kind title number number_year "
    "number_sequence joint_departments main_recipients copies organ_lists body note attendance publication restricted "
    "cited saved_at signed_by_name issued_on sealed sha256 sm3 recipients remarks"
)
_RECEIPT = (
    "id document_id department_code role state version sender_code sender_name title kind number restricted sent_at "
    "arrived_at"
)
_SESSION = (
    "id subject_id kind name assurance_level audience department_code permissions all_departments departments "
    "started_at ends_at"
)
_PERMISSIONS = json.dumps(["documents.read", "documents.dispatch", "documents.receive"])


def organ(number: int) -> str:
    """Return the code of the ``number``-th organ."""
    return f"9{number:016}B"


def build_documents(connection: psycopg.Connection[Any]) -> None:
    """Load a thousand organs with a list of them, what one of them received, and a document with many receipts."""
    organs = [(organ(n), f"第{n}单位", f"第{n}单位", "330900", None) for n in range(max(ORGANS, RECEIPTS))]
    copy_rows(
        connection,
        "auth_departments",
        "uscc name short_name region parent",
        [(SENDER, "测试市人民政府", "测试市政府", "330900", None), *organs],
    )
    members = json.dumps([organ(n) for n in range(ORGANS)])
    copy_rows(connection, "organ_lists", "code name department members", [(LIST, "各单位", SENDER, members)])
    copy_rows(connection, "official_documents", _DOCUMENT, [_document(WIDE, 1 << 30, "dispatched", RECEIPTS)])
    copy_rows(connection, "document_receipts", _RECEIPT, _received())
    copy_rows(connection, "document_receipts", _RECEIPT, _spread())
    now = clock.now()
    times = (now.isoformat(), (now + timedelta(hours=12)).isoformat())
    copy_rows(
        connection,
        "auth_sessions",
        _SESSION,
        [
            (
                session,
                an_id(PERSON, 1 << 30),
                "officer",
                "李某某",
                3,
                "office",
                code,
                _PERMISSIONS,
                "false",
                json.dumps([code]),
                *times,
            )
            for session, code in ((SENDER_SESSION, SENDER), (ORGAN_SESSION, organ(0)))
        ],
    )
    connection.execute("ANALYZE")


def add_ready(connection: psycopg.Connection[Any], first: int, number: int) -> None:
    """Load documents that are ready to be sent."""
    rows = (_document(an_id(DOCUMENT, n), n, "ready", 0) for n in range(first, first + number))
    copy_rows(connection, "official_documents", _DOCUMENT, rows)
    connection.execute("ANALYZE official_documents")


def _document(document_id: uuid.UUID, number: int, state: str, recipients: int) -> tuple[Any, ...]:
    now = clock.now()
    digest = f"{number:064x}"
    return (
        *(document_id, state, 6, "own", SENDER, SENDER, "潘某某", "[]", "notice", TITLE),
        *(
            f"测政发〔2026〕{number + 1}号",
            2026,
            number + 1,
            "[]",
            "[]",
            "[]",
            json.dumps([LIST]),
            "一、总体要求",
            "",
            "",
        ),
        *("internal", "false", "[]", now.isoformat(), "施某某", now.date(), "true", digest, digest, recipients, "[]"),
    )


def _received() -> Iterator[tuple[Any, ...]]:
    for number in range(RECEIVED):
        at = (BEGIN + number * STEP).isoformat()
        state = "closed" if number % 20 else "awaiting" if number % 400 == 0 else "in_handling"
        yield (
            *(an_id(RECEIPT, number), an_id(LOADED, 10 + number), organ(0), "main", state, 3, SENDER, "测试市人民政府"),
            *(TITLE, "notice", f"测政发〔2026〕{number + 1}号", "false", at, at),
        )


def _spread() -> Iterator[tuple[Any, ...]]:
    at = clock.now().isoformat()
    for number in range(RECEIPTS):
        state = "awaiting" if number % 3 else "signed_for"
        yield (
            *(an_id(FAR_RECEIPT, number), WIDE, organ(number), "main", state, 1, SENDER, "测试市人民政府"),
            *(TITLE, "notice", "测政发〔2026〕1号", "false", at, at),
        )


_OWN = "auth_sessions s WHERE s.id = %(session)s AND s.ended_at IS NULL AND s.ends_at > now()"
_LISTED = """r.id, r.document_id, r.role, r.state, r.version, r.sender_code, r.sender_name, r.title, r.kind, r.number,
  r.urgency, r.restricted, r.sent_at, r.arrived_at, r.signed_for_at, r.due_on, r.register_number, r.purpose"""
# The organ as a value of its own: joined, it lets the planner sort all that was received.
RECEIVED_BY = f"""SELECT {_LISTED} FROM document_receipts r
  WHERE r.department_code = (SELECT s.department_code FROM {_OWN}) ORDER BY r.id DESC LIMIT 21"""
SENT_TO = f"""SELECT {_LISTED}, r.department_code, d.name FROM (SELECT 1 FROM {_OWN}) allowed, document_receipts r
  JOIN auth_departments d ON d.uscc = r.department_code
  WHERE r.document_id = %(document)s ORDER BY r.department_code LIMIT 21"""
DISPATCH = f"""WITH s AS (SELECT s.subject_id, s.name FROM {_OWN}),
d AS (UPDATE official_documents d SET state = 'dispatched', version = version + 1, dispatched_at = now(),
    recipients = %(recipients)s FROM s WHERE d.id = %(document)s AND d.version = %(version)s AND d.state = 'ready'
    RETURNING d.*),
r AS (INSERT INTO document_receipts (id, document_id, department_code, role, state, version, sender_code, sender_name,
    title, kind, number, urgency, restricted, sent_at)
  SELECT i, d.id, c, 'main', 'awaiting', 1, d.department_code, %(sender)s, d.title, d.kind, d.number, d.urgency,
    d.restricted, now() FROM d, unnest(%(ids)s::uuid[], %(codes)s::text[]) AS given(i, c)),
e AS (INSERT INTO lifecycle_events (id, record_kind, record_id, transition, from_state, to_state, actor_id, actor_kind,
    actor_name, detail, at)
  SELECT %(event)s, 'document', d.id, 'dispatch', 'ready', 'dispatched', s.subject_id, 'officer', s.name,
    jsonb_build_object('recipients', %(recipients)s::int), now() FROM d, s),
a AS (INSERT INTO audit_entries (id, at, actor_id, actor_kind, action, object_kind, object_id, detail)
  SELECT %(audit)s, now(), s.subject_id, 'officer', 'document.dispatch', 'document', d.id, '{{}}' FROM d, s)
INSERT INTO outbox_messages (id, topic, key, payload, run_at, tries)
  SELECT job, topic, d.id::text, jsonb_build_object('document_id', d.id::text), now(), 0
  FROM d, (VALUES (%(job)s::uuid, 'documents.deliver'), (%(told)s::uuid, 'lifecycles.turned')) AS jobs(job, topic)"""
#: Whom the bare handler sends to: it has read the list once.
_codes = [organ(n) for n in range(ORGANS)]


def sent(connection: psycopg.Connection[Any], session: uuid.UUID, document_id: uuid.UUID, version: int) -> Any:
    """Send a document to everybody on the list, in one statement."""
    first = new_id().int
    values = {
        "session": session,
        "document": document_id,
        "version": version,
        "recipients": ORGANS,
        "sender": "测试市人民政府",
        "ids": [uuid.UUID(int=first + place) for place in range(ORGANS)],
        "codes": _codes,
        **{name: new_id() for name in ("event", "audit", "job", "told")},
    }
    if connection.execute(DISPATCH, values).rowcount != 2:
        raise LookupError
    return {"id": str(document_id), "state": "dispatched", "version": version + 1, "recipients": ORGANS}


def received_by(connection: psycopg.Connection[Any], session: uuid.UUID) -> list[Any]:
    """Return the newest documents of the officer's organ."""
    return connection.execute(RECEIVED_BY, {"session": session}).fetchall()


def sent_to(connection: psycopg.Connection[Any], session: uuid.UUID, document_id: uuid.UUID) -> list[Any]:
    """Return the first receipts of a document."""
    return connection.execute(SENT_TO, {"session": session, "document": document_id}).fetchall()
