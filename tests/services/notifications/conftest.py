"""What the tests of messages share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from engines.notifications.models import NotificationPreferences
from tests.product import Product


@pytest.fixture(autouse=True)
def _clean(product: Product) -> Iterator[None]:
    """Leave nobody's choices behind: the product serves every test."""
    yield
    with product.context.database.unit() as unit:
        unit.write(delete(NotificationPreferences))
