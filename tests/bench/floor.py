"""The floor: a bare WSGI callable that checks the same token and reads or writes the same rows.

One round trip where the data allow it (filing needs two, since what it writes is named in a sealed row that it must
read first), no framework, no validation, no permission, no receipt. Forms are sealed and opened, since rows lie sealed.
"""

import itertools
import os
import re
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import jwt
import orjson
import psycopg
from psycopg.rows import dict_row

from kit.crypto import Vault
from kit.ids import new_id
from tests.bench.documents import received_by, sent, sent_to
from tests.bench.lists import listed

_vault = Vault(os.environ["ZHANGBAN_MASTER_KEY"])
_key = jwt.PyJWK(orjson.loads(os.environ["FLOOR_KEY"]))
_guide = orjson.loads(os.environ["FLOOR_GUIDE"])
_local = threading.local()
_numbers = itertools.count()
_DISPATCH_PATH = re.compile(r"/office/v1/documents/([0-9a-f-]{36})/dispatch\Z")
_RECEIPTS_PATH = re.compile(r"/office/v1/documents/([0-9a-f-]{36})/receipts\Z")
_CASE_PATH = re.compile(r"/(?:services|office)/v1/cases/([0-9a-f-]{36})(/decision)?\Z")

CATALOGUE = "SELECT listing FROM matters WHERE status = 'in_force' ORDER BY code LIMIT 21"
MINE = """SELECT c.id, c.number, c.matter_code, c.matter_name, c.topic, c.state, c.version, c.submitted_at, c.due_on,
  c.outcome FROM auth_sessions s JOIN cases c ON c.applicant_id = s.subject_id
  WHERE s.id = %s AND s.ended_at IS NULL AND s.ends_at > now() ORDER BY c.id DESC LIMIT 21"""
ONE = """SELECT c.*, (SELECT json_agg(m ORDER BY m.id) FROM case_materials m WHERE m.case_id = c.id) AS materials,
  (SELECT json_agg(e ORDER BY e.id) FROM lifecycle_events e WHERE e.record_id = c.id) AS timeline,
  (SELECT json_agg(r ORDER BY r.id) FROM case_reviews r WHERE r.case_id = c.id) AS reviews
  FROM auth_sessions s, cases c WHERE s.id = %s AND s.ended_at IS NULL AND s.ends_at > now() AND c.id = %s"""
PREPARED = """SELECT s.subject_id, s.name, p.content_sealed FROM auth_sessions s
  JOIN auth_preparations p ON p.subject_id = s.subject_id AND p.matter_revision_id = %s
  WHERE s.id = %s AND s.ended_at IS NULL AND s.ends_at > now()"""
FILE = """WITH c AS (INSERT INTO cases (id, number, matter_code, matter_revision_id, matter_name, topic, applicant_id,
    applicant_kind, applicant_name, department_code, region_code, state, step, round, version, channel, form_sealed,
    submitted_at, clock_started_at, due_on, statutory_due_on)
  VALUES (%(case)s, %(number)s, %(matter)s, %(revision)s, %(name)s, %(topic)s, %(subject)s, 'person', %(who)s,
    %(department)s, %(region)s, 'received', 'intake', 1, 1, 'mobile', %(form)s, now(), now(), current_date + 7,
    current_date + 7)),
m AS (INSERT INTO case_materials (id, case_id, code, name, satisfied_by, source, status, evidence_id)
  SELECT i, %(case)s, k, k, 'licence', '证照库', 'provided', e
  FROM unnest(%(ids)s::uuid[], %(codes)s::text[], %(evidence)s::uuid[]) AS given(i, k, e)),
e AS (INSERT INTO lifecycle_events (id, record_kind, record_id, transition, from_state, to_state, actor_id, actor_kind,
    actor_name, detail, at)
  VALUES (%(event)s, 'case', %(case)s, 'submit', '', 'received', %(subject)s, 'person', %(who)s,
    jsonb_build_object('number', %(number)s::text), now())),
a AS (INSERT INTO audit_entries (id, at, actor_id, actor_kind, action, object_kind, object_id, detail)
  VALUES (%(audit)s, now(), %(subject)s, 'person', 'case.submit', 'case', %(case)s, '{}')),
t AS (INSERT INTO inbox_tasks (id, record_kind, record_id, kind, title, reference, department_code, permission, due_on,
    limit_days, opened_at)
  VALUES (%(task)s, 'case', %(case)s, 'accept', %(name)s, %(number)s, %(department)s, 'cases.accept', current_date + 7,
    5, now())),
v AS (UPDATE auth_evidence SET case_id = %(case)s WHERE id = ANY(%(evidence)s)),
u AS (UPDATE auth_data_uses SET case_id = %(case)s WHERE person_id = %(subject)s AND matter_code = %(matter)s
    AND case_id IS NULL),
p AS (DELETE FROM auth_preparations WHERE subject_id = %(subject)s AND matter_revision_id = %(revision)s),
o AS (INSERT INTO outbox_messages (id, topic, key, payload, run_at, tries)
  VALUES (%(job)s, 'lifecycles.turned', %(event)s::text, jsonb_build_object('event_id', %(event)s::text), now(), 0))
INSERT INTO idempotency_answers (owner, key, request_hash, status, location, etag, body, created_at)
  VALUES (%(subject)s::text, %(key)s, '', 201, '', '"1"', %(body)s, now())"""
DECIDE = """WITH s AS (SELECT subject_id, name FROM auth_sessions
    WHERE id = %(session)s AND ended_at IS NULL AND ends_at > now()),
c AS (UPDATE cases SET state = 'done', version = version + 1, decided_at = now(), outcome = %(outcome)s,
    decision_reason = %(reason)s WHERE id = %(case)s AND version = %(version)s AND state = 'in_handling'
    RETURNING id),
e AS (INSERT INTO lifecycle_events (id, record_kind, record_id, transition, from_state, to_state, actor_id, actor_kind,
    actor_name, opinion, detail, at)
  SELECT %(event)s, 'case', c.id, 'decide', 'in_handling', 'done', s.subject_id, 'officer', s.name, %(reason)s,
    jsonb_build_object('outcome', %(outcome)s::text), now() FROM c, s),
a AS (INSERT INTO audit_entries (id, at, actor_id, actor_kind, action, object_kind, object_id, detail)
  SELECT %(audit)s, now(), s.subject_id, 'officer', 'case.decide', 'case', c.id, '{}' FROM c, s),
t AS (UPDATE inbox_tasks SET closed_at = now(), closed_by = s.subject_id FROM s
  WHERE record_id = %(case)s AND closed_at IS NULL)
INSERT INTO outbox_messages (id, topic, key, payload, run_at, tries)
  SELECT %(job)s, 'cases.deliver', c.id::text, jsonb_build_object('case_id', c.id::text), now(), 0 FROM c"""

Start = Callable[[str, list[tuple[str, str]]], Any]


def app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer one request."""
    path = environ["PATH_INFO"]
    if path == "/services/v1/matters":
        rows = _connection().execute(CATALOGUE).fetchall()
        return _answer(start_response, {"items": [row["listing"] for row in rows], "next_cursor": None})
    session = _session(environ["HTTP_AUTHORIZATION"][7:])
    if path == "/services/v1/cases" and environ["REQUEST_METHOD"] == "POST":
        return _answer(start_response, _file(session, environ), "201 Created")
    listed_rows = _rows(path, session, environ["QUERY_STRING"])
    if listed_rows is not None:
        following = str(listed_rows[-1]["id"]) if listed_rows else None
        return _answer(start_response, {"items": listed_rows[:20], "next_cursor": following})
    return _answer(start_response, _record(path, session, environ))


def _rows(path: str, session: uuid.UUID, query: str) -> list[Any] | None:
    """Return the rows of a list, or None where the address is none of a list."""
    document = _RECEIPTS_PATH.match(path)
    if document is not None:
        return sent_to(_connection(), session, uuid.UUID(document[1]))
    if path == "/services/v1/cases":
        return _connection().execute(MINE, (session,)).fetchall()
    if path == "/office/v1/cases":
        return listed(_connection(), session, query)
    return received_by(_connection(), session) if path == "/office/v1/incoming_documents" else None


def _record(path: str, session: uuid.UUID, environ: dict[str, Any]) -> Any:
    document, case = _DISPATCH_PATH.match(path), _CASE_PATH.match(path)
    if document is not None:
        return sent(_connection(), session, uuid.UUID(document[1]), int(environ["HTTP_IF_MATCH"].strip('"')))
    if case is None:
        raise LookupError(path)
    case_id = uuid.UUID(case[1])
    return _decide(session, case_id, environ) if case[2] else _one(session, case_id)


def _session(token: str) -> uuid.UUID:
    claims = jwt.decode(token, _key, algorithms=["ES256"], issuer="zhangban", audience=["services", "office"])
    return uuid.UUID(claims["sid"])


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(
            os.environ["FLOOR_DATABASE"], autocommit=True, prepare_threshold=2, row_factory=dict_row
        )
    found: psycopg.Connection[Any] = _local.connection
    return found


def _one(session: uuid.UUID, case_id: uuid.UUID) -> dict[str, Any]:
    return _opened(_connection().execute(ONE, (session, case_id)).fetchone())


def _opened(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        raise LookupError
    row["form"] = _vault.open_json(row.pop("form_sealed"))
    return row


def _file(session: uuid.UUID, environ: dict[str, Any]) -> dict[str, Any]:
    sent = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    connection = _connection()
    row = connection.execute(PREPARED, (_guide["revision"], session)).fetchone()
    if row is None:
        raise LookupError
    materials = _vault.open_json(row["content_sealed"])["materials"]
    case_id, number = new_id(), f"F{os.getpid()}-{next(_numbers)}-{session.hex[:8]}"
    answer = {"id": str(case_id), "number": number, "state": "received", "version": 1}
    values = {
        **_guide,
        "case": case_id,
        "number": number,
        "subject": row["subject_id"],
        "who": row["name"],
        "form": _vault.seal_json(sent["form"]),
        "ids": [new_id() for _ in materials],
        "codes": [item["code"] for item in materials],
        "evidence": [uuid.UUID(item["evidence_id"]) for item in materials],
        "event": new_id(),
        "audit": new_id(),
        "task": new_id(),
        "job": new_id(),
        "key": environ["HTTP_IDEMPOTENCY_KEY"],
        "body": orjson.dumps(answer).decode(),
    }
    connection.execute(FILE, values)
    return answer


def _decide(session: uuid.UUID, case_id: uuid.UUID, environ: dict[str, Any]) -> dict[str, Any]:
    sent = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    connection = _connection()
    values = {
        **sent,
        "session": session,
        "case": case_id,
        "version": int(environ["HTTP_IF_MATCH"].strip('"')),
        "event": new_id(),
        "audit": new_id(),
        "job": new_id(),
    }
    with connection.pipeline():
        written = connection.execute(DECIDE, values)
        read = connection.execute(ONE, (session, case_id))
        answer = _opened(read.fetchone())
        if written.rowcount != 1:
            raise LookupError
        return answer


def _answer(start_response: Start, body: object, status: str = "200 OK") -> list[bytes]:
    raw = orjson.dumps(body)
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(raw)))])
    return [raw]
