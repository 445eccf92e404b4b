"""公共数据平台: shared government data, one interface code per resource."""

from gateways.data_sharing.client import DataSharing, DataSharingSettings, sign
from gateways.data_sharing.interfaces import Interface, read_interfaces
from gateways.data_sharing.refusals import (
    DataRefused,
    InterfaceFailed,
    ParameterMissing,
    ParameterWrong,
    QuotaExhausted,
    SignatureRefused,
)

__all__ = [
    "DataRefused",
    "DataSharing",
    "DataSharingSettings",
    "Interface",
    "InterfaceFailed",
    "ParameterMissing",
    "ParameterWrong",
    "QuotaExhausted",
    "SignatureRefused",
    "read_interfaces",
    "sign",
]
