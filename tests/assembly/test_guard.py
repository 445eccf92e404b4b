"""Every route of every door: no token, a broken one, another audience's, a stranger's."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule

from assembly.application import create_app
from assembly.discovery import find_micro_apps
from auth.routes import doors
from kit.ids import new_id
from kit.settings import SettingsError, load_settings
from tests.product import Caller, Product

PUBLIC = {
    "calendars",
    "visitor_passes",
    "auth",
    "deadlines",
    "keys",
    "matters",
    "handover_proofs",
    "licence_verification",
    "payment_callbacks",
    "case_status",
    "zhezhengding",
    "bus_callbacks",
    "health",
    "sandbox",
    "documents",
}


def _audience(app: Flask) -> dict[str, str]:
    known = {door.name: str(door.audience) for door in [*doors, *(found.door for found in find_micro_apps())]}
    return known | dict.fromkeys(set(app.blueprints) - set(known), "public")


def _guarded(product: Product) -> Iterator[tuple[Rule, str, str]]:
    audience = _audience(product.app)
    for rule in product.app.url_map.iter_rules():
        name = rule.endpoint.partition(".")[0]
        if audience[name] != "public":
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, method, audience[name]


def _address(rule: Rule) -> str:
    path = rule.rule
    for name in rule.arguments:
        for kind in ("uuid:", "string:", ""):
            path = path.replace(f"<{kind}{name}>", str(new_id()))
    return path


def _send(caller: Caller, rule: Rule, method: str) -> int:
    key = {"Idempotency-Key": str(new_id())}
    return caller.send(method, _address(rule), json={} if method != "GET" else None, headers=key).status_code


def test_the_public_doors_are_these_and_no_others(product: Product) -> None:
    assert {name for name, audience in _audience(product.app).items() if audience == "public"} == PUBLIC


def test_nobody_enters_without_a_token(product: Product) -> None:
    routes = list(_guarded(product))
    assert len(routes) > 25
    for rule, method, _ in routes:
        assert _send(product.anybody(), rule, method) == 401, (method, rule)


@pytest.mark.parametrize("header", ["Bearer x.y.z", "Bearer ", "Basic YTpi", "bearer", "Bearer " + "a" * 5000])
def test_nobody_enters_with_a_broken_token(product: Product, header: str) -> None:
    for rule, method, _ in _guarded(product):
        answer = product.anybody().send(method, _address(rule), headers={"Authorization": header})
        assert answer.status_code == 401, (method, rule)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_opens_only_its_own_door(product: Product) -> None:
    callers = {"services": product.citizen(), "office": product.officer()}
    for rule, method, audience in _guarded(product):
        for own, caller in callers.items():
            if audience not in {own, "any"}:
                assert _send(caller, rule, method) in {401, 403}, (method, rule, own)


def test_a_stranger_finds_nothing_under_foreign_ids(product: Product) -> None:
    callers = {"services": product.citizen(), "office": product.officer("officer-xu")}
    for rule, method, audience in _guarded(product):
        if audience in callers and any(name.endswith("_id") for name in rule.arguments):
            assert _send(callers[audience], rule, method) in {404, 422, 428}, (method, rule)


def test_a_blueprint_that_no_table_knows_is_refused(product: Product) -> None:
    app = create_app(product.context.settings, product.context)
    stray = Blueprint("stray", __name__)
    stray.get("/stray")(lambda: "open")
    app.register_blueprint(stray)
    assert app.test_client().get("/stray").status_code == 500


def test_the_sandbox_is_refused_in_production() -> None:
    values = {
        "ZHANGBAN_ENVIRONMENT": "production",
        "ZHANGBAN_SANDBOX_ENABLED": "true",
        "ZHANGBAN_MASTER_KEY": "long enough for a test of settings only",
    }
    with pytest.raises(SettingsError, match="refused in production"):
        load_settings(values)


def test_the_sandbox_doors_are_not_there_unless_enabled(product: Product, city_sandbox: dict[str, str]) -> None:
    values = {**city_sandbox, "DATABASE_URL": "sqlite://", "ZHANGBAN_SANDBOX_ENABLED": "false"}
    app = create_app(load_settings(values))
    assert app.test_client().get("/sandbox/personas").status_code == 404
    assert product.anybody().get("/sandbox/personas").status_code == 200
