"""What holds for the buildings that receive visitors: they close after they open."""

from collections.abc import Iterator

from engines.packs.findings import Finding
from engines.packs.reading import Pack

_FILE = "visitor_buildings.json"


def visitor_findings(pack: Pack) -> Iterator[Finding]:
    """Find buildings that are never open."""
    for place, building in enumerate(pack.items["visitor_buildings"]):
        if building["closes"] <= building["opens"]:
            yield Finding(_FILE, f"/items/{place}/closes", "a building closes after it opens", "correct the times")
