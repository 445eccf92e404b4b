"""Joint cases for officers over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.joint import (
    JointCaseOut,
    JointFilter,
    joint_answer,
    joint_case_for_officer,
    list_joint_cases_for_officer,
    listed_joint_for_office,
    retry_parts,
)
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.joint_cases.schemas import OfficeJointCaseListArgs, OfficeJointCasePageOut, RetryIn

door = Door(
    "office_joint_cases",
    audience="office",
    url_prefix="/office/v1/joint_cases",
    description="一件事协同: follow the joint cases in which my department takes part.",
)
LISTING = "office_joint_cases"


@door.route("")
@door.arguments(OfficeJointCaseListArgs(), location="query")
@door.response(200, OfficeJointCasePageOut())
def list_office_joint_cases(arguments: dict[str, Any]) -> Response:
    """List the joint cases that a department in my scope leads or takes part in, newest first."""
    wanted = JointFilter(arguments["state"], arguments["code"], arguments["blocked"], arguments["late"])
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_joint_cases_for_officer(unit(), subject(), wanted, after=after, rows=rows),
        listed_joint_for_office,
    )
    return door.answer(page)


@door.route("/<uuid:joint_case_id>")
@door.response(200, JointCaseOut())
@door.problems(404)
def get_office_joint_case(joint_case_id: uuid.UUID) -> Response:
    """Read a joint case in my scope: the parts of all departments; fields of grade L3 and above are masked."""
    return _shown(joint_case_for_officer(unit(), subject(), joint_case_id))


@door.route("/<uuid:joint_case_id>/retries", methods=["POST"])
@door.arguments(RetryIn())
@door.response(200, JointCaseOut())
@door.problems(404, 409, 412, 428, 502, 503)
def retry(_arguments: dict[str, Any], joint_case_id: uuid.UUID) -> Response:
    """Try again to file the parts that could not begin; one that still cannot stays blocked and says why."""
    joint = joint_case_for_officer(unit(), subject(), joint_case_id)
    require_version(joint.version, if_match())
    after = retry_parts(subject(), unit(), context(), joint)
    unit().flush()
    return _shown(after)


def _shown(joint: Row[Any]) -> Response:
    return versioned(joint_answer(subject(), unit(), context(), joint), joint.version)
