"""Hosts, the reception and security of a building, and visitors with telephones, for tests of visits over HTTP."""

from datetime import datetime, timedelta
from typing import Any

from auth import resident_check_digit
from kit import clock
from kit.masking import mask_phone
from tests.office.speaking import read, sent
from tests.outside import ask
from tests.product import Caller, Product

VISITS, BARS, PAGES = "/office/v1/visits", "/office/v1/barred_visitors", "/services/v1/visitor_passes"
INVITATION, CHANGED, CANCELLED = "ZSZB0013", "ZSZB0014", "ZSZB0015"


def resident(first_17: str) -> str:
    """Return a number that passes its check digit and is nobody's."""
    return first_17 + resident_check_digit(first_17)


class Reception:
    """Who invites, who admits and who bars, signed in at the present moment."""

    def __init__(self, product: Product) -> None:
        self.product = product
        # The platform is the same for every product of a run.
        self.before = {item["key"] for item in ask(product, "GET", "/sandbox/sms")["items"]}
        names = ("officer-ming", "officer-rui", "officer-lu", "guard-jia", "officer-wu")
        self.ming, self.rui, self.lu, self.guard, self.security = (product.officer(name) for name in names)

    def invite(self, who: Caller, day: datetime, *visitors: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        """Invite visitors to room 1208 of B1, from ten to half past eleven, and return their visits."""
        times = {"starts_at": iso(day, 10), "ends_at": iso(day, 11, 30)}
        given = {"building": "B1", "place": "1208室", "purpose": "business", **times, "visitors": visitors, **more}
        return list(sent(who, VISITS, given)["items"])

    def token(self, phone: str) -> str:
        """Return the token of the last link that a telephone got."""
        return str(self.texts(phone, INVITATION)[-1]["parameters"]["token"])

    def texts(self, phone: str, template: str) -> list[dict[str, Any]]:
        """Return the messages by a template that a telephone got since, once all that waits has gone out."""
        self.product.work()
        items = [item for item in ask(self.product, "GET", "/sandbox/sms")["items"] if item["key"] not in self.before]
        return [item for item in items if (item["template"], item["phones"]) == (template, [mask_phone(phone)])]

    def consent(self, token: str, expect: int = 200, **more: Any) -> dict[str, Any]:
        """Consent at a visitor's page."""
        return sent(self.product.anybody(), f"{PAGES}/{token}/consent", {"agreed": True, **more}, expect)

    def withdraw(self, token: str, expect: int = 200) -> dict[str, Any]:
        """Refuse or withdraw at a visitor's page."""
        return sent(self.product.anybody(), f"{PAGES}/{token}/withdrawal", {}, expect)

    def page(self, token: str, expect: int = 200) -> dict[str, Any]:
        """Read a visitor's page."""
        return read(self.product.anybody(), f"{PAGES}/{token}", expect)

    def admit(self, code: str, expect: int = 200, building: str = "B1") -> dict[str, Any]:
        """Show a pass at the reception."""
        return sent(self.guard, f"{VISITS}/admissions", {"code": code, "building": building}, expect)

    def news(self, who: Caller, visit: dict[str, Any]) -> list[str]:
        """Return what an officer was told of a visit."""
        return [task["title"] for task in who.tasks(visit["id"])]


def iso(day: datetime, hour: int, minute: int = 0) -> str:
    """Return a time of a day as a caller writes it."""
    return (day + timedelta(hours=hour, minutes=minute)).isoformat()


def a_day(month: int, day: int) -> datetime:
    """Return the beginning of a day of 2027, Beijing time."""
    return datetime(2027, month, day, tzinfo=clock.BEIJING)
