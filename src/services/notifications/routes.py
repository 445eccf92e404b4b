"""Messages over HTTP."""

import uuid
from typing import Any

from flask import Response

from engines.notifications import (
    BoxFilter,
    Preferences,
    Quiet,
    choose_preferences,
    count_unread,
    list_own_notifications,
    mark_all_read,
    mark_read,
    notifications_answer,
    own_notification,
    preferences_of,
)
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from services.notifications.schemas import (
    NotificationListArgs,
    NotificationOut,
    NotificationPageOut,
    PreferencesIn,
    PreferencesOut,
    ReadAllOut,
)

door = Door(
    "notifications",
    audience="services",
    url_prefix="/services/v1/notifications",
    description="消息: what I am told, and how.",
)
LISTING = "notifications"


@door.route("")
@door.arguments(NotificationListArgs(), location="query")
@door.response(200, NotificationPageOut())
def list_messages(arguments: dict[str, Any]) -> Response:
    """List my messages, newest first, in the language that I chose."""
    wanted = BoxFilter(unread=arguments["unread"], kind=arguments["kind"])
    language = preferences_of(unit(), subject().id).language
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_own_notifications(unit(), subject(), wanted, after=after, rows=rows),
        lambda row: row,
    )
    items = notifications_answer(unit(), context().vault, page["items"], language)
    return door.answer({**page, "items": items, "unread": count_unread(unit(), subject())})


@door.route("/<uuid:notification_id>/reading", methods=["POST"])
@door.response(200, NotificationOut())
@door.problems(404)
def read_message(notification_id: uuid.UUID) -> Response:
    """Mark a message of mine read; a second time changes nothing."""
    mark_read(subject(), unit(), notification_id)
    row = own_notification(unit(), subject(), notification_id)
    language = preferences_of(unit(), subject().id).language
    return door.answer(notifications_answer(unit(), context().vault, [row], language)[0])


@door.route("/readings", methods=["POST"])
@door.response(200, ReadAllOut())
def read_all_messages() -> Response:
    """Mark every message read that has come by now."""
    return door.answer({"read": mark_all_read(subject(), unit())})


@door.route("/preferences")
@door.response(200, PreferencesOut())
def get_message_preferences() -> Response:
    """Read how I want to hear of things; who chose nothing gets a text message for what asks something of them."""
    return _answer(preferences_of(unit(), subject().id))


@door.route("/preferences", methods=["PUT"])
@door.arguments(PreferencesIn())
@door.response(200, PreferencesOut())
@door.problems(409, 412, 428)
def put_message_preferences(arguments: dict[str, Any]) -> Response:
    """Choose the channels for each kind of news, the quiet hours and the language.

    A text message that falls into the quiet hours waits until they end, unless the day by which something is asked
    would be over by then.
    """
    before = preferences_of(unit(), subject().id)
    require_version(before.version, if_match())
    hours = arguments["quiet_hours"]
    quiet = Quiet(hours["from"], hours["until"]) if hours else None
    chosen = Preferences(arguments["channels"], quiet, arguments["language"])
    return _answer(choose_preferences(subject(), unit(), before, chosen))


def _answer(found: Preferences) -> Response:
    quiet = found.quiet and {"from": found.quiet.begins, "until": found.quiet.ends}
    body = {
        "channels": {kind: list(channels) for kind, channels in found.channels.items()},
        "quiet_hours": quiet,
        "language": found.language,
        "version": found.version,
    }
    return versioned(body, found.version)
