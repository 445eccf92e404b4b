"""Satisfaction, on one scale inside (5 best) and mapped at the edge, since the exchanges run opposite ways."""

BEST = 5
#: 非常不满意 and 不满意 are 差评 and must be followed up.
BAD = frozenset({1, 2})
LEVEL_NAMES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}


def to_national(level: int) -> int:
    """Return the level on the national 好差评 scale, where 5 is best."""
    return level


def to_bus(level: int) -> int:
    """Return the level on the scale of the 政务总线 and of GB/T 39046 A.8, where 1 is best."""
    return BEST + 1 - level
