"""What the tests of mandates share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from auth import AuthMandate
from tests.product import Product


@pytest.fixture(autouse=True)
def _clean(product: Product) -> Iterator[None]:
    """Leave no open mandate behind: their number is bounded, and the product serves every test."""
    yield
    with product.context.database.unit() as unit:
        unit.write(update(AuthMandate).values(state="ended"))
