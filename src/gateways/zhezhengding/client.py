"""The office portal's client: one line, one token, and a part for each thing that the portal does."""

from gateways.http_client import HttpClient
from gateways.zhezhengding.calls import SYSTEM, Calls, ZhezhengdingSettings
from gateways.zhezhengding.directory import Directory
from gateways.zhezhengding.messages import Messages
from gateways.zhezhengding.signing_in import OfficeIdentity, ScanNotOffered, exchange_code, exchange_scan_code
from gateways.zhezhengding.todos import Todos
from kit.shared import SharedSecrets


class Zhezhengding:
    """The office portal's client."""

    def __init__(self, settings: ZhezhengdingSettings, secrets: SharedSecrets) -> None:
        """Fetch nothing yet; the application tokens lie in ``secrets``."""
        self.settings = settings
        self.http = HttpClient(SYSTEM, settings.base_url)
        self._calls = Calls(settings, self.http, secrets, settings.app_key, settings.app_secret)
        self._scan: Calls | None = None
        if settings.scan_app_key and settings.scan_app_secret:
            self._scan = Calls(settings, self.http, secrets, settings.scan_app_key, settings.scan_app_secret)
        self.messages = Messages(self._calls)
        self.todos = Todos(self._calls)
        self.directory = Directory(self._calls)

    def check(self) -> str:
        """Ask for the application's token; the portal tells no quota."""
        self._calls.try_keys()
        return ""

    def exchange_code(self, code: str) -> OfficeIdentity:
        """Return who is behind a single-use in-app code. Errors: :class:`gateways.TicketRefused`."""
        return exchange_code(self._calls, code)

    def exchange_scan_code(self, code: str) -> OfficeIdentity:
        """Return who scanned the code on a computer's screen.

        Errors: :class:`gateways.TicketRefused`; :class:`ScanNotOffered` where no scan application is set.
        """
        if self._scan is None:
            raise ScanNotOffered
        return exchange_scan_code(self._scan, code)
