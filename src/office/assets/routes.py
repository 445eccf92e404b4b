"""Assets over HTTP."""

import uuid
from typing import Any

from flask import Response
from sqlalchemy import Row

from auth import department_names
from engines import assets as engine
from engines.assets import AssetFilter
from kit.idempotency import idempotent
from kit.pages import newest_first
from kit.web import Door, context, if_match, pdf, require_version, subject, unit, versioned
from office.assets import schemas as shapes

door = Door(
    "assets",
    audience="office",
    url_prefix="/office/v1/assets",
    description="固定资产: cards, users, repair, transfer, disposal, labels.",
)
LISTING = "assets"


@door.route("")
@door.arguments(shapes.AssetListArgs(), location="query")
@door.response(200, shapes.AssetPageOut())
def list_assets(arguments: dict[str, Any]) -> Response:
    """List the assets that my organ holds or is offered, newest first. Needs `assets.read`."""
    names, wanted = department_names(unit()), _filter(arguments)
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: engine.list_assets(unit(), subject(), wanted, after, rows),
        lambda row: engine.listed_asset(row, names),
    )
    return door.answer(page)


@door.route("/counts")
@door.arguments(shapes.AssetFilterArgs(), location="query")
@door.response(200, shapes.AssetCountsOut())
def count_assets(arguments: dict[str, Any]) -> Response:
    """Count the assets that I see by state, and add up what they cost; the newest 10,000 at most."""
    return door.answer(engine.count_assets(unit(), subject(), _filter(arguments)))


@door.route("/labels")
@door.arguments(shapes.AssetFilterArgs(), location="query")
@door.response(200, content_type="application/pdf")
def print_asset_labels(arguments: dict[str, Any]) -> Response:
    """Print labels for all assets that a filter finds, thirty on a page of A4 (PDF); 300 at most."""
    names, wanted = department_names(unit()), _filter(arguments)
    return pdf(engine.labels_of(context(), unit(), subject(), wanted, names), "资产标签")


@door.route("", methods=["POST"])
@door.arguments(shapes.AssetIn())
@door.response(201, shapes.AssetOut())
@idempotent
def register_asset(arguments: dict[str, Any]) -> Response:
    """Enter an asset into the books of an organ (登记). Needs `assets.manage` over it."""
    row = engine.asset_of(unit(), subject(), engine.register_asset(subject(), unit(), arguments))
    return _answer(row, 201, Location=f"{door.url_prefix}/{row.id}")


@door.route("/<uuid:asset_id>")
@door.response(200, shapes.AssetOut())
@door.problems(404)
def get_asset(asset_id: uuid.UUID) -> Response:
    """Read the card of an asset with every step."""
    return _answer(engine.asset_of(unit(), subject(), asset_id))


@door.route("/<uuid:asset_id>/label")
@door.response(200, content_type="application/pdf")
@door.problems(404)
def print_asset_label(asset_id: uuid.UUID) -> Response:
    """Print the label of an asset (PDF): a QR code with the card's address, its number, and what it is."""
    row = engine.asset_of(unit(), subject(), asset_id)
    return pdf(engine.draw_labels(context(), [row], department_names(unit())), f"资产标签{row.number}")


@door.route("/<uuid:asset_id>/code")
@door.response(200, content_type="image/svg+xml")
@door.problems(404)
def get_asset_code(asset_id: uuid.UUID) -> Response:
    """Read the QR code of an asset alone (SVG), with the address of its card."""
    row = engine.asset_of(unit(), subject(), asset_id)
    return Response(engine.asset_code(context(), row), content_type="image/svg+xml")


@door.route("/<uuid:asset_id>/amendments", methods=["POST"])
@door.arguments(shapes.AssetAmendmentIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def amend_asset(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Change what a card says of an asset, whole; the timeline keeps what it said before."""
    return _answer(engine.amend_asset(subject(), unit(), _asked(asset_id), arguments))


@door.route("/<uuid:asset_id>/assignment", methods=["POST"])
@door.arguments(shapes.AssetAssignmentIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def assign_asset(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Give an asset out to somebody (领用), or from one user to another."""
    return _answer(engine.assign_asset(subject(), unit(), _asked(asset_id), **arguments))


@door.route("/<uuid:asset_id>/release", methods=["POST"])
@door.arguments(shapes.AssetReleaseIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def release_asset(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Take an asset back from its user (交回); it is idle then."""
    return _answer(engine.release_asset(subject(), unit(), _asked(asset_id), **arguments))


@door.route("/<uuid:asset_id>/repair", methods=["POST"])
@door.arguments(shapes.AssetReasonIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def send_asset_to_repair(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Send an asset to repair (送修), with what is wrong."""
    return _answer(engine.send_to_repair(subject(), unit(), _asked(asset_id), arguments["reason"]))


@door.route("/<uuid:asset_id>/repair_end", methods=["POST"])
@door.arguments(shapes.AssetRepairEndIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def end_asset_repair(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Take an asset back from repair, to its user or, where it has none, idle."""
    return _answer(engine.end_repair(subject(), unit(), _asked(asset_id), arguments["result"]))


@door.route("/<uuid:asset_id>/transfer", methods=["POST"])
@door.arguments(shapes.AssetTransferIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def offer_asset(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Offer an asset to another organ (申请调拨), out of use until that accepts."""
    return _answer(engine.offer_asset(subject(), unit(), _asked(asset_id), **arguments))


@door.route("/<uuid:asset_id>/transfer_withdrawal", methods=["POST"])
@door.arguments(shapes.AssetReasonIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def withdraw_asset_transfer(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Withdraw an offer that was not accepted yet."""
    return _answer(engine.withdraw_transfer(subject(), unit(), _asked(asset_id), arguments["reason"]))


@door.route("/<uuid:asset_id>/transfer_acceptance", methods=["POST"])
@door.arguments(shapes.AssetReleaseIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def accept_asset_transfer(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Accept an offered asset, as the receiver's keeper; it is the receiver's from then on."""
    return _answer(engine.accept_transfer(subject(), unit(), _asked(asset_id), **arguments))


@door.route("/<uuid:asset_id>/transfer_refusal", methods=["POST"])
@door.arguments(shapes.AssetReasonIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def decline_asset_transfer(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Decline an offered asset, as the receiver's keeper; it stays with its holder."""
    return _answer(engine.decline_transfer(subject(), unit(), _asked(asset_id), arguments["reason"]))


@door.route("/<uuid:asset_id>/disposal", methods=["POST"])
@door.arguments(shapes.AssetDisposalIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def ask_asset_disposal(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Ask for an asset to be disposed of (申请处置); another person decides."""
    return _answer(engine.ask_disposal(subject(), unit(), _asked(asset_id), **arguments))


@door.route("/<uuid:asset_id>/disposal_withdrawal", methods=["POST"])
@door.arguments(shapes.AssetReasonIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def withdraw_asset_disposal(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Withdraw a disposal that was not decided yet."""
    return _answer(engine.withdraw_disposal(subject(), unit(), _asked(asset_id), arguments["reason"]))


@door.route("/<uuid:asset_id>/disposal_approval", methods=["POST"])
@door.arguments(shapes.AssetNoteIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def approve_asset_disposal(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Approve a disposal, as another person than who asked. Needs `assets.approve`."""
    return _answer(engine.approve_disposal(subject(), unit(), _asked(asset_id), arguments["note"]))


@door.route("/<uuid:asset_id>/disposal_refusal", methods=["POST"])
@door.arguments(shapes.AssetReasonIn())
@door.response(200, shapes.AssetOut())
@door.problems(404, 409, 412, 428)
def refuse_asset_disposal(arguments: dict[str, Any], asset_id: uuid.UUID) -> Response:
    """Refuse a disposal, with the reason; the asset is idle then."""
    return _answer(engine.refuse_disposal(subject(), unit(), _asked(asset_id), arguments["reason"]))


def _filter(arguments: dict[str, Any]) -> AssetFilter:
    asked = ("state", "department", "category", "user", "bought_from", "bought_to", "warranty_before", "words")
    return AssetFilter(**{name: arguments[name] for name in asked})


def _asked(asset_id: uuid.UUID) -> Row[Any]:
    row = engine.asset_of(unit(), subject(), asset_id)
    require_version(row.version, if_match())
    return row


def _answer(row: Row[Any], status: int = 200, **headers: str) -> Response:
    unit().flush()
    return versioned(engine.asset_answer(subject(), unit(), row), row.version, status, **headers)
