"""浙里办: unified single sign-on through the IRS gateway (业务协同网关), for persons and legal persons."""

from gateways.zheliban.client import ActingFor, PortalIdentity, Zheliban, ZhelibanSettings
from gateways.zheliban.signature import canonical_text, sign

__all__ = ["ActingFor", "PortalIdentity", "Zheliban", "ZhelibanSettings", "canonical_text", "sign"]
