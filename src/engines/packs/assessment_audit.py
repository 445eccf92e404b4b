"""What holds for a pack's assessment: formulas come to numbers, weights add up, whom a scheme ranks is in the pack."""

from collections.abc import Iterator

from engines.assessment import assessment_problems
from engines.indicators import BY_CODE
from engines.packs.findings import Finding
from engines.packs.reading import Pack

_FILE = "assessment.json"


def assessment_findings(pack: Pack) -> Iterator[Finding]:
    """Find what is wrong with the indicators and schemes of a pack."""
    items = pack.items["assessment"]
    figures = {*BY_CODE, *(item["code"] for item in pack.items["targets"])}
    for place, problem in assessment_problems(items, figures):
        yield Finding(_FILE, f"/items/{place}", problem.sentence("en"), "write it as packs/README.md says")
    departments, regions = pack.codes("departments", "uscc"), pack.codes("regions")
    for place, item in enumerate(items):
        if "region" in item and item["region"] not in regions:
            yield Finding(_FILE, f"/items/{place}/region", "the region is in regions.json", "correct the code")
        for at, code in enumerate(item.get("departments", ())):
            if code not in departments:
                pointer = f"/items/{place}/departments/{at}"
                yield Finding(_FILE, pointer, "the department is in departments.json", "correct the code")
        named = [part["indicator"] for part in item.get("weights", ())]
        if len(set(named)) != len(named):
            yield Finding(_FILE, f"/items/{place}/weights", "each indicator is weighed once", "add the weights up")
