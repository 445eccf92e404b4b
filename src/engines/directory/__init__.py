"""The office portal's directory, daily and by its events: names and accounts of officers, and who left.

What a post lets its holder do is the pack's to say; the directory says whether they still work there.
"""

from engines.directory.departments import unseen_departments
from engines.directory.models import DirectorySync
from engines.directory.queueing import note_event, sync_when_due
from engines.directory.syncing import LossTooLarge, Outcome, synchronise

__all__ = [
    "DirectorySync",
    "LossTooLarge",
    "Outcome",
    "note_event",
    "sync_when_due",
    "synchronise",
    "unseen_departments",
]
