"""通报: the bulletin of a week or month, composed from its scores and the ledger, ready to be reviewed and signed.

The scores of a period under a scheme give one bulletin (周通报, 月度通报). A job composes it on the first working day
after the period: *figures* are kept as they were then, *wording* makes the text of an official document of them and
*charting* the charts that are attached. From there it goes the way of every document; once somebody changed or
submitted the draft, the bulletin stands as it is.
"""

from engines.bulletins.answers import bulletin_answer, listed_bulletin
from engines.bulletins.composing import compose_when_due, request_bulletin
from engines.bulletins.lifecycle import BULLETIN
from engines.bulletins.queries import bulletin_for, charts_of, list_bulletins

__all__ = [
    "BULLETIN",
    "bulletin_answer",
    "bulletin_for",
    "charts_of",
    "compose_when_due",
    "list_bulletins",
    "listed_bulletin",
    "request_bulletin",
]
