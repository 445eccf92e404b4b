"""Post: a small protocol to order and track parcels, and one implementation of it over signed JSON."""

from gateways.express.client import Express, ExpressSettings, Parcel, PostOffice, Scan
from gateways.express.signature import canonical_text, sign

__all__ = [
    "Express",
    "ExpressSettings",
    "Parcel",
    "PostOffice",
    "Scan",
    "canonical_text",
    "sign",
]
