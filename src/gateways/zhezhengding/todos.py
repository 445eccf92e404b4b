"""To-dos (待办) of the portal's workbench: making, finishing and cancelling them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateways.zhezhengding.calls import Calls, Parameters, checked, data_of, record, records, stated
from kit import clock

#: Characters of a subject.
LONGEST_SUBJECT = 200
LONGEST_ADDRESS = 1000
_CREATE = "/tc/v2/openapi/task/create.json"
_FINISH = "/tc/openapi/task/finish.json"
_CANCEL = "/tc/openapi/task/cancel.json"
_LIST = "/tc/openapi/3rd/task/getTodoList"
PAGE, LONGEST_LIST = 50, 20


class TodoTooLong(ValueError):
    """Subject or address is longer than the portal takes; whoever writes it shortens it."""


@dataclass(frozen=True)
class Todo:
    """A to-do for one account. ``key`` (``bizTaskId``) is the same at every try; ``url`` is opened by GET."""

    key: str
    subject: str
    assignee_id: str
    url: str
    due_at: datetime | None = None
    mobile_url: str = ""
    priority: str = ""
    category: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Created:
    """The portal's ids of a to-do, which it tells once: of a repeated key it says nothing (``repeated``)."""

    task_uuid: str
    package_uuid: str
    repeated: bool = False


class Todos:
    """To-dos of the office portal."""

    def __init__(self, calls: Calls) -> None:
        """Speak through an application's calls."""
        self._calls, self._settings = calls, calls.settings

    def create(self, todo: Todo) -> Created:
        """Make a to-do and return its ids, or say that the portal has it already.

        Errors: :class:`TodoTooLong`, those of gateways.
        """
        if len(todo.subject) > LONGEST_SUBJECT or len(todo.url) > LONGEST_ADDRESS:
            raise TodoTooLong
        data = data_of(checked(self._calls.post(_CREATE, self._described(todo))))
        if not data:
            return Created("", "", repeated=True)
        found = record(data)
        return Created(stated(found, "taskUuid"), stated(found, "packageUuid"))

    def find(self, todo: Todo) -> Created | None:
        """Return the ids of a to-do that an earlier try made and whose answer never came, or None.

        Looked up in the assignee's own list by the subject, told by the key.
        """
        asked = {"userId": todo.assignee_id, "appKey": self._settings.app_key, "tenantId": self._settings.tenant_id}
        for page in range(1, LONGEST_LIST + 1):
            paged = {**asked, "keyword": todo.subject, "pageNo": str(page), "pageSize": str(PAGE)}
            data = data_of(checked(self._calls.post(_LIST, paged)))
            listed = records(data.get("list") if isinstance(data, Mapping) else data)
            for item in listed:
                if item.get("bizTaskId") == todo.key:
                    return Created(stated(item, "taskUuid"), stated(item, "packageUuid"), repeated=True)
            if len(listed) < PAGE:
                return None
        return None

    def finish(self, account_id: str, task_uuid: str) -> None:
        """Mark a to-do as done, and with it the package that it alone is in."""
        form = {"userId": account_id, "taskUuid": task_uuid, "closePackage": "true"}
        checked(self._calls.post(_FINISH, form))

    def cancel(self, account_id: str, task_uuid: str) -> None:
        """Take a to-do off somebody's list: it is no longer theirs to do."""
        # Misspelt on the wire.
        form = {"userId": account_id, "taskUuid": task_uuid, "cancelPakcage": "true"}
        checked(self._calls.post(_CANCEL, form))

    def _described(self, todo: Todo) -> Parameters:
        due_at = "" if todo.due_at is None else clock.local(todo.due_at).strftime("%Y-%m-%d %H:%M:%S")
        return {
            "subject": todo.subject,
            "creatorId": self._settings.todo_creator_id or todo.assignee_id,
            "assigneeId": todo.assignee_id,
            "tenantId": self._settings.tenant_id,
            "bizTaskId": todo.key,
            "url": todo.url,
            "mobileUrl": todo.mobile_url or todo.url,
            "dueTime": due_at,
            "dueNotifyTypeArr": ["app"] if due_at else [],
            "dueNotifyLevel": "4" if due_at else "",
            "priority": todo.priority,
            "category": todo.category,
            "remarks": todo.remarks,
        }
