"""Assets (固定资产): a card for each thing, who holds and uses it, repair, transfer, disposal, and labels to stick on.

Source: 《行政事业性国有资产管理条例》(国务院令第738号): each asset is in the books of the organ that holds it, idle
ones are put to use elsewhere, and none is disposed of without approval.
"""

from engines.assets.answers import asset_answer, listed_asset
from engines.assets.handing_over import (
    DISPOSALS,
    accept_transfer,
    approve_disposal,
    ask_disposal,
    decline_transfer,
    offer_asset,
    refuse_disposal,
    withdraw_disposal,
    withdraw_transfer,
)
from engines.assets.keeping import (
    amend_asset,
    assign_asset,
    end_repair,
    register_asset,
    release_asset,
    send_to_repair,
)
from engines.assets.labels import MOST_LABELS, asset_code, draw_labels, labels_of
from engines.assets.lifecycle import APPROVE, ASSET, MANAGE, READ
from engines.assets.listing import AssetFilter, asset_of, count_assets, list_assets

__all__ = [
    "APPROVE",
    "ASSET",
    "DISPOSALS",
    "MANAGE",
    "MOST_LABELS",
    "READ",
    "AssetFilter",
    "accept_transfer",
    "amend_asset",
    "approve_disposal",
    "ask_disposal",
    "asset_answer",
    "asset_code",
    "asset_of",
    "assign_asset",
    "count_assets",
    "decline_transfer",
    "draw_labels",
    "end_repair",
    "labels_of",
    "list_assets",
    "listed_asset",
    "offer_asset",
    "refuse_disposal",
    "register_asset",
    "release_asset",
    "send_to_repair",
    "withdraw_disposal",
    "withdraw_transfer",
]
