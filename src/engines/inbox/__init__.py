"""The inbox (待办): what waits for whom, with a date and a light, and what the office portal tells them of it."""

from engines.inbox.links import task_href
from engines.inbox.models import PERSONAL, InboxTask
from engines.inbox.news import tell_news
from engines.inbox.personal import close_personal_tasks, open_personal_tasks, tell_personal_news
from engines.inbox.portal import TODOS
from engines.inbox.preferences import Preferences, preferences_of, set_preferences
from engines.inbox.queries import TaskFilter, count_tasks, list_tasks, list_told
from engines.inbox.settling import NOTICES
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
    "NOTICES",
    "PERSONAL",
    "TODOS",
    "InboxTask",
    "Preferences",
    "TaskFilter",
    "assign_tasks",
    "close_personal_tasks",
    "close_tasks",
    "close_tasks_of",
    "count_tasks",
    "list_tasks",
    "list_told",
    "move_tasks",
    "move_tasks_of",
    "open_personal_tasks",
    "open_task",
    "preferences_of",
    "set_preferences",
    "shift_tasks_of",
    "task_href",
    "tell_news",
    "tell_personal_news",
]
