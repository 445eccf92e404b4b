"""Sessions live, are renewed and end: at once, everywhere, and whole families of them."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from auth import store_directory, store_positions
from auth.models import AuthDepartment, AuthPosition, AuthRegion, AuthRole, AuthSession
from engines.packs import load_pack
from kit import clock
from kit.database import Model
from tests.auth.conftest import StartWorker
from tests.product import PACK, Caller, Product

REFRESH = "/auth/v1/sessions/refresh"
CURRENT = "/auth/v1/sessions/current"
Rows = list[dict[str, Any]]


def _renewed(house: Product, caller: Caller) -> Caller:
    answer = house.anybody().post(REFRESH, {"refresh_token": caller.session["refresh_token"]})
    assert answer.status_code == 200, answer.text
    return Caller(house.app.test_client(), answer.get_json()["access_token"], answer.get_json())


def _status(house: Product, caller: Caller) -> int:
    return Caller(house.app.test_client(), caller.token).get("/auth/v1/me").status_code


def _refused(house: Product, refresh_token: str) -> None:
    answer = house.anybody().post(REFRESH, {"refresh_token": refresh_token})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "refresh-refused")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def _rows(house: Product, table: type[Model]) -> Rows:
    with house.context.database.unit() as unit:
        return [dict(row._mapping) for row in unit.rows(select(*table.__table__.c))]


def test_a_refresh_hands_out_a_new_pair_for_the_same_session(house: Product) -> None:
    first = house.citizen()
    second = _renewed(house, first)
    assert second.session.keys() == first.session.keys()
    assert second.session["subject"] == first.session["subject"]
    assert second.token != first.token
    assert second.session["refresh_token"] != first.session["refresh_token"]
    assert _status(house, second) == 200
    assert len(_rows(house, AuthSession)) == 1


def test_a_refresh_brings_back_a_sign_in_whose_token_has_run_out(house: Product) -> None:
    first = house.citizen()
    with clock.travel(clock.now() + timedelta(hours=1)):
        assert _status(house, first) == 401
        assert _status(house, _renewed(house, first)) == 200


def test_a_refresh_token_used_twice_ends_the_whole_family_at_every_worker(
    house: Product, start_worker: StartWorker
) -> None:
    first = house.citizen()
    second = _renewed(house, first)
    third = _renewed(house, second)
    elsewhere = start_worker()
    assert _status(elsewhere, third) == 200
    _refused(house, first.session["refresh_token"])
    for caller in (first, second, third):
        assert (_status(house, caller), _status(elsewhere, caller)) == (401, 401)
    _refused(elsewhere, third.session["refresh_token"])
    assert [row["end_reason"] for row in _rows(house, AuthSession)] == ["refresh token reused"]


def test_the_end_of_a_family_leaves_the_persons_other_phone_signed_in(house: Product) -> None:
    stolen, other = house.citizen(), house.citizen()
    _renewed(house, stolen)
    _refused(house, stolen.session["refresh_token"])
    assert _status(house, other) == 200
    assert _status(house, _renewed(house, other)) == 200


def test_of_two_who_refresh_at_once_one_is_served_and_the_session_ends(house: Product) -> None:
    caller = house.citizen()
    together = threading.Barrier(2)
    answers: list[Any] = []

    def refresh() -> None:
        somebody = house.anybody()
        together.wait()
        answers.append(somebody.post(REFRESH, {"refresh_token": caller.session["refresh_token"]}))

    threads = [threading.Thread(target=refresh) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    winner = next(answer.get_json() for answer in answers if answer.status_code == 200)
    assert _status(house, Caller(house.app.test_client(), winner["access_token"])) == 401


@pytest.mark.parametrize("token", ["nobody", "令牌", "x" * 200, "' OR 1=1 --"])
def test_an_unknown_refresh_token_is_refused(product: Product, token: str) -> None:
    _refused(product, token)


def test_an_access_token_renews_nothing(product: Product) -> None:
    caller = product.citizen()
    answer = product.anybody().post(REFRESH, {"refresh_token": caller.token})
    assert answer.status_code in {401, 422}
    assert _status(product, caller) == 200


@pytest.mark.parametrize("body", [{}, {"refresh_token": ""}, {"refresh_token": 7}, {"refresh_token": "x" * 201}])
def test_a_malformed_refresh_is_pointed_at(product: Product, body: dict[str, Any]) -> None:
    answer = product.anybody().post(REFRESH, body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/refresh_token"


def test_renewing_does_not_carry_a_citizen_past_thirty_days(house: Product) -> None:
    caller = house.citizen()
    start = clock.now()
    with clock.travel(start + timedelta(days=29)):
        caller = _renewed(house, caller)
    with clock.travel(start + timedelta(days=30, seconds=1)):
        _refused(house, caller.session["refresh_token"])


def test_an_officers_session_ends_with_the_working_day(house: Product) -> None:
    officer = house.officer()
    start = clock.now()
    with clock.travel(start + timedelta(hours=11, minutes=55)):
        officer = _renewed(house, officer)
        assert _status(house, officer) == 200
    with clock.travel(start + timedelta(hours=12, seconds=1)):
        assert _status(house, officer) == 401, "the access token would be good for minutes yet"
        _refused(house, officer.session["refresh_token"])


def test_signing_out_takes_effect_at_once_at_every_worker(house: Product, start_worker: StartWorker) -> None:
    caller, elsewhere = house.citizen(), start_worker()
    assert _status(elsewhere, caller) == 200
    assert caller.send("DELETE", CURRENT).status_code == 204
    assert (_status(house, caller), _status(elsewhere, caller)) == (401, 401)
    _refused(elsewhere, caller.session["refresh_token"])


def test_signing_out_takes_every_token_of_the_session_and_no_other_session(house: Product) -> None:
    first, other = house.citizen(), house.citizen()
    second = _renewed(house, first)
    assert first.send("DELETE", CURRENT).status_code == 204
    assert _status(house, second) == 401
    assert _status(house, other) == 200


def test_signing_out_twice_is_refused(house: Product) -> None:
    caller = house.citizen()
    assert caller.send("DELETE", CURRENT).status_code == 204
    assert caller.send("DELETE", CURRENT).status_code == 401


def _positions(house: Product) -> Rows:
    return [{name: value for name, value in row.items() if name != "id"} for row in _rows(house, AuthPosition)]


def _move(house: Product, employee_code: str, **changes: object) -> None:
    moved = [item | changes if item["employee_code"] == employee_code else item for item in _positions(house)]
    with house.context.database.unit() as unit:
        assert store_positions(unit, moved) > 0


def test_a_change_of_role_ends_the_officers_running_sessions_and_nobody_elses(
    house: Product, start_worker: StartWorker
) -> None:
    bao, gu, citizen = house.officer("officer-bao"), house.officer("officer-gu"), house.citizen()
    elsewhere = start_worker()
    assert _status(elsewhere, bao) == 200
    _move(house, "GE_0004", role="acceptor")
    assert (_status(house, bao), _status(elsewhere, bao)) == (401, 401)
    _refused(house, bao.session["refresh_token"])
    assert (_status(house, gu), _status(house, citizen)) == (200, 200)
    again = house.officer("officer-bao").get("/auth/v1/me").get_json()
    assert again["permissions"] == ["cases.accept", "cases.deliver", "cases.read"]


def test_a_post_that_is_withdrawn_ends_the_session_and_leaves_no_powers(house: Product) -> None:
    bao = house.officer("officer-bao")
    with house.context.database.unit() as unit:
        store_positions(unit, [item for item in _positions(house) if item["employee_code"] != "GE_0004"])
    assert _status(house, bao) == 401
    me = house.officer("officer-bao").get("/auth/v1/me").get_json()
    assert (me["permissions"], me["department_code"]) == ([], None)


def test_loading_the_same_pack_again_signs_nobody_out(house: Product) -> None:
    officer = house.officer("officer-bao")
    with house.context.database.unit() as unit:
        load_pack(unit, PACK)
    assert _status(house, officer) == 200


def _store(house: Product, *, roles: Rows | None = None, departments: Rows | None = None) -> None:
    with house.context.database.unit() as unit:
        changed = store_directory(
            unit,
            regions=_rows(house, AuthRegion),
            departments=departments or _rows(house, AuthDepartment),
            roles=roles or _rows(house, AuthRole),
        )
        assert changed == 1


def test_a_permission_taken_from_a_role_does_not_live_on_in_a_running_session(house: Product) -> None:
    bao = house.officer("officer-bao")
    roles = [
        role | {"permissions": ["cases.read"]} if role["code"] == "decider" else role for role in _rows(house, AuthRole)
    ]
    _store(house, roles=roles)
    answer = bao.get("/auth/v1/me")
    assert answer.status_code == 401 or "cases.decide" not in answer.get_json()["permissions"]


def test_a_department_that_moves_away_leaves_the_scope_of_a_running_session(house: Product) -> None:
    traffic, city = "11330900002600341Y", "11330900002600018G"
    fei = house.officer("officer-fei")
    moved = [row | {"parent": city} if row["uscc"] == traffic else row for row in _rows(house, AuthDepartment)]
    _store(house, departments=moved)
    ended = _status(house, fei) == 401
    scope = next(row["departments"] for row in _rows(house, AuthSession))
    assert ended or traffic not in scope
