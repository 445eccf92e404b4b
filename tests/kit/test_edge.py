"""What the edge of a request logs: never a token, which opens whatever it names."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.product import Product

TOKEN = "so-secret-a-token-that-nobody-guesses-it"


def test_a_token_in_an_address_is_not_logged(product: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: Any) -> None:
        raise RuntimeError

    rules = [rule for rule in product.app.url_map.iter_rules() if "token" in rule.arguments]
    assert len({rule.rule.split("/")[1] for rule in rules}) == 2, "visitors' pages and calendar feeds"
    for rule in rules:
        monkeypatch.setitem(product.app.view_functions, rule.endpoint, broken)
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        address = str(rule.build({"token": TOKEN}, append_unknown=False)[1])  # type: ignore[index]
        with capture_logs() as logged:
            assert product.anybody().send(method, address).status_code == 500
        assert [entry["path"] for entry in logged] == [rule.rule]
        assert TOKEN not in str(logged)
