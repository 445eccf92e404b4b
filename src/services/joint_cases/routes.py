"""Joint cases over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.cases import MaterialGiven
from engines.joint import (
    JointCaseOut,
    JointFiling,
    conclude_joint_case,
    file_joint_case,
    joint_answer,
    list_own_joint_cases,
    listed_joint,
    own_joint_case,
    refile_part,
    withdraw_joint_case,
)
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.joint_cases.schemas import (
    JointCaseListArgs,
    JointCasePageOut,
    JointConclusionIn,
    JointFilingIn,
    JointRefilingIn,
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
    filing = JointFiling(arguments["code"], arguments["form"], _given(arguments))
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
    return _shown(own_joint_case(unit(), subject(), joint_case_id))


@door.route("/<uuid:joint_case_id>/refilings", methods=["POST"])
@idempotent
@door.arguments(JointRefilingIn())
@door.response(200, JointCaseOut())
@door.problems(404, 409, 412, 428, 502, 503)
def refile(arguments: dict[str, Any], joint_case_id: uuid.UUID) -> Response:
    """File a part again that failed or could not begin, while the others go on.

    What is changed in the joint form holds for parts that begin later too; findings point into the joint form.
    """
    part, form = arguments["part"], arguments["form"]
    joint = _asked(joint_case_id)
    return _answer(refile_part(subject(), unit(), context(), joint, part, form, _given(arguments)))


@door.route("/<uuid:joint_case_id>/conclusion", methods=["POST"])
@door.arguments(JointConclusionIn())
@door.response(200, JointCaseOut())
@door.problems(404, 409, 412, 428)
def conclude(_arguments: dict[str, Any], joint_case_id: uuid.UUID) -> Response:
    """Leave a joint case there in which a part failed; what was granted stays."""
    return _answer(conclude_joint_case(subject(), unit(), _asked(joint_case_id)))


@door.route("/<uuid:joint_case_id>/withdrawal", methods=["POST"])
@door.arguments(JointWithdrawalIn())
@door.response(200, JointCaseOut())
@door.problems(404, 409, 412, 428)
def withdraw_joint(arguments: dict[str, Any], joint_case_id: uuid.UUID) -> Response:
    """Withdraw a joint case: parts that run are withdrawn, those that are decided stay decided."""
    return _answer(withdraw_joint_case(subject(), unit(), _asked(joint_case_id), arguments["reason"]))


def _given(arguments: dict[str, Any]) -> list[MaterialGiven]:
    return [MaterialGiven(item["code"], item["file_ids"]) for item in arguments["materials"]]


def _asked(joint_case_id: uuid.UUID) -> Row[Any]:
    """Return the joint case that a change is asked for, if the caller has read its present version."""
    joint = own_joint_case(unit(), subject(), joint_case_id)
    require_version(joint.version, if_match())
    return joint


def _answer(joint: Row[Any]) -> Response:
    """Answer a change with the joint case as it is after it."""
    unit().flush()
    return _shown(joint)


def _shown(joint: Row[Any]) -> Response:
    return versioned(joint_answer(subject(), unit(), context(), joint), joint.version)
