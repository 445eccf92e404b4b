"""Official receptions over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import receptions as engine
from engines.receptions import READ, ReceptionFilter
from kit import clock
from kit.idempotency import idempotent
from kit.months import month_of
from kit.pages import newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.receptions import schemas as shapes

door = Door(
    "receptions",
    audience="office",
    url_prefix="/office/v1/receptions",
    description="公务接待: receptions asked for by a letter, approved, listed, reviewed and settled.",
)
LISTING = "receptions"


@door.route("")
@door.arguments(shapes.ReceptionListArgs(), location="query")
@door.response(200, shapes.ReceptionPageOut())
def list_receptions(arguments: dict[str, Any]) -> Response:
    """List the receptions that I see, newest first: my own, those I approve or settle, those I read."""
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_receptions(unit(), subject(), _filter(arguments), after, rows),
        lambda row: engine.listed_reception(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.ReceptionFilterArgs(), location="query")
@door.response(200, shapes.ReceptionCountsOut())
def count_receptions(arguments: dict[str, Any]) -> Response:
    """Count the receptions that I see by state; the newest 10,000 at most."""
    return door.answer(engine.count_receptions(unit(), subject(), _filter(arguments)))


@door.route("/standards")
@door.response(200, shapes.ReceptionStandardsOut())
def list_reception_standards() -> Response:
    """List the city's standards for meals and lodging by the level of guests, the highest first."""
    return door.answer({"items": [standard._asdict() for standard in engine.standards_of(unit()).values()]})


@door.route("/summary")
@door.arguments(shapes.ReceptionSummaryArgs(), location="query")
@door.response(200, shapes.ReceptionSummaryOut())
def get_reception_summary(arguments: dict[str, Any]) -> Response:
    """Read how many receptions all departments settled in a month, for how many guests, at what cost; nobody is named.

    Needs `receptions.read`.
    """
    subject().reach(READ)
    month = arguments["month"]
    first = month_of(month) if month else clock.today().replace(day=1)
    found, names = engine.summary_of(unit(), first), department_names(unit())
    departments = [
        {**line, "department_name": names.get(line["department_code"], line["department_code"])}
        for line in found["departments"]
    ]
    return door.answer({**found, "departments": departments})


@door.route("/letters", methods=["POST"])
@door.arguments(shapes.ReceptionLetterScanIn(), location="files")
@door.response(201, shapes.ReceptionLetterScanOut())
def upload_reception_letter(files: dict[str, Any]) -> Response:
    """Upload the scan of a letter (公函) as PDF, JPG or PNG; its id goes into a request. Needs `receptions.request`."""
    given = files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    file = engine.store_letter(subject(), unit(), context(), content, given.filename or "")
    return door.answer({"id": str(file.id), "name": file.name, "media_type": file.media_type}, 201)


@door.route("", methods=["POST"])
@door.arguments(shapes.ReceptionIn())
@door.response(201, shapes.ReceptionOut())
@door.problems(404)
@idempotent
def request_reception(arguments: dict[str, Any]) -> Response:
    """Ask for an official reception (申请公务接待) by the letter of the organ that sends the guests, with its plan.

    Needs `receptions.request`. Every rule that the plan breaks is said at once, each with what it allows (`limit`),
    what was `given` and its `source`: no letter, too many who accompany, a second working meal by one letter, a meal
    or lodging over the city's standard. Guests' names are personal data of grade L2; no numbers of certificates are
    taken.
    """
    row = engine.request_reception(subject(), unit(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:reception_id>")
@door.response(200, shapes.ReceptionOut())
@door.problems(404)
def get_reception(reception_id: uuid.UUID) -> Response:
    """Read a reception that I see: letter, guests, plan, list, costs, every step."""
    return _answer(engine.reception_of(unit(), subject(), reception_id))


@door.route("/<uuid:reception_id>/letter")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_reception_letter(reception_id: uuid.UUID) -> Response:
    """Download the scan of the letter of a reception that I see."""
    row = engine.reception_of(unit(), subject(), reception_id)
    told, content = engine.open_letter(context(), row)
    return attachment(content, told["media_type"], told["name"])


@door.route("/<uuid:reception_id>/resubmission", methods=["POST"])
@door.arguments(shapes.ReceptionIn())
@door.response(200, shapes.ReceptionOut())
@door.problems(404, 409, 412, 428)
def resubmit_reception(arguments: dict[str, Any], reception_id: uuid.UUID) -> Response:
    """Change a reception of mine that was returned, and ask anew. The same rules hold.

    A scan of the letter that it has no more is deleted.
    """
    return _answer(engine.resubmit_reception(subject(), unit(), context(), _asked(reception_id), arguments))


@door.route("/<uuid:reception_id>/approval", methods=["POST"])
@door.arguments(shapes.ReceptionDecisionIn())
@door.response(200, shapes.ReceptionOut())
@door.problems(404, 409, 412, 428)
def decide_reception(arguments: dict[str, Any], reception_id: uuid.UUID) -> Response:
    """Approve a reception of my department before it begins, return it to be changed, or reject it; not my own.

    Needs `receptions.approve`.
    """
    return _answer(engine.decide_reception(subject(), unit(), _asked(reception_id), **arguments))


@door.route("/<uuid:reception_id>/cancellation", methods=["POST"])
@door.arguments(shapes.ReceptionCancellationIn())
@door.response(200, shapes.ReceptionOut())
@door.problems(404, 409, 412, 428)
def cancel_reception(arguments: dict[str, Any], reception_id: uuid.UUID) -> Response:
    """Call off a reception of mine before it begins, or as an approver strike one that did not take place after all.

    Who asked for one that has begun files its list.
    """
    return _answer(engine.cancel_reception(subject(), unit(), _asked(reception_id), arguments["reason"]))


@door.route("/<uuid:reception_id>/list", methods=["POST"])
@door.arguments(shapes.ReceptionListIn())
@door.response(200, shapes.ReceptionOut())
@door.problems(404, 409, 412, 428)
def file_reception_list(arguments: dict[str, Any], reception_id: uuid.UUID) -> Response:
    """File the list (接待清单) of a reception of mine: who came, what was done, who accompanied, costs, invoices.

    Within five working days after the end, and not before it. The rules of the plan hold for it too; one that costs
    the host more than was approved says why, which the settler sees. No invoice is in two lists of the department, or
    twice in one.
    """
    return _answer(engine.file_reception_list(subject(), unit(), _asked(reception_id), arguments))


@door.route("/<uuid:reception_id>/settlement", methods=["POST"])
@door.arguments(shapes.ReceptionSettlementIn())
@door.response(200, shapes.ReceptionOut())
@door.problems(404, 409, 412, 428)
def settle_reception(arguments: dict[str, Any], reception_id: uuid.UUID) -> Response:
    """Review, sign and settle a list (审签结算), or return it with the reason; not my own. Needs `receptions.settle`.

    What the host pays becomes the department's cost of this day, once.
    """
    return _answer(engine.settle_reception(subject(), unit(), _asked(reception_id), **arguments))


def _filter(arguments: dict[str, Any]) -> ReceptionFilter:
    same = {name: arguments[name] for name in ("state", "department_code", "mine", "organ")}
    month = arguments["month"]
    return ReceptionFilter(**same, month=month_of(month) if month else None)


def _asked(reception_id: uuid.UUID) -> Row[Any]:
    row = engine.reception_of(unit(), subject(), reception_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    answer = engine.reception_answer(subject(), unit(), row, door.url_prefix)
    return versioned(answer, row.version, status, **headers)
