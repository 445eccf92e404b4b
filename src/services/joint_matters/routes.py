"""Joint matters over HTTP."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from engines.joint import find_joint_matter, prepare_joint_matter
from engines.joint import list_joint_matters as joint_matters_in_force
from kit.web import Door, context, subject, unit
from services.joint_matters.schemas import JointMatterListOut, JointMatterOut, JointPreparationOut

door = Door(
    "joint_matters",
    audience="services",
    url_prefix="/services/v1/joint_matters",
    description="一件事: several matters from one form.",
)


@door.route("")
@door.response(200, JointMatterListOut())
def list_joint_matters() -> Response:
    """List the joint matters in force."""
    return door.answer({"items": [_listed(row.content) for row in joint_matters_in_force(unit())]})


@door.route("/<string:code>")
@door.response(200, JointMatterOut())
@door.problems(404)
def get_joint_matter(code: str) -> Response:
    """Read a joint matter: its form, its materials, and which part waits for which."""
    raw = find_joint_matter(unit(), code).raw
    named = ("form", "materials", "parts", "legal_basis", "department", "region", "assurance_level")
    return door.answer({**_listed(raw), **{name: raw[name] for name in named}})


@door.route("/<string:code>/preparation")
@door.response(200, JointPreparationOut())
@door.problems(404)
def prepare_joint(code: str) -> Response:
    """Learn what need not be brought: every part is prepared for me, and each thing is asked for once."""
    matter = find_joint_matter(unit(), code)
    return door.answer(prepare_joint_matter(subject(), unit(), context(), matter))


def _listed(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": raw["code"],
        "name": raw["name"],
        "name_en": raw["name_en"],
        "audience": raw["audience"],
        "parts": len(raw["parts"]),
    }
