"""Work notifications over HTTP."""

from typing import Any

from flask import Response
from sqlalchemy import Row

from engines.inbox import Preferences, list_told, preferences_of, set_preferences, task_href
from kit.fields import beijing
from kit.pages import newest_first
from kit.web import Door, context, if_match, require_version, subject, unit, versioned
from office.notifications.schemas import NotificationArgs, NotificationPageOut, PreferencesIn, PreferencesOut

door = Door(
    "office_notifications",
    audience="office",
    url_prefix="/office/v1/notifications",
    description="工作通知: what 浙政钉 told me of tasks.",
)
LISTING = "notifications"


@door.route("")
@door.arguments(NotificationArgs(), location="query")
@door.response(200, NotificationPageOut())
def list_work_notifications(arguments: dict[str, Any]) -> Response:
    """List what I was told of, newest first, and what became of it at the portal.

    Every task is in the inbox whatever stands here: the portal may be away, or a big department be told in part.
    """
    page = newest_first(
        context().cursors,
        LISTING,
        arguments,
        lambda after, rows: list_told(unit(), subject(), todo=arguments["todo"], after=after, rows=rows),
        _shown,
    )
    return door.answer(page)


@door.route("/preferences")
@door.response(200, PreferencesOut())
def get_notification_wishes() -> Response:
    """Read when I want work notifications; who never said wants them at any hour."""
    return _answer(preferences_of(unit(), subject().id))


@door.route("/preferences", methods=["PUT"])
@door.arguments(PreferencesIn())
@door.response(200, PreferencesOut())
@door.problems(412, 428)
def set_notification_wishes(arguments: dict[str, Any]) -> Response:
    """Say when I want work notifications.

    What would come in quiet hours comes when they end, unless the task is done by then. To-dos come in any case: they
    disturb nobody and close by themselves.
    """
    version = if_match()
    require_version(preferences_of(unit(), subject().id).version, version)
    return _answer(set_preferences(subject(), unit(), Preferences(**arguments, version=version)))


def _answer(wishes: Preferences) -> Response:
    hours = {name: getattr(wishes, name) for name in ("quiet_from", "quiet_until")}
    body = {name: hour.strftime("%H:%M") if hour else None for name, hour in hours.items()}
    return versioned({"work_notifications": wishes.work_notifications, **body}, wishes.version)


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "reference": row.reference,
        "href": task_href(row.record_kind, row.record_id),
        "todo": row.state,
        "notice": row.notice,
        "told_at": beijing(row.told_at),
    }
