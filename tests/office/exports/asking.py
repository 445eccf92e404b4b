"""An officer who asks for exports and waits for them."""

from typing import Any

from werkzeug.test import TestResponse

from tests.product import Caller, Product

REASON = "月度办件分析"


def ask(caller: Caller, *, format_: str = "csv", expect: int = 201, **more: Any) -> dict[str, Any]:
    """Ask for an export and return the answer."""
    answer = caller.post("/office/v1/exports", {"format": format_, "reason": REASON, **more})
    assert answer.status_code == expect, answer.text
    return dict(answer.get_json())


def made(product: Product, caller: Caller, **asked: Any) -> dict[str, Any]:
    """Ask for an export, let the worker make it, and return it as it is then."""
    export_id = ask(caller, **asked)["id"]
    return worked(product, caller, export_id)


def worked(product: Product, caller: Caller, export_id: str) -> dict[str, Any]:
    """Let the worker go on until an export is at its end."""
    for _ in range(200):
        export = read(caller, export_id)
        if export["state"] != "running":
            return export
        product.work()
    raise AssertionError(export)


def read(caller: Caller, export_id: str) -> dict[str, Any]:
    """Read an export."""
    return dict(caller.get(f"/office/v1/exports/{export_id}").get_json())


def file_of(caller: Caller, export: dict[str, Any]) -> TestResponse:
    """Download the file of an export that is done."""
    return caller.get(export["download"]["href"])
