"""What a reception is held to, pure: letter, guests, who accompanies, meals, lodging, and what of it the host pays.

《党政机关国内公务接待管理规定》（中办发〔2013〕22号）: nobody is received without a letter (公函) of the organ that
sends them (第五条 has it send one); guests pay for their own meals but one working meal; ten guests are accompanied by
three at most, more of them by a third. There is no kind of item for gifts, tobacco or drink, so none can be claimed.
Lodging and other meals are paid by the guests, whose own organ reimburses them; the city's standards hold for lodging
too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kit import clock

REGULATION = "《党政机关国内公务接待管理规定》（中办发〔2013〕22号）"
KINDS = {
    "work_meal": "工作餐",
    "self_paid_meal": "自行用餐",
    "lodging": "住宿",
    "transport": "用车",
    "venue": "场地",
}
MEALS = ("work_meal", "self_paid_meal")
#: What the host pays; everything else is the guests' own.
HOST_PAYS = ("work_meal", "transport", "venue")
MOST_WORKING_MEALS = 1
#: Up to so many guests are accompanied by so many; more by a third.
FEW_GUESTS, FEW_ACCOMPANYING, SHARE = 10, 3, 3
#: A reception is so long at most, and asked for so far ahead.
MOST_DAYS, AHEAD_DAYS = 15, 90
MINUTE = timedelta(minutes=1)
_MONEY = ("meal_over_standard", "lodging_over_standard", "over_estimate", "not_invoiced")
#: What each rule says, with the limit and what was given.
RULES: Mapping[str, tuple[str, str]] = {
    "no_letter": (
        "请提供派出单位公函；无公函的公务活动和来访人员一律不予接待。",
        "Give the letter of the organ that sends the guests. Nobody is received without one.",
    ),
    "letter_late": ("公函日期不应晚于今天。", "A letter is of today or earlier."),
    "past": ("接待须事前审批，开始时间已过。", "A reception is approved beforehand, and this one has begun."),
    "ahead": ("最多提前{limit}天申请。", "A reception is asked for {limit} days ahead at most."),
    "order": ("结束时间须晚于开始时间。", "It ends after it begins."),
    "long": ("一次接待最多{limit}天。", "A reception takes {limit} days at most."),
    "leader": ("带队人须是接待对象之一。", "Who leads the guests is one of them."),
    "level": ("没有该级别的接待标准。", "There is no standard for this level."),
    "too_many_accompanying": (
        "陪同（陪餐）最多{limit}人，现为{given}人。",
        "{limit} may accompany these guests at most, and {given} do.",
    ),
    "more_than_named": (
        "人数不应多于所列{limit}人，现为{given}人。",
        "No more than the {limit} who are named can be there, and {given} are.",
    ),
    "required": ("请填写此项。", "This is needed for an item of this kind."),
    "outside": ("日期须在接待期间内。", "It lies outside the days of the reception."),
    "second_working_meal": (
        "同一公函的接待最多安排{limit}次工作餐，其余由接待对象自行用餐。",
        "By one letter the host gives {limit} working meal at most. The guests pay for the others.",
    ),
    "meal_over_standard": (
        "工作餐总额不得超过{limit}元（标准乘以用餐人数），现为{given}元。",
        "This meal may cost {limit} yuan, the standard for all who eat, and costs {given}.",
    ),
    "lodging_over_standard": (
        "住宿费不得超过{limit}元（标准乘以间数和天数），现为{given}元。",
        "This lodging may cost {limit} yuan, the standard by rooms and nights, and costs {given}.",
    ),
    "over_estimate": (
        "实际费用{given}元，超过批准的{limit}元，请说明理由。",
        "It cost {given} yuan, more than the {limit} that were approved. Say why.",
    ),
    "not_invoiced": (
        "发票合计{given}元，不足报销的{limit}元。",
        "The invoices come to {given} yuan, and {limit} are claimed.",
    ),
    "invoice_twice": (
        "该发票已列入清单，同一张发票只能报销一次。",
        "This invoice is in a list already, and one invoice is claimed once.",
    ),
    "not_declared": (
        "请确认未赠送礼品，未提供香烟、高档酒水和高档菜肴。",
        "Declare that there were no gifts, no tobacco, no luxury drink or dishes.",
    ),
    "future": ("清单只列已经发生的活动。", "The list says what has happened already."),
}


class Standard(NamedTuple):
    """What guests of a level may be given, in whole fen: a person's meal, and a room's night."""

    code: str
    name: str
    meal_fen: int
    lodging_fen: int
    basis: str


@dataclass(frozen=True)
class Breach:
    """One rule that is not kept: where, what it allows, what was given, and where the rule stands."""

    pointer: str
    rule: str
    limit: int | None = None
    given: int | None = None
    source: str | None = None

    def sentence(self, language: str) -> str:
        """Return what a person reads of it, in ``zh`` or ``en``."""
        shown = in_yuan if self.rule in _MONEY else str
        values = {name: shown(value or 0) for name, value in (("limit", self.limit), ("given", self.given))}
        return RULES[self.rule][language == "en"].format_map(values)

    def told(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)


class Days(NamedTuple):
    """The first and the last day on which something of a reception can have been."""

    first: date
    last: date


class Approved(NamedTuple):
    """What a list is held against: when the reception begins, what it may cost the host, in whole fen.

    ``meals_given`` are working meals that other receptions by the same letter have, ``invoices`` the numbers of those
    that lists of other receptions have.
    """

    starts_at: datetime
    estimate_fen: int
    meals_given: int = 0
    invoices: Collection[str] = ()


class Party(NamedTuple):
    """How many come and accompany, and the standards of the guests' levels."""

    guests: int
    accompanying: int
    standards: Sequence[Standard]


def most_accompanying(guests: int) -> int:
    """Return how many may accompany so many guests: three up to ten, a third of more."""
    return FEW_ACCOMPANYING if guests <= FEW_GUESTS else guests // SHARE


def host_costs(items: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return what the host pays of some items, in whole fen by kind."""
    costs = dict.fromkeys(HOST_PAYS, 0)
    for item in items:
        if item["kind"] in costs:
            costs[item["kind"]] += item["amount_fen"]
    return costs


def plan_breaches(
    said: Mapping[str, Any], standards: Mapping[str, Standard], now: datetime, meals_given: int = 0
) -> Iterator[Breach]:
    """Yield every rule that a plan does not keep.

    ``said``: ``letter`` (``organ, number, dated_on``, or None), ``guests`` (``name, level``), ``leader``,
    ``accompanying``, ``starts_at``, ``ends_at`` and ``items`` (``kind, day, guests, accompanying, level, rooms, nights,
    amount_fen``). ``meals_given`` are working meals that other receptions by the same letter have.
    """
    letter, wrong_times = said["letter"], [*_time_breaches(said["starts_at"], said["ends_at"], now)]
    if letter is None:
        yield Breach("/letter", "no_letter", source=REGULATION)
    elif letter["dated_on"] > clock.local(now).date():
        yield Breach("/letter/dated_on", "letter_late", source=REGULATION)
    yield from wrong_times
    # Whether something lies outside times that cannot be is no question.
    days = None if wrong_times else Days(*(clock.local(said[name]).date() for name in ("starts_at", "ends_at")))
    yield from _party_breaches(said, standards, days, meals_given)


def list_breaches(
    filed: Mapping[str, Any],
    standards: Mapping[str, Standard],
    now: datetime,
    approved: Approved,
) -> Iterator[Breach]:
    """Yield every rule that a list (接待清单) does not keep.

    ``filed`` is what a plan says of people and items, and ``activities`` (``at``), ``invoices`` (``number,
    amount_fen``), ``nothing_forbidden``, ``over_reason``.
    """
    today, cost_fen = clock.local(now).date(), sum(host_costs(filed["items"]).values())
    days = Days(clock.local(approved.starts_at).date(), today)
    yield from _party_breaches(filed, standards, days, approved.meals_given)
    for place, activity in enumerate(filed["activities"]):
        if not approved.starts_at <= activity["at"] <= now:
            yield Breach(f"/activities/{place}/at", "future" if activity["at"] > now else "outside")
    if cost_fen > approved.estimate_fen and not filed["over_reason"]:
        yield Breach("/over_reason", "over_estimate", approved.estimate_fen, cost_fen, REGULATION)
    yield from _invoice_breaches(filed["invoices"], approved.invoices)
    invoiced_fen = sum(invoice["amount_fen"] for invoice in filed["invoices"])
    if invoiced_fen < cost_fen:
        yield Breach("/invoices", "not_invoiced", cost_fen, invoiced_fen, REGULATION)
    if not filed["nothing_forbidden"]:
        yield Breach("/nothing_forbidden", "not_declared", source=REGULATION)


def _invoice_breaches(invoices: Sequence[Mapping[str, Any]], elsewhere: Collection[str]) -> Iterator[Breach]:
    seen = {plain_number(number) for number in elsewhere}
    for place, invoice in enumerate(invoices):
        number = plain_number(invoice["number"])
        if number in seen:
            yield Breach(f"/invoices/{place}/number", "invoice_twice", source=REGULATION)
        seen.add(number)


def plain_number(number: str) -> str:
    """Return the number of an invoice as it is compared: without its dashes, in capitals."""
    return number.replace("-", "").upper()


def _time_breaches(begin: datetime, end: datetime, now: datetime) -> Iterator[Breach]:
    if begin < now - MINUTE:
        yield Breach("/starts_at", "past", source=REGULATION)
    if begin > now + timedelta(days=AHEAD_DAYS):
        yield Breach("/starts_at", "ahead", AHEAD_DAYS)
    if end <= begin:
        yield Breach("/ends_at", "order")
    if end - begin > timedelta(days=MOST_DAYS):
        yield Breach("/ends_at", "long", MOST_DAYS)


def _party_breaches(
    said: Mapping[str, Any], standards: Mapping[str, Standard], days: Days | None, meals_given: int
) -> Iterator[Breach]:
    guests = said["guests"]
    for place, guest in enumerate(guests):
        if guest["level"] not in standards:
            yield Breach(f"/guests/{place}/level", "level")
    if said["leader"] not in {guest["name"] for guest in guests}:
        yield Breach("/leader", "leader")
    party = Party(
        len(guests),
        len(said["accompanying"]),
        [standards[guest["level"]] for guest in guests if guest["level"] in standards],
    )
    most = most_accompanying(party.guests)
    if party.accompanying > most:
        yield Breach("/accompanying", "too_many_accompanying", most, party.accompanying, REGULATION)
    working_meals = [place for place, item in enumerate(said["items"]) if item["kind"] == "work_meal"]
    for place in working_meals[max(MOST_WORKING_MEALS - meals_given, 0) :]:
        given = meals_given + len(working_meals)
        yield Breach(f"/items/{place}", "second_working_meal", MOST_WORKING_MEALS, given, REGULATION)
    for place, item in enumerate(said["items"]):
        if days is not None and not days.first <= item["day"] <= days.last:
            yield Breach(f"/items/{place}/day", "outside")
        yield from _item_breaches(f"/items/{place}", item, party)


def _item_breaches(pointer: str, item: Mapping[str, Any], party: Party) -> Iterator[Breach]:
    if item["kind"] in MEALS:
        yield from _meal_breaches(pointer, item, party)
    if item["kind"] == "work_meal":
        yield from _standard_of_meal(pointer, item, party.standards)
    if item["kind"] == "lodging":
        yield from _lodging_breaches(pointer, item, party.standards)


def _meal_breaches(pointer: str, item: Mapping[str, Any], party: Party) -> Iterator[Breach]:
    if not item["guests"]:
        yield Breach(f"{pointer}/guests", "required")
    for name, named in (("guests", party.guests), ("accompanying", party.accompanying)):
        if item[name] > named:
            yield Breach(f"{pointer}/{name}", "more_than_named", named, item[name])
    most = most_accompanying(item["guests"])
    if item["accompanying"] > most:
        yield Breach(f"{pointer}/accompanying", "too_many_accompanying", most, item["accompanying"], REGULATION)


def _standard_of_meal(pointer: str, item: Mapping[str, Any], own: Sequence[Standard]) -> Iterator[Breach]:
    """Who comes with a guest of some level, and who accompanies them, eats as that guest does."""
    if not own:
        return
    highest = max(own, key=lambda standard: standard.meal_fen)
    most_fen = highest.meal_fen * (item["guests"] + item["accompanying"])
    if item["amount_fen"] > most_fen:
        yield Breach(f"{pointer}/amount_fen", "meal_over_standard", most_fen, item["amount_fen"], highest.basis)


def _lodging_breaches(pointer: str, item: Mapping[str, Any], own: Sequence[Standard]) -> Iterator[Breach]:
    for name in ("rooms", "nights"):
        if not item[name]:
            yield Breach(f"{pointer}/{name}", "required")
    standard = next((standard for standard in own if standard.code == item["level"]), None)
    if standard is None:
        yield Breach(f"{pointer}/level", "required" if item["level"] is None else "level")
        return
    most_fen = standard.lodging_fen * item["rooms"] * item["nights"]
    if item["amount_fen"] > most_fen:
        yield Breach(f"{pointer}/amount_fen", "lodging_over_standard", most_fen, item["amount_fen"], standard.basis)


def in_yuan(fen: int) -> str:
    """Return whole fen as yuan with two decimals."""
    return f"{fen // 100}.{fen % 100:02}"
