"""Supervision matters (督查事项) proposed from a pasted text by rules: what, who, by when, each with its words.

No model and no outside service: :func:`propose` is a pure function of the text, its date, the departments and the
words for their duties. A person reads every proposal before anything is opened (拟办 → 立项).
"""

from engines.proposals.findings import (
    BASES,
    REASONS,
    Department,
    Duty,
    Proposal,
    Proposals,
    Sentences,
    Skipped,
)
from engines.proposals.proposing import propose
from engines.proposals.storing import departments, duties, store_duties

__all__ = [
    "BASES",
    "REASONS",
    "Department",
    "Duty",
    "Proposal",
    "Proposals",
    "Sentences",
    "Skipped",
    "departments",
    "duties",
    "propose",
    "store_duties",
]
