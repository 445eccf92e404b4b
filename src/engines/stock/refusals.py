"""What is refused of supplies, and what to do then."""

from kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class StockItemNotFound(NotFound):
    """No such item, or the officer does not read supplies."""

    code = "stock-item-not-found"
    zh = "没有找到该物品。"
    en = "There is no such item."


class WarehouseNotFound(NotFound):
    """No such warehouse, or none that this officer may see."""

    code = "warehouse-not-found"
    zh = "没有找到该仓库。"
    en = "There is no such warehouse."


class StockLevelNotFound(NotFound):
    """No such stock, or none that this officer may see."""

    code = "stock-level-not-found"
    zh = "没有找到该库存。"
    en = "There is no such stock."


class SupplyRequestNotFound(NotFound):
    """No such request, or none that this officer may see."""

    code = "supply-request-not-found"
    zh = "没有找到该请领单。"
    en = "There is no such request for supplies."


class StocktakingNotFound(NotFound):
    """No such stocktaking, or none that this officer may see."""

    code = "stocktaking-not-found"
    zh = "没有找到该盘点单。"
    en = "There is no such stocktaking."


class NotYourSupplies(Forbidden):
    """Catalogue and warehouses of an organ are kept by its keepers, and asked from by its officers."""

    code = "supplies-out-of-scope"
    zh = "您没有该单位办公用品的此项权限。"
    en = "You may not do this with the supplies of this organ."


class ItemCodeTaken(Conflict):
    """A code names one item."""

    code = "stock-item-code-taken"
    zh = "物品编码{item}已被使用。"
    en = "The code {item} names another item already."


class WarehouseNameTaken(Conflict):
    """An organ's warehouses have names of their own."""

    code = "warehouse-name-taken"
    zh = "本单位已有名为“{name}”的仓库。"
    en = "The organ has a warehouse “{name}” already."


class SuppliesUnfit(Unprocessable):
    """Items, warehouses or quantities that cannot be."""

    code = "supplies-unfit"
    zh = "填写有误，请按提示修改。"
    en = "Something here cannot be. See the places that are pointed at."


class StockShort(Conflict):
    """No more goes out than there is."""

    code = "stock-short"
    zh = "“{item}”库存只有{available}{unit}，不能出库{wanted}{unit}。"
    en = "There are {available} of “{item}”: {wanted} cannot go out."
    exposes = ("item_id", "available", "wanted")


class OwnRequest(Forbidden):
    """Nobody decides on what they asked for themselves."""

    code = "supplies-own-request"
    zh = "不能审批本人提出的请领单，请由其他审批人员审批。"
    en = "You asked for these supplies yourself. Somebody else decides."


class WarehouseBeingCounted(Conflict):
    """A warehouse is counted once at a time."""

    code = "warehouse-being-counted"
    zh = "该仓库正在盘点，请先完成或取消正在进行的盘点。"
    en = "This warehouse is being counted. Finish or cancel that stocktaking first."


class CountsMissing(Conflict):
    """A stocktaking is submitted when everything was counted."""

    code = "stocktaking-counts-missing"
    zh = "还有{number}种物品未登记盘点数，不能提交。"
    en = "{number} items were not counted yet."
    exposes = ("items",)


class SamePerson(Forbidden):
    """Who began a stocktaking or counted in it does not confirm it."""

    code = "stocktaking-same-person"
    zh = "盘点须由第二人复核，开始盘点或登记盘点数的人员不能复核。"
    en = "A second person confirms a stocktaking: you began it or counted in it."
