"""What differs between two contents, place by place."""

from typing import Any

import pytest

from engines.matters import differences


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("/a", "changed", 1, 2)]),
        ({"a": 1}, {}, [("/a", "removed", 1, None)]),
        ({}, {"a": None}, [("/a", "added", None, None)]),
        ({"a": 1}, {"a": True}, [("/a", "changed", 1, True)]),
        ({"a/b~": {"c": 1}}, {"a/b~": {"c": 2}}, [("/a~1b~0/c", "changed", 1, 2)]),
        ([1, 2], [1, 3, 4], [("/1", "changed", 2, 3), ("/2", "added", None, 4)]),
        ({"a": {}}, {"a": []}, [("/a", "changed", {}, [])]),
        (
            [{"code": "M01", "n": 1}, {"code": "M02", "n": 2}],
            [{"code": "M00", "n": 0}, {"code": "M02", "n": 3}],
            [
                ("/0", "removed", {"code": "M01", "n": 1}, None),
                ("/0", "added", None, {"code": "M00", "n": 0}),
                ("/1/n", "changed", 2, 3),
            ],
        ),
        ([{"code": "A"}, {"code": "A"}], [{"code": "A"}], [("/1", "removed", {"code": "A"}, None)]),
    ],
)
def test_every_place_that_differs_is_named(before: Any, after: Any, found: list[tuple[Any, ...]]) -> None:
    assert [
        (item["pointer"], item["kind"], item["before"], item["after"]) for item in differences(before, after)
    ] == found
