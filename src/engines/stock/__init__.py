"""Supplies (办公用品): a catalogue, warehouses, every change of stock as a move, requests, and stocktakings.

A balance is what its moves add up to and never less than nothing. What an officer asks for is approved in their organ,
issued by the keeper of a warehouse, confirmed, and a cost of their organ; what is counted is confirmed by a second
person. Source: 《行政事业性国有资产管理条例》(国务院令第738号): what is in the books is what is there.
"""

from engines.stock.answers import (
    item_answer,
    level_answer,
    listed_request,
    listed_stocktaking,
    move_answer,
    request_answer,
    stocktaking_answer,
    warehouse_answer,
)
from engines.stock.catalogue import (
    ItemFilter,
    amend_item,
    amend_warehouse,
    create_item,
    create_warehouse,
    item_of,
    list_items,
    list_warehouses,
    warehouse_of,
)
from engines.stock.issuing import end_issuing, issue_supplies, receive_supplies, take_back, turn_down
from engines.stock.keeping import receive_stock, set_minimum, transfer_stock, write_off_stock
from engines.stock.levels import (
    MoveFilter,
    StockFilter,
    count_levels,
    level_of,
    levels_by_ids,
    list_levels,
    list_moves,
)
from engines.stock.lifecycle import APPROVE, KEEP, READ, REQUEST, STOCKTAKING, SUPPLY_REQUEST
from engines.stock.lines import MOST
from engines.stock.moving import KINDS, Source
from engines.stock.requesting import approve_request, cancel_request, refuse_request, request_supplies
from engines.stock.requests import RequestFilter, count_requests, list_requests, request_of
from engines.stock.stocktaking import (
    begin_stocktaking,
    cancel_stocktaking,
    confirm_stocktaking,
    record_counts,
    send_back_stocktaking,
    submit_stocktaking,
)
from engines.stock.stocktakings import StocktakingFilter, count_stocktakings, list_stocktakings, stocktaking_of
from engines.stock.using import Goods, Wanted, goods_for, use_goods

__all__ = [
    "APPROVE",
    "KEEP",
    "KINDS",
    "MOST",
    "READ",
    "REQUEST",
    "STOCKTAKING",
    "SUPPLY_REQUEST",
    "Goods",
    "ItemFilter",
    "MoveFilter",
    "RequestFilter",
    "Source",
    "StockFilter",
    "StocktakingFilter",
    "Wanted",
    "amend_item",
    "amend_warehouse",
    "approve_request",
    "begin_stocktaking",
    "cancel_request",
    "cancel_stocktaking",
    "confirm_stocktaking",
    "count_levels",
    "count_requests",
    "count_stocktakings",
    "create_item",
    "create_warehouse",
    "end_issuing",
    "goods_for",
    "issue_supplies",
    "item_answer",
    "item_of",
    "level_answer",
    "level_of",
    "levels_by_ids",
    "list_items",
    "list_levels",
    "list_moves",
    "list_requests",
    "list_stocktakings",
    "list_warehouses",
    "listed_request",
    "listed_stocktaking",
    "move_answer",
    "receive_stock",
    "receive_supplies",
    "record_counts",
    "refuse_request",
    "request_answer",
    "request_of",
    "request_supplies",
    "send_back_stocktaking",
    "set_minimum",
    "stocktaking_answer",
    "stocktaking_of",
    "submit_stocktaking",
    "take_back",
    "transfer_stock",
    "turn_down",
    "use_goods",
    "warehouse_answer",
    "warehouse_of",
    "write_off_stock",
]
