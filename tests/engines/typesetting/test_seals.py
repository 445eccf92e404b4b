"""Seals for demonstrations are drawn the same by several at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from engines.typesetting import seals

NAMES = ["舟山市人民政府", "舟山市大数据发展管理局", "舟山市定海区人民政府", "舟山市公安局"]


@pytest.fixture
def _hurried() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_hurried")
def test_several_at_once_draw_what_one_draws() -> None:
    wanted = [seals.seal_image(name) for name in NAMES]
    for _ in range(3):
        seals._font.cache_clear()
        seals._outline.cache_clear()
        together = Barrier(len(NAMES))

        def drawn(name: str, together: Barrier = together) -> bytes:
            together.wait()
            return seals.seal_image(name)

        with ThreadPoolExecutor(len(NAMES)) as threads:
            assert list(threads.map(drawn, NAMES)) == wanted
