"""Repairs over HTTP."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import tickets as engine
from kit.fields import beijing
from kit.idempotency import idempotent
from kit.months import month_of, months_between
from kit.pages import newest_first
from kit.web import Door, attachment, context, if_match, require_version, subject, unit, versioned
from office.repairs import actions, queries
from office.repairs import schemas as shapes
from office.repairs.manifest import REPAIR

door = Door(
    "repairs",
    audience="office",
    url_prefix="/office/v1/repairs",
    description="报修: report, dispatch, arrive, complete, accept and rate, follow up.",
)
LISTING = "repairs"
#: What only parts out of stock have.
_OUTSIDE = dict.fromkeys(("item", "unit", "warehouse_id", "warehouse_name"))
#: Statistics count so many at a time.
MOST_MONTHS = 24


@door.route("")
@door.arguments(shapes.RepairListArgs(), location="query")
@door.response(200, shapes.RepairPageOut())
def list_repairs(arguments: dict[str, Any]) -> Response:
    """List the repairs that I see, newest first: those I reported, those in my hands, those of my department.

    With `repairs.read` I see those that the departments of my scope put right.
    """
    names = department_names(unit())
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_tickets(unit(), subject(), REPAIR, _filter(arguments), after, rows),
        lambda row: engine.listed_ticket(row, names),
    )
    labels = queries.labels_among(unit(), [uuid.UUID(item["id"]) for item in page["items"]])
    return door.answer({**page, "items": [{**item, **_label(labels, item["id"])} for item in page["items"]]})


@door.route("/counts")
@door.arguments(shapes.RepairFilterArgs(), location="query")
@door.response(200, shapes.RepairCountsOut())
def count_repairs(arguments: dict[str, Any]) -> Response:
    """Count the repairs that I see by state and light; the newest 10,000 at most."""
    return door.answer(engine.count_tickets(unit(), subject(), REPAIR, _filter(arguments)))


@door.route("/statistics")
@door.arguments(shapes.RepairPeriodArgs(), location="query")
@door.response(200, shapes.RepairStatisticsOut())
def get_repair_statistics(arguments: dict[str, Any]) -> Response:
    """Read how many repairs there were, how long they took and how they were rated, by category and month.

    Needs `repairs.read`. Hours run on the wall clock from the report; on time is by the limits of all steps. The first
    rating counts, and what was accepted by default stands apart.
    """
    period = engine.Period(*months_between(arguments["first_month"], arguments["last_month"], MOST_MONTHS))
    total, groups = engine.ticket_statistics(unit(), subject(), REPAIR, period, arguments["by"])
    names = {item.code: item.name for item in engine.categories_of(unit(), REPAIR.code)}
    return door.answer({"total": total, "groups": [_named(group, names) for group in groups]})


@door.route("/categories")
@door.response(200, shapes.RepairCategoriesOut())
def list_repair_categories() -> Response:
    """List the categories, who repairs what, and the limits in hours by priority and step.

    An emergency counts every hour, the others those of the offices on working days, 08:30–12:00 and 14:00–17:30.
    """
    names = department_names(unit())
    items = [
        {
            "code": item.code,
            "name": item.name,
            "department_code": item.department,
            "department_name": names.get(item.department, item.department),
            "hours": item.hours,
        }
        for item in engine.categories_of(unit(), REPAIR.code)
    ]
    return door.answer({"items": items})


@door.route("/<uuid:repair_id>/technicians")
@door.response(200, shapes.RepairTechniciansOut())
@door.problems(404)
def list_repair_technicians(repair_id: uuid.UUID) -> Response:
    """List the officers to whom a repair can be dispatched. Needs `repairs.dispatch`."""
    row = engine.ticket_of(unit(), subject(), REPAIR, repair_id)
    found = engine.technicians_for(subject(), unit(), context(), row)
    return door.answer({"items": [{"id": str(item.id), "name": item.name} for item in found]})


@door.route("/photos", methods=["POST"])
@door.arguments(shapes.RepairPhotoIn(), location="files")
@door.response(201, shapes.RepairPhotoOut())
def upload_repair_photo(files: dict[str, Any]) -> Response:
    """Upload a photo (JPG or PNG); its id goes into a report or a completion.

    Needs `repairs.report` or `repairs.work`.
    """
    given = files["file"]
    content = given.stream.read(context().settings.max_file_bytes + 1)
    file = engine.store_photo(subject(), unit(), context(), REPAIR, content, given.filename or "")
    return door.answer({"id": str(file.id), "name": file.name, "media_type": file.media_type}, 201)


@door.route("", methods=["POST"])
@door.arguments(shapes.RepairIn())
@door.response(201, shapes.RepairOut())
@door.problems(404)
@idempotent
def report_repair(arguments: dict[str, Any]) -> Response:
    """Report a repair (报修) to the department of its category, which dispatches it within its limit.

    Needs `repairs.report`.
    """
    row = actions.report_repair(subject(), unit(), arguments)
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:repair_id>")
@door.response(200, shapes.RepairOut())
@door.problems(404)
def get_repair(repair_id: uuid.UUID) -> Response:
    """Read a repair: what was reported, its limits, what was done and what it took, every step."""
    return _answer(engine.ticket_of(unit(), subject(), REPAIR, repair_id))


@door.route("/<uuid:repair_id>/photos/<uuid:file_id>")
@door.response(200, content_type="application/octet-stream")
@door.problems(404)
def get_repair_photo(repair_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """Download a photo of a repair."""
    row = engine.ticket_of(unit(), subject(), REPAIR, repair_id)
    told, content = engine.open_photo(context(), row, file_id)
    return attachment(content, told["media_type"], told["name"])


@door.route("/<uuid:repair_id>/cancellation", methods=["POST"])
@door.arguments(shapes.RepairReasonIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def cancel_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Cancel a repair that I reported, before anybody arrived."""
    return _answer(engine.cancel_ticket(subject(), unit(), _asked(repair_id), arguments["reason"]))


@door.route("/<uuid:repair_id>/refusal", methods=["POST"])
@door.arguments(shapes.RepairRefusalIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def decline_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Decline what is not ours (不予受理), with the reason and where to turn. Needs `repairs.dispatch`."""
    row = _asked(repair_id)
    return _answer(engine.decline_ticket(subject(), unit(), row, arguments["reason"], arguments["turn_to"]))


@door.route("/<uuid:repair_id>/dispatches", methods=["POST"])
@door.arguments(shapes.RepairDispatchIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def dispatch_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Dispatch a repair (派单) to a technician or an outside firm; again until it is done.

    Needs `repairs.dispatch`. The limit for arrival begins with each dispatch, that of the whole with the report alone.
    """
    row, hands = _asked(repair_id), engine.Hands(arguments["technician_id"], arguments["firm"])
    return _answer(engine.dispatch_ticket(subject(), unit(), context(), row, hands, arguments["note"]))


@door.route("/<uuid:repair_id>/arrival", methods=["POST"])
@door.arguments(shapes.RepairNoteIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def arrive_at_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Say that I have arrived (到场); for an outside firm anybody with `repairs.work` notes it."""
    return _answer(engine.arrive_at_ticket(subject(), unit(), _asked(repair_id), arguments["note"]))


@door.route("/<uuid:repair_id>/completion", methods=["POST"])
@door.arguments(shapes.RepairCompletionIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def complete_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Complete a repair (完工) with what was done, parts, labour and photos; its reporter is asked to accept it.

    Parts out of stock leave the warehouse with this, at their price of now; where one is short nothing is done, and
    the answer says how many are there (409). After a return it tells only what the new work took.
    """
    return _answer(actions.complete_repair(subject(), unit(), _asked(repair_id), arguments))


@door.route("/<uuid:repair_id>/acceptance", methods=["POST"])
@door.arguments(shapes.RepairAcceptanceIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def accept_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Accept a repair that I reported and rate it from 1 to 5 (验收评价); 1 and 2 open a follow-up.

    Without an answer in 3 working days it is accepted by default and has no rating.
    """
    row = _asked(repair_id)
    return _answer(engine.accept_ticket(subject(), unit(), row, arguments["rating"], arguments["comment"]))


@door.route("/<uuid:repair_id>/returns", methods=["POST"])
@door.arguments(shapes.RepairReasonIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def return_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Return a repair that I reported to work (退回返工), with the reason."""
    return _answer(engine.return_work(subject(), unit(), _asked(repair_id), arguments["reason"]))


@door.route("/<uuid:repair_id>/call_backs", methods=["POST"])
@door.arguments(shapes.RepairCallBackIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def call_back_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Note what the reporter of a badly rated repair said when called back (回访).

    Needs `repairs.follow_up`; who did the work does not follow it up.
    """
    row = _asked(repair_id)
    return _answer(engine.call_back(subject(), unit(), row, arguments["result"], reached=arguments["reached"]))


@door.route("/<uuid:repair_id>/reopening", methods=["POST"])
@door.arguments(shapes.RepairReasonIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def reopen_repair(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Have a badly rated repair done again under its number (重新处理), after the call back."""
    return _answer(engine.reopen_ticket(subject(), unit(), _asked(repair_id), arguments["reason"]))


@door.route("/<uuid:repair_id>/follow_up", methods=["POST"])
@door.arguments(shapes.RepairResultIn())
@door.response(200, shapes.RepairOut())
@door.problems(404, 409, 412, 428)
def close_repair_follow_up(arguments: dict[str, Any], repair_id: uuid.UUID) -> Response:
    """Close the follow-up of a bad rating with what was done (回访办结), after the call back."""
    return _answer(engine.close_follow_up(subject(), unit(), _asked(repair_id), arguments["result"]))


def _filter(arguments: dict[str, Any]) -> engine.TicketFilter:
    same = ("state", "light", "category", "priority", "place", "technician_id", "mine", "words")
    among = queries.tickets_of(arguments["resource_code"], arguments["asset_number"])
    month = month_of(arguments["month"]) if arguments["month"] else None
    return engine.TicketFilter(**{name: arguments[name] for name in same}, month=month, among=among)


def _label(labels: Mapping[uuid.UUID, Row[Any]], ticket_id: str) -> dict[str, Any]:
    found = labels[uuid.UUID(ticket_id)]
    return {"resource_code": found.resource_code, "asset_number": found.asset_number}


def _work(row: Row[Any]) -> dict[str, Any]:
    plain = ("work", "parts_fen", "labour_fen", "done_by_name")
    parts = [{**_OUTSIDE, **part} for part in row.parts]
    return {**{name: getattr(row, name) for name in plain}, "parts": parts, "done_at": beijing(row.done_at)}


def _named(group: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**group, "category_name": names.get(group["category"])} if "category" in group else group


def _asked(repair_id: uuid.UUID) -> Row[Any]:
    row = engine.ticket_of(unit(), subject(), REPAIR, repair_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    label, works = queries.label_and_works(unit(), row.id)
    body = {
        **engine.ticket_answer(subject(), unit(), row, door.url_prefix),
        "resource_code": label.resource_code,
        "asset_number": label.asset_number,
        "works": [_work(work) for work in works],
        "cost_fen": sum(work.parts_fen + work.labour_fen for work in works),
    }
    return versioned(body, row.version, status, **headers)
