"""A token that differs from a good one in a single thing opens nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm

from auth.keys import KeyRing
from auth.sessions import tokens_of
from kit import clock
from kit.crypto import Vault
from kit.database import Database
from kit.ids import new_id
from tests.auth.tampering import Forger, compact, part
from tests.product import Caller, Product

CLAIMS = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid"]
Forging = Callable[[Forger], str]


def _enter(product: Product, token: str, path: str = "/auth/v1/me") -> Any:
    return Caller(product.app.test_client(), token).get(path)


def _refused(answer: Any) -> None:
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token-refused")
    challenge, _, described = answer.headers["WWW-Authenticate"].partition(", error_description=")
    assert challenge == 'Bearer realm="zhangban", error="invalid_token"'
    assert described in ("", '"The access token expired"')


def _in(seconds: float) -> int:
    return int(clock.now().timestamp() + seconds)


def _hs256(secret: Callable[[Forger], bytes]) -> Forging:
    return lambda forger: forger.token(algorithm="HS256", key=secret(forger))


def _jwk(forger: Forger) -> bytes:
    return ECAlgorithm.to_jwk(forger.key.private.public_key()).encode()


def _by_rsa(forger: Forger, **header: object) -> str:
    key = rsa.generate_private_key(65537, 2048)
    return forger.token(algorithm="RS256", key=key, header=header)


def _by_a_stranger(forger: Forger, **header: object) -> str:
    return forger.token(key=ec.generate_private_key(ec.SECP256R1()), header=header)


def _with_own_key_inside(forger: Forger) -> str:
    stranger = ec.generate_private_key(ec.SECP256R1())
    inside = orjson.loads(ECAlgorithm.to_jwk(stranger.public_key()))
    return forger.token(key=stranger, header={"jwk": inside, "kid": "mine"})


def _altered(forger: Forger, **claims: object) -> str:
    head, _, signature = str(forger.caller.token).split(".")
    return f"{head}.{part({**forger.claims, **claims})}.{signature}"


def _without(claim: str) -> Forging:
    return lambda forger: forger.token(without=[claim])


def _receipt(forger: Forger) -> str:
    return tokens_of(forger.product.context).sign_receipt(forger.claims)


FORGERIES: dict[str, Forging] = {
    "alg none": lambda f: compact({**f.header, "alg": "none"}, f.claims, "none", None),
    "alg NoNe": lambda f: compact({**f.header, "alg": "NoNe"}, f.claims, "none", None),
    "alg missing": lambda f: f.token(header={"alg": None}),
    "alg none over a good signature": lambda f: f.token(header={"alg": "none"}),
    "HS256 keyed with the public PEM": _hs256(Forger.public_pem),
    "HS256 keyed with the public PEM, cut": _hs256(lambda f: f.public_pem().strip()),
    "HS256 keyed with the public JWK": _hs256(_jwk),
    "HS256 that says ES256": lambda f: f.token(algorithm="HS256", key=f.public_pem(), header={"alg": "ES256"}),
    "RS256": _by_rsa,
    "RS256 that says ES256": lambda f: _by_rsa(f, alg="ES256"),
    "ES256 by a stranger": _by_a_stranger,
    "ES256 with the key in the header": _with_own_key_inside,
    "iss wrong": lambda f: f.token(iss="zhejiang"),
    "iss empty": lambda f: f.token(iss=""),
    "aud list": lambda f: f.token(aud=["services", "office"]),
    "aud null": lambda f: f.token(aud=None),
    "expired": lambda f: f.token(exp=_in(-1)),
    "exp as text": lambda f: f.token(exp="tomorrow"),
    "not yet valid": lambda f: f.token(nbf=_in(60)),
    "nbf as text": lambda f: f.token(nbf="yesterday"),
    "kid unknown": lambda f: f.token(header={"kid": "nobody"}),
    "kid missing": lambda f: f.token(header={"kid": None}),
    "kid of a wrong kind": lambda f: f.token(header={"kid": 7}),
    "typ of a receipt": lambda f: f.token(header={"typ": "receipt+jwt"}),
    "typ missing": lambda f: f.token(header={"typ": None}),
    "typ JWT": lambda f: f.token(header={"typ": "JWT"}),
    "a receipt": _receipt,
    "sid of no session": lambda f: f.token(sid=str(new_id())),
    "sid that is no id": lambda f: f.token(sid="x"),
    "payload altered": lambda f: _altered(f, aud="office"),
    "payload altered to live longer": lambda f: _altered(f, exp=_in(9e6)),
    "signature cut off": lambda f: f.token().rpartition(".")[0] + ".",
    "signature of another token": lambda f: f"{f.token().rpartition('.')[0]}.{f.token().rpartition('.')[2][::-1]}",
    **{f"{name} missing": _without(name) for name in CLAIMS},
}

GARBAGE = {
    "one word": "garbage",
    "two parts": "a.b",
    "three empty parts": "..",
    "four parts": "a.b.c.d",
    "no base64": "!!.??.**",
    "not ASCII": "令牌.令牌.令牌".encode().decode("latin-1"),
    "header that is a list": f"{part([])}.{part({})}.",
    "header that is a number": f"{part(7)}.{part({})}.",
    "header that is no JSON": f"{part(b'{')}.{part({})}.",
    "very long": "a" * 100_000,
    "three very long parts": ".".join(["YQ" * 30_000] * 3),
    "padding": "=" * 5000,
    "a header of brackets, as deep as gunicorn lets through": f"{part(b'[' * 6000)}.e30.e30",
}


@pytest.mark.parametrize("forging", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_refused(product: Product, forger: Forger, forging: Forging) -> None:
    _refused(_enter(product, forging(forger)))


def test_what_the_forger_makes_without_a_change_is_accepted(product: Product, forger: Forger) -> None:
    for token in (forger.token(), str(forger.caller.token)):
        answer = _enter(product, token)
        assert answer.status_code == 200
        assert answer.get_json()["id"] == forger.caller.session["subject"]["id"]


@pytest.mark.parametrize("token", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_refused(product: Product, token: str) -> None:
    _refused(_enter(product, token))


def test_a_session_id_of_a_wrong_kind_is_refused(product: Product, forger: Forger) -> None:
    _refused(_enter(product, forger.token(sid=7)))


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "", "Token x", "x"])
def test_a_header_without_a_bearer_token_is_refused(product: Product, header: str) -> None:
    answer = product.anybody().get("/auth/v1/me", headers={"Authorization": header})
    _refused(answer)


def test_no_header_asks_to_sign_in(product: Product) -> None:
    answer = product.anybody().get("/auth/v1/me")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="zhangban"'


def test_a_key_of_another_deployment_signs_nothing_here(product: Product, forger: Forger, tmp_path: Path) -> None:
    elsewhere = Database(f"sqlite:///{tmp_path}/elsewhere.db")
    elsewhere.create_all()
    foreign = KeyRing(elsewhere, Vault("the master key of another city, long enough")).signing()
    elsewhere.engine.dispose()
    _refused(_enter(product, forger.token(key=foreign.private, header={"kid": foreign.kid})))
    _refused(_enter(product, forger.token(key=foreign.private)))


@pytest.mark.parametrize(
    ("token_of", "path"),
    [
        (Product.citizen, "/office/v1/inbox"),
        (Product.officer, "/services/v1/cases"),
        (Product.officer, "/services/v1/data-uses"),
    ],
    ids=["citizen at office", "officer at services", "officer at a ledger"],
)
def test_a_token_of_another_door_is_turned_away(
    product: Product, token_of: Callable[[Product], Caller], path: str
) -> None:
    answer = token_of(product).get(path)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong-door")


def test_an_audience_that_is_no_door_of_ours_opens_neither(product: Product, forger: Forger) -> None:
    token = forger.token(aud="elsewhere")
    for path in ("/services/v1/cases", "/office/v1/inbox"):
        assert _enter(product, token, path).get_json()["code"] == "wrong-door"


@pytest.fixture
def cached(product: Product) -> Caller:
    """Return a caller whose token the worker has seen and keeps verified."""
    caller = product.citizen()
    assert caller.get("/auth/v1/me").status_code == 200
    return caller


def test_a_cached_token_still_expires_to_the_second(cached: Caller, forger: Forger) -> None:
    ends_at = datetime.fromtimestamp(Forger(forger.product, cached).claims["exp"], UTC)
    with clock.travel(ends_at - timedelta(seconds=1)):
        assert cached.get("/auth/v1/me").status_code == 200
    with clock.travel(ends_at):
        answer = cached.get("/auth/v1/me")
        _refused(answer)
        assert answer.headers["WWW-Authenticate"].endswith('error_description="The access token expired"')


def test_an_access_token_lives_a_quarter_of_an_hour(forger: Forger) -> None:
    assert forger.claims["exp"] - forger.claims["iat"] == 900
    assert forger.claims["nbf"] == forger.claims["iat"]


def test_a_cached_token_is_still_revoked(cached: Caller) -> None:
    assert cached.send("DELETE", "/auth/v1/sessions/current").status_code == 204
    _refused(cached.get("/auth/v1/me"))


def test_a_cached_token_does_not_vouch_for_another_that_shares_its_signature(cached: Caller, product: Product) -> None:
    head, _, signature = str(cached.token).split(".")
    claims = Forger(product, cached).claims
    _refused(_enter(product, f"{head}.{part({**claims, 'exp': _in(9e6)})}.{signature}"))
