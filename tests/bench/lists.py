"""The officer's list for the benchmark: three typical questions, and the same statements without a product around them.

L1 is what an officer opens in the morning, L2 a supervisor's question over the whole city, L3 a look back.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs

import psycopg

from kit import clock
from kit.ids import first_id
from tests.bench.measuring import Line

TITLES = {"L1": "my department", "L2": "a light, a matter", "L3": "refused, a week"}
_COLUMNS = """c.id, c.number, c.matter_code, c.matter_name, c.topic, c.applicant_kind, c.applicant_name,
  c.department_code, c.region_code, c.state, c.version, c.channel, c.submitted_at, c.due_on, c.yellow_on, c.holder,
  c.assignee_id, c.outcome"""
_SESSION = "auth_sessions s WHERE s.id = %(session)s AND s.ended_at IS NULL AND s.ends_at > now()"
_OWN = f"{_SESSION} AND s.departments @> to_jsonb(%(department)s::text)"
#: Unfinished cases of the officer's departments by due date.
_URGENT = f"""SELECT {_COLUMNS} FROM (SELECT found.id, found.due_on
    FROM (SELECT 1 FROM {_OWN}) allowed, unnest(%(states)s::text[]) wanted (state),
    LATERAL (SELECT id, due_on FROM cases WHERE department_code = %(department)s AND cases.state = wanted.state
      AND closed_on IS NULL ORDER BY due_on, id LIMIT 21) found
    ORDER BY found.due_on, found.id LIMIT 21) first JOIN cases c ON c.id = first.id ORDER BY c.due_on, c.id"""
#: Yellow cases of a matter by due date; the officer sees all departments.
_LIT = f"""SELECT {_COLUMNS} FROM (SELECT found.id, found.due_on
    FROM (SELECT 1 FROM {_SESSION} AND s.all_departments) allowed, unnest(%(states)s::text[]) wanted (state),
    LATERAL (SELECT id, due_on FROM cases WHERE matter_code = %(matter)s AND cases.state = wanted.state
      AND closed_on IS NULL AND due_on >= current_date AND yellow_on <= current_date
      ORDER BY due_on, id LIMIT 21) found
    ORDER BY found.due_on, found.id LIMIT 21) first JOIN cases c ON c.id = first.id ORDER BY c.due_on, c.id"""
#: Refused cases of some days, newest first.
_REFUSED = f"""SELECT {_COLUMNS} FROM (SELECT found.id
    FROM (SELECT 1 FROM {_OWN}) allowed, unnest(%(states)s::text[]) wanted (state),
    LATERAL (SELECT id FROM cases WHERE department_code = %(department)s AND cases.state = wanted.state
      AND outcome = 'refused' AND submitted_at >= %(first)s AND submitted_at < %(last)s
      AND id >= %(least)s AND id < %(most)s
      ORDER BY id DESC LIMIT 21) found
    ORDER BY found.id DESC LIMIT 21) first JOIN cases c ON c.id = first.id ORDER BY c.id DESC"""
UNFINISHED = ["signing", "received", "correction", "accepted", "in_handling", "suspended", "done"]
DECIDED = ["done", "delivered", "archived"]


def listed(connection: psycopg.Connection[Any], session: uuid.UUID, query: str) -> list[Any]:
    """Answer one of the three questions by its statement."""
    asked = parse_qs(query)
    values: dict[str, Any] = {"session": session, "department": asked.get("own", [""])[0]}
    if "outcome" in asked:
        first, last = asked["submitted_from"][0], asked["submitted_to"][0]
        values |= {"first": f"{first} 00:00+08", "last": f"{last} 24:00+08", "states": DECIDED}
        values |= {"least": asked["least"][0], "most": asked["most"][0]}
        return connection.execute(_REFUSED, values).fetchall()
    if "light" in asked:
        values |= {"states": asked["state"], "matter": asked["matter_code"][0]}
        return connection.execute(_LIT, values).fetchall()
    return connection.execute(_URGENT, {**values, "states": UNFINISHED}).fetchall()


def questions(kind: str, officers: Mapping[str, str], chief: str, matters: Sequence[str], begin: date) -> list[Line]:
    """Return the requests of a kind, by officers of each department, by matter, or week by week.

    ``officers`` are tokens by department, ``chief`` is one over all of them. What the product does not know of the
    addresses (the department, the ids of a week) is for the statement that has no product around it.
    """
    if kind == "L1":
        asked = [(f"limit=20&own={code}", token) for code, token in officers.items()]
    elif kind == "L2":
        states = "state=accepted&state=in_handling&limit=20"
        asked = [(f"light=yellow&{states}&matter_code={code}", chief) for code in matters]
    else:
        weeks = [begin + timedelta(weeks=number) for number in range(40)]
        asked = [(f"{_week(day)}&own={code}", token) for day in weeks for code, token in officers.items()]
    return [("GET", f"/office/v1/cases?{query}", token, "", "", "") for query, token in asked]


def _week(day: date) -> str:
    last = day + timedelta(days=6)
    bounds = first_id(clock.start_of(day)), first_id(clock.start_of(last + timedelta(days=1)))
    return f"outcome=refused&submitted_from={day}&submitted_to={last}&limit=20&least={bounds[0]}&most={bounds[1]}"
