"""What an expression may call: days and years between two days, and arithmetic on numbers alone."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from celpy.celtypes import DoubleType, IntType


def days_between(first: str, second: str) -> IntType:
    """Return how many days lie from one day (``2026-11-24``) to another; negative when it is the earlier one."""
    return IntType((_day(second) - _day(first)).days)


def years_between(first: str, second: str) -> IntType:
    """Return how many whole years have passed from one day to another, as an age is counted."""
    since, until = _day(first), _day(second)
    return IntType(until.year - since.year - ((until.month, until.day) < (since.month, since.day)))


def _day(text: object) -> date:
    if not isinstance(text, str):
        message = "a day is a text such as 2026-11-24"
        raise TypeError(message)
    return date.fromisoformat(text)


def _of_numbers(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return an operation for numbers alone: Python would repeat a text a billion times, or format it."""

    def checked(left: object, right: object) -> Any:
        if not (isinstance(left, IntType | DoubleType) and isinstance(right, IntType | DoubleType)):
            message = "no number"
            raise TypeError(message)
        return work(left, right)

    return checked


#: Functions of our own, each with the number of its arguments.
FUNCTIONS: Mapping[str, int] = {"days_between": 2, "years_between": 2}
#: What the evaluator calls, over the library's own.
BOUND: Mapping[str, Callable[..., Any]] = {
    "days_between": days_between,
    "years_between": years_between,
    "_+_": _of_numbers(operator.add),
    "_-_": _of_numbers(operator.sub),
    "_*_": _of_numbers(operator.mul),
    "_/_": _of_numbers(operator.truediv),
    "_%_": _of_numbers(operator.mod),
}
