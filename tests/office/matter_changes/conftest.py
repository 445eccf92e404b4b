"""A product of its own, since these tests change the catalogue that others count on."""

from collections.abc import Iterator

import pytest

from tests.conftest import another_database
from tests.product import Product, running_product


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(
    request: pytest.FixtureRequest, city_sandbox: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("catalogue")
    url = f"sqlite:///{folder}/zhangban.db"
    if request.param == "postgresql":
        url = another_database(request.getfixturevalue("postgres_url"), "catalogue")
    with running_product(city_sandbox, url, folder) as found:
        yield found
