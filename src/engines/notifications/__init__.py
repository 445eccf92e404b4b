"""Messages (消息): what a citizen is told when something becomes of what is theirs, and how they want to be told.

Followers of the lifecycles write a message for each turn that matters to somebody (:mod:`.telling`); what is said is
one table of sentences (:mod:`.sentences`). A message lies in the box whatever channels somebody chose; what they chose
rings beside it (:mod:`.ringing`).
"""

from engines.notifications.box import (
    BoxFilter,
    count_unread,
    list_own_notifications,
    mark_all_read,
    mark_read,
    notifications_answer,
    own_notification,
    purge_notifications,
)
from engines.notifications.preferences import CHANNELS, Preferences, Quiet, choose_preferences, preferences_of
from engines.notifications.sentences import KINDS, LANGUAGES, NEWS
from engines.notifications.telling import tell_of_case

__all__ = [
    "CHANNELS",
    "KINDS",
    "LANGUAGES",
    "NEWS",
    "BoxFilter",
    "Preferences",
    "Quiet",
    "choose_preferences",
    "count_unread",
    "list_own_notifications",
    "mark_all_read",
    "mark_read",
    "notifications_answer",
    "own_notification",
    "preferences_of",
    "purge_notifications",
    "tell_of_case",
]
