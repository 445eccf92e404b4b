"""The house and the portal of the tests of what officers are told, for the directory behind them."""

from tests.office.notifications.conftest import force, house, office_sandbox, portal, start_house

__all__ = ["force", "house", "office_sandbox", "portal", "start_house"]
