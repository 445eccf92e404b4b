"""浙里办 single sign-on, for persons and legal persons, in each protocol that a container may still speak.

Unified sign-on through the IRS gateway (业务协同网关); personal sign-on (``simpleauth``), direct or as components of
that gateway; legal persons' sign-on (``ssotoken``), as a component or direct. Settings say which one exchanges what.
"""

from gateways.zheliban.client import Zheliban
from gateways.zheliban.identity import AccountInactive, ActingFor, CertificateNotTaken, PortalIdentity
from gateways.zheliban.settings import CONTAINERS, ZhelibanSettings
from gateways.zheliban.signature import canonical_text, esso_sign, sign, simpleauth_sign

__all__ = [
    "CONTAINERS",
    "AccountInactive",
    "ActingFor",
    "CertificateNotTaken",
    "PortalIdentity",
    "Zheliban",
    "ZhelibanSettings",
    "canonical_text",
    "esso_sign",
    "sign",
    "simpleauth_sign",
]
