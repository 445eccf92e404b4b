"""Joint cases over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import MaterialGiven
from engines.joint import (
    JointFiling,
    file_joint_case,
    joint_answer,
    list_own_joint_cases,
    listed_joint,
    own_joint_case,
    withdraw_joint_case,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.joint_cases.schemas import (
    JointCaseListArgs,
    JointCaseOut,
    JointCasePageOut,
    JointFilingIn,
    JointWithdrawalIn,
)

door = Door(
    "joint_cases",
    audience="services",
    url_prefix="/services/v1/joint_cases",
    description="一件事办件: file once, follow one progress.",
)
LISTING = "joint_cases"


@door.route("", methods=["POST"])
@idempotent
@door.arguments(JointFilingIn())
@door.response(201, JointCaseOut())
@door.problems(404, 409, 502, 503)
def create_joint_case(arguments: dict[str, Any]) -> Response:
    """File a joint matter once for all its departments.

    Everything of every part is checked before anything is written; findings point into the joint form.
    """
    materials = [MaterialGiven(item["code"], item["file_ids"]) for item in arguments["materials"]]
    filing = JointFiling(arguments["code"], arguments["form"], materials)
    joint_id = file_joint_case(subject(), unit(), context(), filing)
    unit().flush()
    joint = own_joint_case(unit(), subject(), joint_id)
    answer = joint_answer(subject(), unit(), context(), joint)
    return versioned(answer, joint.version, 201, Location=f"/services/v1/joint_cases/{joint_id}")


@door.route("")
@door.arguments(JointCaseListArgs(), location="query")
@door.response(200, JointCasePageOut())
def list_joint_cases(arguments: dict[str, Any]) -> Response:
    """List my joint cases, newest first."""
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_joint_cases(unit(), subject(), state=arguments["state"], after=after, rows=rows),
        listed_joint,
    )
    return door.answer(page)


@door.route("/<uuid:joint_case_id>")
@door.response(200, JointCaseOut())
@door.problems(404)
def get_joint_case(joint_case_id: uuid.UUID) -> Response:
    """Read one of my joint cases: every part with its dates, and the path that decides when all is done."""
    return _answer(own_joint_case(unit(), subject(), joint_case_id))


@door.route("/<uuid:joint_case_id>/withdrawal", methods=["POST"])
@door.arguments(JointWithdrawalIn())
@door.response(200, JointCaseOut())
@door.problems(404, 409, 412, 428)
def withdraw_joint(arguments: dict[str, Any], joint_case_id: uuid.UUID) -> Response:
    """Withdraw a joint case: parts that run are withdrawn, those that are decided stay decided."""
    joint = own_joint_case(unit(), subject(), joint_case_id)
    require_version(joint.version, if_match())
    after = withdraw_joint_case(subject(), unit(), joint, arguments["reason"])
    unit().flush()
    return _answer(after)


def _answer(joint: Row[Any]) -> Response:
    return versioned(joint_answer(subject(), unit(), context(), joint), joint.version)
