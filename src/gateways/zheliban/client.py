"""Exchanging what a container was given for the identity behind it, by the protocol that the settings name."""

from contextlib import suppress
from typing import Protocol

from gateways.errors import TicketRefused
from gateways.http_client import HttpClient
from gateways.zheliban.identity import SYSTEM, PortalIdentity
from gateways.zheliban.irs import IrsGateway
from gateways.zheliban.legal import LegalSso, direct_query
from gateways.zheliban.settings import ZhelibanSettings
from gateways.zheliban.simpleauth import Send, SimpleAuth
from gateways.zheliban.unified import UnifiedSso
from kit.errors import Pointer, Unprocessable


class SignOnNotOffered(Unprocessable):
    """An ``ssotoken`` where legal persons sign in with tickets."""

    code = "sign-on-not-offered"
    zh = "本系统未开通该登录方式，请从“浙里办”以法人身份重新进入。"
    en = "This way of signing in is not open here. Enter again from the portal, as a legal person."


class _SignOn(Protocol):
    def identify(self, proof: str, /) -> PortalIdentity:
        """Return who is behind a ticket or token."""


class Zheliban:
    """The portal's client."""

    def __init__(self, settings: ZhelibanSettings, *, refuse_debug: bool = False) -> None:
        """``refuse_debug`` turns away the tickets of unpublished applications (production)."""
        self._settings = settings
        self._refuse_debug = refuse_debug
        self.http = HttpClient(SYSTEM, settings.base_url)
        irs = IrsGateway(self.http, settings.access_key, settings.secret_key)
        self._unified = UnifiedSso(settings, irs)
        self._person = _person_sign_on(settings, irs, self._unified)
        self._legal = _legal_sign_on(settings, irs)

    def exchange_ticket(self, ticket: str, container: str | None = None) -> PortalIdentity:
        """Return the identity behind a single-use ticket that a container was given.

        Errors: :class:`TicketRefused`; :class:`gateways.zheliban.AccountInactive`,
        :class:`gateways.zheliban.CertificateNotTaken`; :class:`gateways.SourceRefused`,
        :class:`gateways.SourceUnavailable` or :class:`gateways.SourceNonsense` for faults of the portal.
        """
        self._check(ticket)
        sign_on = self._unified if container in self._settings.unified_containers else self._person
        return sign_on.identify(ticket)

    def exchange_ssotoken(self, ssotoken: str) -> PortalIdentity:
        """Return the legal person behind an ``ssotoken``.

        Errors: as :meth:`exchange_ticket`; :class:`SignOnNotOffered` where legal persons come with tickets.
        """
        if self._legal is None:
            raise SignOnNotOffered(pointers=[Pointer("/method", "not-offered", "未开通。", "Not offered.")])
        self._check(ssotoken)
        return self._legal.identify(ssotoken)

    def check(self) -> str:
        """Show a ticket that nobody was given: who is refused for the ticket was let in with the signature."""
        with suppress(TicketRefused):
            self.exchange_ticket("connection-check")
        return ""

    def _check(self, proof: str) -> None:
        if self._refuse_debug and proof.startswith("debug_"):
            raise TicketRefused


def _person_sign_on(settings: ZhelibanSettings, irs: IrsGateway, unified: UnifiedSso) -> _SignOn:
    if settings.person_sso == "simpleauth":
        return SimpleAuth(settings.service_code, settings.service_password, _direct_send(settings))
    if settings.person_sso == "simpleauth-component":
        paths = {"ticketValidation": settings.ticket_component_path, "getUserInfo": settings.person_component_path}
        return SimpleAuth(
            settings.access_key, settings.secret_key, lambda method, form: irs.post_form(paths[method], form)
        )
    return unified


def _direct_send(settings: ZhelibanSettings) -> Send:
    http = HttpClient(SYSTEM, settings.simpleauth_url)
    path = settings.simpleauth_path
    if settings.simpleauth_verb == "GET":
        # Once: a ticket that arrived is used up, and a second try would be told so.
        return lambda _method, form: http.get(path, form, tries=1).body
    return lambda _method, form: http.post_form(path, form).body


def _legal_sign_on(settings: ZhelibanSettings, irs: IrsGateway) -> LegalSso | None:
    if settings.legal_sso == "unified":
        return None
    if settings.legal_sso == "component":
        return LegalSso(lambda body: irs.post_json(settings.legal_component_path, body))
    http = HttpClient(SYSTEM, settings.esso_url)
    return LegalSso(direct_query(http, settings.esso_path, settings.esso_project_id, settings.esso_secret))
