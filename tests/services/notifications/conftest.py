"""What every test of messages begins and ends with."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from engines.notifications.models import NotificationPreferences
from tests.product import Product


@pytest.fixture(autouse=True)
def _nobody_chose_anything(product: Product) -> Iterator[None]:
    """Forget what people chose, before and after: it would stand for the other tests of the run."""
    for stage in ("before", "after"):
        with product.context.database.unit() as unit:
            unit.write(delete(NotificationPreferences))
        if stage == "before":
            yield
