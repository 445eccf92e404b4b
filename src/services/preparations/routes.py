"""Preparation over HTTP."""

from typing import Any

from engines.matters import PreparationOut, applicant_for, current_revision, prepare_matter
from kit.web import Door, context, subject, unit
from services.preparations.schemas import PreparationArgs

door = Door(
    "preparations",
    audience="services",
    url_prefix="/services/v1/matters",
    description="一证通办准备: what need not be brought.",
)


@door.route("/<string:code>/preparation")
@door.arguments(PreparationArgs(), location="query")
@door.response(200, PreparationOut())
@door.problems(404, 409, 502, 503)
def prepare(arguments: dict[str, Any], code: str) -> dict[str, Any]:
    """Prepare a matter.

    For every material: a licence, a shared record, the locker, a commitment, or an upload, in this order. The real
    sources are asked in parallel inside a time budget; one that is down makes its materials fall to the next way,
    and says so. Every record fetched is a line in the ledger of data use. With `mandate_id` it is the principal's
    licences and records that are used, and their ledger that names the agent.
    """
    guide = current_revision(unit(), code)
    applicant = applicant_for(subject(), unit(), context(), guide, arguments["mandate_id"])
    return prepare_matter(applicant, unit(), context(), guide, fresh=arguments["fresh"]).answer()
