"""Major projects over HTTP, for tests of what becomes of them."""

from typing import Any

from tests.office.supervision_matters.matters import DATA, POLICE, People, in_days
from tests.product import Caller

BASE, PROBLEMS = "/office/v1/projects", "/office/v1/project_problems"


class Bench(People):
    """The office that supervises, the data bureau that leads, the police that assist, and who reads everything."""

    def plan(self, **changes: Any) -> dict[str, Any]:
        """Return a plan of a project of the data bureau that began ten days ago."""
        return {
            "name": "海上智控综合应用",
            "kind": "provincial",
            "department": DATA,
            "co_departments": [POLICE],
            "planned_from": in_days(-10),
            "planned_to": in_days(100),
            "budget_fen": 1_000_000_00,
            "milestones": [
                {"title": "完成方案", "weight": 30, "due_on": in_days(20)},
                {"title": "平台上线", "weight": 70, "due_on": in_days(90)},
            ],
            "team": [{"officer_id": officer_id(self.data), "role": "leader"}],
            **changes,
        }

    def planned(self, **changes: Any) -> dict[str, Any]:
        """Create a project."""
        answer = self.office.post(BASE, self.plan(**changes))
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())

    def running(self, **changes: Any) -> dict[str, Any]:
        """Create a project and start it five days ago."""
        return turn(self.office, self.planned(**changes)["id"], "start", {"started_on": in_days(-5)})

    def problem(self, project_id: str, **changes: Any) -> dict[str, Any]:
        """Enter a problem of the police into the ledger, and return the project."""
        body = {
            "found_on": in_days(-1),
            "found_by": "市政府办公室督查科",
            "content": "数据接口未按期开放。",
            "department": POLICE,
            "due_on": in_days(10),
            **changes,
        }
        return turn(self.office, project_id, "problems", body, 201)


def officer_id(caller: Caller) -> str:
    """Return the id of an officer who signed in."""
    return str(caller.session["subject"]["id"])


def turn(caller: Caller, project_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a project and make a turn from what was read."""
    return _turn(caller, f"{BASE}/{project_id}", what, body, expect)


def problem_turn(caller: Caller, problem_id: str, what: str, body: object, expect: int = 200) -> dict[str, Any]:
    """Read a problem and make a turn from what was read."""
    return _turn(caller, f"{PROBLEMS}/{problem_id}", what, body, expect)


def read(caller: Caller, address: str) -> dict[str, Any]:
    """Read a project, a problem or their counts."""
    answer = caller.get(address)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def _turn(caller: Caller, address: str, what: str, body: object, expect: int) -> dict[str, Any]:
    etag = caller.get(address).headers["ETag"]
    answer = caller.post(f"{address}/{what}", body, If_Match=etag)
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())
