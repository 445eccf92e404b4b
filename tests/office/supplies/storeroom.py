"""Supplies over HTTP, for tests of what becomes of them."""

from functools import cached_property
from typing import Any

from kit.ids import new_id
from tests.office.speaking import sent, turn
from tests.product import Caller, Product

OFFICE, DATA = "11330900002600114R", "11330900MB15A0263B"
SUPPLIES, STOCK = "/office/v1/supplies", "/office/v1/stock_levels"
REQUESTS, STOCKTAKINGS = "/office/v1/supply_requests", "/office/v1/stocktakings"


class Staff:
    """Who asks, approves and keeps in two organs, and who reads everything, signed in when they are needed."""

    def __init__(self, product: Product) -> None:
        self.product = product

    @cached_property
    def requester(self) -> Caller:
        """Asks, for the city office."""
        return self.product.officer("officer-miao")

    @cached_property
    def approver(self) -> Caller:
        """Approves, for the city office, and asks too."""
        return self.product.officer("officer-ji")

    @cached_property
    def chief(self) -> Caller:
        """Approves, for the city office: supplies, and what becomes of assets."""
        return self.product.officer("officer-wen")

    @cached_property
    def keeper(self) -> Caller:
        """Keeps the city office's warehouse and assets."""
        return self.product.officer("officer-bi")

    @cached_property
    def data(self) -> Caller:
        """Asks, for the data bureau."""
        return self.product.officer("officer-rui")

    @cached_property
    def data_approver(self) -> Caller:
        """Approves, for the data bureau."""
        return self.product.officer("officer-quan")

    @cached_property
    def data_keeper(self) -> Caller:
        """Keeps the data bureau's warehouse and assets."""
        return self.product.officer("officer-lian")

    @cached_property
    def leader(self) -> Caller:
        """Reads everything."""
        return self.product.officer("officer-mou")


class Storeroom(Staff):
    """A warehouse of the city office with some goods in it."""

    def item(self, price_fen: int = 25_00, **changes: Any) -> str:
        """Enter an item of its own into the catalogue."""
        code = f"I{new_id().hex}"
        body = {"code": code, "name": f"复印纸{code[-6:]}", "unit": "包", "category": "纸张", "price_fen": price_fen}
        return str(sent(self.keeper, f"{SUPPLIES}/items", {**body, **changes})["id"])

    def warehouse(self, keeper: Caller | None = None, **changes: Any) -> str:
        """Open a warehouse of its own."""
        body = {"name": f"仓库{new_id().hex}", "place": "行政中心B102", **changes}
        return str(sent(keeper or self.keeper, f"{SUPPLIES}/warehouses", body)["id"])

    def bring(self, warehouse: str, *lines: tuple[str, int]) -> dict[str, Any]:
        """Bring goods into a warehouse."""
        body = {"warehouse_id": warehouse, "lines": told(*lines), "reason": "集中采购"}
        return sent(self.keeper, f"{STOCK}/receipts", body)

    def asked(self, warehouse: str, *lines: tuple[str, int], by: Caller | None = None) -> str:
        """Ask for supplies and return the request's id."""
        body = {"warehouse_id": warehouse, "purpose": "督查会议材料印制", "lines": told(*lines)}
        return str(sent(by or self.requester, REQUESTS, body)["id"])

    def approved(self, warehouse: str, *lines: tuple[str, int]) -> str:
        """Ask for supplies and have all of it approved."""
        request_id = self.asked(warehouse, *lines)
        turn(self.approver, f"{REQUESTS}/{request_id}", "approval", {})
        return request_id

    def stock(self, warehouse: str) -> dict[str, int]:
        """Return what lies in a warehouse by item."""
        return {row["item_id"]: row["quantity"] for row in self.keeper.every(STOCK, warehouse_id=warehouse)}

    def moves(self, warehouse: str) -> list[tuple[str, int, int]]:
        """Return kind, quantity and balance of a warehouse's moves, newest first."""
        rows = self.keeper.every(f"{STOCK}/moves", warehouse_id=warehouse)
        return [(row["kind"], row["quantity"], row["balance"]) for row in rows]


def told(*lines: tuple[str, int]) -> list[dict[str, Any]]:
    """Return lines as the API takes them."""
    return [{"item_id": item, "quantity": quantity} for item, quantity in lines]


def kinds(caller: Caller, record_id: str) -> list[str]:
    """Return which tasks about a record wait for somebody."""
    return [task["kind"] for task in caller.tasks(record_id)]


def refused(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a refusal points at."""
    return [(item["pointer"], item["code"]) for item in answer["errors"]]
