"""浙政钉 (专有钉钉): sign-in of civil servants by a single-use code."""

from gateways.zhezhengding.client import OfficeIdentity, Zhezhengding, ZhezhengdingSettings
from gateways.zhezhengding.signature import canonical_text, sign

__all__ = ["OfficeIdentity", "Zhezhengding", "ZhezhengdingSettings", "canonical_text", "sign"]
