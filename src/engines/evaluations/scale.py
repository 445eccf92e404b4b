"""Satisfaction: inside on the national 好差评 scale (5 is best), mapped at the edge where an exchange runs opposite."""

BEST = 5
#: 非常不满意 and 不满意 are 差评 and must be followed up.
BAD = frozenset({1, 2})
#: What counts as a good evaluation (好评): 基本满意 and better.
GOOD = frozenset({3, 4, 5})
#: What an evaluation that nobody gave says: 满意.
DEFAULT_LEVEL = 4
LEVEL_NAMES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
#: Ways by which an evaluation comes (评价渠道) with their codes of exchange; 1 to 5 agree everywhere.
CHANNELS = {"pc": "1", "mobile": "2", "qr_code": "3", "hall_tablet": "4", "hall_terminal": "5", "default": "7"}


def to_bus(level: int) -> int:
    """Return the level on the scale of the 政务总线 and of GB/T 39046 A.8, where 1 is best."""
    return BEST + 1 - level
