"""Entitlements (惠民政策): found by a rule over shared data, offered without an application, confirmed once (免申即享).

The list is gone through under the statute that grants the entitlement (个人信息保护法 第十三条第一款第三项: what a
statutory duty needs), and every record that is read is a line in its person's ledger of data use.
"""

from engines.entitlements.definitions import Entitlement
from engines.entitlements.lifecycle import OFFER
from engines.entitlements.offers import (
    confirm_offer,
    count_offers,
    decline_offer,
    expire_offers,
    list_own_offers,
    offer_answer,
    offer_by_id,
    offers_answer,
    own_offer,
)
from engines.entitlements.runs import list_runs, run_of, start_daily_runs, start_run
from engines.entitlements.storing import entitlement_by_code, entitlement_for, entitlements_for, store_entitlements
from kit.context import Context

__all__ = [
    "OFFER",
    "Entitlement",
    "confirm_offer",
    "count_offers",
    "decline_offer",
    "entitlement_by_code",
    "entitlement_for",
    "entitlements_for",
    "list_own_offers",
    "list_runs",
    "offer_answer",
    "offer_by_id",
    "offers_answer",
    "own_offer",
    "run_entitlements",
    "run_of",
    "start_run",
    "store_entitlements",
]


def run_entitlements(context: Context) -> int:
    """Do what falls due by itself: expire offers, begin the day's runs. Return how many things were done."""
    return expire_offers(context) + start_daily_runs(context)
