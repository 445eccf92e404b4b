"""Keys: one ring for all workers, rotated without signing anybody out, public without a secret."""

import threading
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import jwt
from sqlalchemy import select

from auth import rotate_signing_key
from auth.keys import UNKNOWN_SECONDS, KeyRing
from auth.models import AuthSigningKey
from auth.sessions import tokens_of
from auth.tokens import RECEIPT_TYPE, Tokens
from kit import clock
from kit.context import Context
from kit.errors import Unauthenticated
from tests.auth.conftest import StartWorker
from tests.product import Caller, Product

THREADS = 8


def _kid(token: str | None) -> str:
    return str(jwt.get_unverified_header(str(token))["kid"])


def _rotate(context: Context) -> str:
    with context.database.unit() as unit:
        return rotate_signing_key(unit, context.vault)


def _key_set(product: Product) -> list[dict[str, Any]]:
    answer = product.anybody().get("/.well-known/jwks.json")
    assert answer.status_code == 200
    return list(answer.get_json()["keys"])


def _enters(product: Product, caller: Caller) -> bool:
    return Caller(product.app.test_client(), caller.token).get("/auth/v1/me").status_code == 200


def _later() -> AbstractContextManager[None]:
    """Return ten minutes from now: tokens of now are still good, and a key of now is known everywhere."""
    return clock.travel(clock.now() + timedelta(minutes=10))


def test_a_rotation_keeps_the_old_tokens_good_and_signs_new_ones_with_the_new_key(
    house: Product, start_worker: StartWorker
) -> None:
    old = house.citizen()
    made = _rotate(house.context)
    with _later():
        fresh = start_worker()
        new = fresh.citizen()
        assert _kid(new.token) == made != _kid(old.token)
        assert _enters(fresh, old)
        assert _enters(fresh, new)
        assert _enters(house, old)


def test_a_running_worker_learns_a_new_key_from_the_first_token_that_carries_it(
    house: Product, start_worker: StartWorker
) -> None:
    house.citizen()
    made = _rotate(house.context)
    with _later():
        new = start_worker().citizen()
        assert _kid(new.token) == made
        time.sleep(UNKNOWN_SECONDS + 0.1)
        assert _enters(house, new)


def test_a_running_worker_signs_with_the_new_key_once_it_has_looked_again(house: Product) -> None:
    house.citizen()
    made = _rotate(house.context)
    with _later():
        tokens_of(house.context).ring.reload()
        renewed = house.citizen()
        assert _kid(renewed.token) == made
        assert _enters(house, renewed)


# junk ids keeps it there) refuses the token: a rotation signs people out after all.
def test_a_token_of_a_new_key_is_good_at_a_worker_that_has_just_looked(
    house: Product, start_worker: StartWorker
) -> None:
    house.citizen()
    other = start_worker()
    tokens_of(house.context).ring.reload()
    _rotate(house.context)
    assert _enters(house, other.citizen())


def test_a_receipt_verifies_with_a_key_set_that_was_fetched_a_minute_ago(
    house: Product, start_worker: StartWorker
) -> None:
    house.citizen()
    fetched = [key["kid"] for key in _key_set(house)]
    _rotate(house.context)
    other = start_worker()
    assert _kid(other.file_renewal(other.citizen())["receipt"]) in fetched


# refuse good tokens: every restart of a worker signs out whoever asks in its first milliseconds.
def test_a_worker_that_starts_under_load_refuses_no_good_token(house: Product) -> None:
    token = str(house.citizen().token)
    for _ in range(5):
        starting = Tokens(KeyRing(house.context.database, house.context.vault))
        assert _verified_at_once(starting, token) == ["good"] * THREADS


def _verified_at_once(tokens: Tokens, token: str) -> list[str]:
    together = threading.Barrier(THREADS)
    outcomes: list[str] = []

    def verify() -> None:
        together.wait()
        try:
            tokens.verify_access(token)
        except Unauthenticated:
            outcomes.append("refused")
        else:
            outcomes.append("good")

    threads = [threading.Thread(target=verify) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_workers_of_one_database_sign_with_the_same_key(house: Product, start_worker: StartWorker) -> None:
    first = _kid(house.citizen().token)
    assert _kid(start_worker().officer().token) == first
    assert [key["kid"] for key in _key_set(house)] == [first]


def test_the_key_set_lists_the_retired_key_after_the_new_one_and_nothing_private(house: Product) -> None:
    old = _kid(house.citizen().token)
    new = _rotate(house.context)
    keys = _key_set(house)
    assert [key["kid"] for key in keys] == [new, old]
    for key in keys:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
        assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")


def test_the_private_key_lies_sealed_in_the_database(house: Product) -> None:
    house.citizen()
    with house.context.database.unit() as unit:
        row = unit.first(select(AuthSigningKey))
        assert row is not None
        assert "PRIVATE" not in str(row)
        assert b"PRIVATE KEY" in house.context.vault.open_bytes(row.private_sealed)


def test_a_receipt_verifies_with_the_key_set_alone_even_years_of_keys_later(house: Product) -> None:
    citizen = house.citizen()
    filed = house.file_renewal(citizen)
    for _ in range(3):
        _rotate(house.context)
    key = jwt.PyJWKSet.from_dict({"keys": _key_set(house)})[_kid(filed["receipt"])]
    claims = jwt.decode(filed["receipt"], key, algorithms=["ES256"], issuer="zhangban")
    assert (claims["number"], claims["case_id"]) == (filed["number"], filed["id"])
    assert claims["sub"] == citizen.session["subject"]["id"]
    assert "exp" not in claims
    assert jwt.get_unverified_header(filed["receipt"])["typ"] == RECEIPT_TYPE


def test_a_receipt_of_a_filed_case_signs_nobody_in(house: Product) -> None:
    receipt = house.file_renewal(house.citizen())["receipt"]
    answer = Caller(house.app.test_client(), receipt).get("/auth/v1/me")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token-refused")
