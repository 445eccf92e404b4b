"""The inbox (待办): what waits for whom, with a date and a light."""

from engines.inbox.models import InboxTask
from engines.inbox.queries import TaskFilter, count_tasks, list_tasks
from engines.inbox.tasks import close_tasks, open_task

__all__ = ["InboxTask", "TaskFilter", "close_tasks", "count_tasks", "list_tasks", "open_task"]
