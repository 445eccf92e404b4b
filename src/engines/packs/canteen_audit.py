"""What holds for a pack's canteens: each meal once, served after it begins, and booked before that."""

from collections.abc import Iterator

from engines.packs.findings import Finding
from engines.packs.reading import Pack

_FILE = "canteens.json"


def canteen_findings(pack: Pack) -> Iterator[Finding]:
    """Find meals of canteens that cannot be."""
    for place, canteen in enumerate(pack.items["canteens"]):
        named = [meal["meal"] for meal in canteen["meals"]]
        if len(set(named)) != len(named):
            yield Finding(_FILE, f"/items/{place}/meals", "each meal stands once", "delete one")
        for at, meal in enumerate(canteen["meals"]):
            pointer = f"/items/{place}/meals/{at}"
            if meal["serves_until"] <= meal["serves_from"]:
                yield Finding(_FILE, f"{pointer}/serves_until", "a meal ends after it begins", "correct the times")
            if meal["cut_off_days"] == 0 and meal["cut_off"] > meal["serves_from"]:
                yield Finding(_FILE, f"{pointer}/cut_off", "a meal is booked before it is served", "set it earlier")
