"""The life of a bulletin: composed, and composed anew while nobody touched its document."""

from typing import Any

from sqlalchemy import Row

from engines.bulletins.models import Bulletin
from engines.lifecycles import Lifecycle, Record, State, Transition

BULLETIN = Lifecycle(
    "bulletin",
    (State("composed", "已生成", "composed", "nobody", final=True),),
    (Transition("renew", ("composed",), None, "system", "重新生成", "compose anew"),),
)
COMPOSE = Transition("compose", (), "composed", "system", "生成通报", "compose the bulletin")


def record_of(row: Row[Any]) -> Record:
    """Return what the lifecycle machine needs of a bulletin's row."""
    return Record(BULLETIN, Bulletin, row.id, row.state, row.version, row.department_code, None)
