"""The catalogue and its history over HTTP."""

from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.joint import list_joint_matters
from engines.matters import (
    authored,
    differences,
    last_revision,
    list_kept,
    list_revisions,
    numbered_revision,
    standing_of,
)
from kit.fields import beijing
from kit.pages import PageArgs, newest_first, page_of
from kit.web import Door, context, unit
from office.matters.rules import check_known
from office.matters.schemas import (
    ComparisonArgs,
    ComparisonOut,
    KeptMatterArgs,
    KeptMatterOut,
    KeptMatterPageOut,
    RevisionOut,
    RevisionPageOut,
)

door = Door(
    "office_matters", audience="office", url_prefix="/office/v1/matters", description="事项管理: revisions, history."
)
MATTERS = "office.matters"
REVISIONS = "office.matters.revisions"


@door.route("")
@door.arguments(KeptMatterArgs(), location="query")
@door.response(200, KeptMatterPageOut())
def list_kept_matters(arguments: dict[str, Any]) -> Response:
    """List the matters of the catalogue by code, withdrawn ones too."""
    signer, cursor, limit = context().cursors, arguments["cursor"], arguments["limit"]
    after = signer.decode(MATTERS, cursor, (str,))[0] if cursor else ""
    rows = list_kept(unit(), arguments["department"], arguments["status"], after, limit + 1)
    items, following = page_of(rows, limit, lambda row: signer.encode(MATTERS, row.code))
    return door.answer({"items": [_listed(row) for row in items], "next_cursor": following})


@door.route("/<string:code>")
@door.response(200, KeptMatterOut())
@door.problems(404)
def get_kept_matter(code: str) -> Response:
    """Read a matter as it stands: its last revision, where that came from, and the joint matters it is a part of."""
    row = check_known(standing_of(unit(), code))
    joint = [
        {"code": item.code, "name": item.name}
        for item in list_joint_matters(unit())
        if any(part["matter"] == code for part in item.content["parts"])
    ]
    return door.answer(
        {
            **_listed(row),
            "revision": _revision(last_revision(unit(), row), row),
            "joint_matters": joint,
            "changes_href": f"/office/v1/matter_changes?matter_code={code}",
        }
    )


@door.route("/<string:code>/revisions")
@door.arguments(PageArgs(), location="query")
@door.response(200, RevisionPageOut())
@door.problems(404)
def list_matter_revisions(arguments: dict[str, Any], code: str) -> Response:
    """List the revisions of a matter, newest first: from the pack or by staff, when, approved by whom."""
    standing = check_known(standing_of(unit(), code))
    page = newest_first(
        context().cursors,
        REVISIONS,
        arguments,
        lambda after, rows: list_revisions(unit(), code, after, rows),
        lambda row: _listed_revision(row, standing),
    )
    return door.answer(page)


@door.route("/<string:code>/revisions/<string:number>")
@door.response(200, RevisionOut())
@door.problems(404)
def get_matter_revision(code: str, number: str) -> Response:
    """Read one revision of a matter."""
    standing = check_known(standing_of(unit(), code))
    return door.answer(_revision(check_known(numbered_revision(unit(), code, number)), standing))


@door.route("/<string:code>/differences")
@door.arguments(ComparisonArgs(), location="query")
@door.response(200, ComparisonOut())
@door.problems(404)
def compare_matter_revisions(arguments: dict[str, Any], code: str) -> Response:
    """Compare two revisions of a matter, place by place."""
    standing = check_known(standing_of(unit(), code))
    earlier = check_known(numbered_revision(unit(), code, str(arguments["earlier"])))
    later = check_known(numbered_revision(unit(), code, str(arguments["later"])))
    return door.answer(
        {
            "earlier": _listed_revision(earlier, standing),
            "later": _listed_revision(later, standing),
            "differences": differences(authored(earlier.content), authored(later.content)),
        }
    )


def _listed(row: Row[Any]) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "topic": row.topic,
        "department": row.department,
        "status": row.status,
        "changed_at": beijing(row.changed_at),
    }


def _listed_revision(row: Row[Any], standing: Row[Any]) -> dict[str, Any]:
    return {
        "revision": row.revision,
        "origin": row.origin,
        "published_at": beijing(row.published_at),
        "published_by": row.published_by,
        "in_force": standing.status == "in_force" and row.id == standing.revision_id,
    }


def _revision(row: Row[Any], standing: Row[Any]) -> dict[str, Any]:
    return {**_listed_revision(row, standing), "content": authored(row.content)}
