"""The published contracts: valid, complete, with true examples, and kept under a bounded random load."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from assembly.documents import DOCUMENTS, document
from tests.product import Caller, Product

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
METHODS = {"get", "post", "put", "patch", "delete"}


def _operations(contract: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in contract["paths"].items():
        for method in METHODS & set(item):
            yield f"{method} {path}", item[method]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_contract_is_valid_openapi(product: Product, name: str) -> None:
    contract = document(product.app, name)
    assert contract["openapi"] == "3.1.0"
    validate(contract)


def test_every_operation_has_a_name_of_its_own_and_a_sentence(product: Product) -> None:
    names: list[str] = []
    for contract in DOCUMENTS:
        for where, operation in _operations(document(product.app, contract)):
            assert operation["summary"].endswith("."), where
            assert operation["description"], where
            names.append(operation["operationId"])
    assert len(names) == len(set(names))


def test_every_route_of_the_product_is_published(product: Product) -> None:
    published = {
        path.replace("{", "<").replace("}", ">") for name in DOCUMENTS for path in document(product.app, name)["paths"]
    }
    routes = {
        "/".join(f"<{part.rpartition(':')[2]}" if part.startswith("<") else part for part in rule.rule.split("/"))
        for rule in product.app.url_map.iter_rules()
        if not rule.endpoint.startswith("documents.")
    }
    assert routes == published


def test_examples_in_the_schemas_are_true(product: Product) -> None:
    checked = 0
    for name in DOCUMENTS:
        for schema in document(product.app, name)["components"]["schemas"].values():
            for field, rules in schema.get("properties", {}).items():
                if "example" in rules and "$ref" not in str(rules):
                    assert jsonschema_rs.is_valid(rules, rules["example"]), (name, field, rules)
                    checked += 1
    assert checked > 30


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_contract_is_kept_under_random_requests(product: Product, name: str) -> None:
    """No 5xx, no undocumented status, content type or body, whatever is sent to any operation."""
    schema = schemathesis.openapi.from_wsgi(f"/docs/{name}/openapi.json", product.app)
    signed_in = product.officer() if name == "office" else product.citizen()
    concrete = {path for path in document(product.app, name)["paths"] if "{" not in path}
    failures = []
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # a contract that cannot be read raises here
        try:
            _bombard(operation, signed_in, concrete)
        except Exception as failure:  # noqa: BLE001 -- all operations are tried before the test fails
            failures += [f"{operation.label}: {part}" for part in getattr(failure, "exceptions", [failure])]
    assert not failures, "\n\n".join(failures)


def _bombard(operation: Any, caller: Caller, concrete: set[str]) -> None:
    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        # A path without variables goes before one with them (OpenAPI 3.1): this one is another operation's.
        assume("{" not in operation.path or case.formatted_path not in concrete)
        headers = {"Authorization": f"Bearer {caller.token}"}
        # Signing the caller out would make every later request a 401.
        if operation.label != "DELETE /auth/v1/sessions/current":
            case.call_and_validate(headers=headers, checks=CHECKS)

    send()
