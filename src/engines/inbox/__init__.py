"""The inbox (待办): what waits for whom, with a date and a light."""

from engines.inbox.models import InboxTask
from engines.inbox.queries import TaskFilter, count_tasks, list_tasks
from engines.inbox.tasks import (
    assign_tasks,
    close_tasks,
    close_tasks_of,
    move_tasks,
    move_tasks_of,
    open_task,
    shift_tasks_of,
)

__all__ = [
    "InboxTask",
    "TaskFilter",
    "assign_tasks",
    "close_tasks",
    "close_tasks_of",
    "count_tasks",
    "list_tasks",
    "move_tasks",
    "move_tasks_of",
    "open_task",
    "shift_tasks_of",
]
