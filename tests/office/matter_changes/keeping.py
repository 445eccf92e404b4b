"""What the keepers of a catalogue do, step by step."""

from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from tests.engines.zhoushan import matter_of
from tests.product import Caller, Product

CHANGES = "/office/v1/matter_changes"
POLICE = "11330900002600237T"
MOVE = matter_of("matters/household/spouse_move.json")
_numbers = count(1)


def another_matter(**changes: Any) -> dict[str, Any]:
    """Return a whole matter of the police that the catalogue does not have yet."""
    catalogue = f"330798{next(_numbers):03}001"
    own = {"catalog_code": catalogue, "task_code": f"{POLICE}3{catalogue}", "name": f"测试事项{catalogue[6:9]}"}
    return {**MOVE, **own, **changes}


def begin(editor: Caller, code: str, **more: Any) -> dict[str, Any]:
    """Begin a change and return it."""
    answer = editor.post(CHANGES, {"matter_code": code, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def save(editor: Caller, change_id: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Save the content of a change as it stands and return the change."""
    etag = editor.get(f"{CHANGES}/{change_id}").headers["ETag"]
    answer = editor.send("PUT", f"{CHANGES}/{change_id}", json={"content": content, **more}, headers={"If-Match": etag})
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def turn(caller: Caller, change_id: str, resource: str, **body: Any) -> TestResponse:
    """Make a turn of a change as it stands."""
    etag = caller.get(f"{CHANGES}/{change_id}").headers.get("ETag", '"1"')
    return caller.post(f"{CHANGES}/{change_id}/{resource}", body, If_Match=etag)


def done(answer: TestResponse) -> dict[str, Any]:
    """Return the change after a turn that was made."""
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def refused(answer: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem of a turn that was refused."""
    assert answer.status_code == status, answer.text
    return dict(answer.get_json())


def waiting(product: Product, content: dict[str, Any]) -> str:
    """Return a change with this content that waits for its approval."""
    editor = product.officer("officer-qu")
    change_id = str(begin(editor, content["task_code"])["id"])
    save(editor, change_id, content)
    done(turn(editor, change_id, "validation"))
    return change_id


def publish(product: Product, content: dict[str, Any]) -> dict[str, Any]:
    """Let one officer write a matter and another publish it."""
    return done(turn(product.officer("officer-qiu"), waiting(product, content), "approval"))
