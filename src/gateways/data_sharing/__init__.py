"""公共数据平台: shared government data, one interface code per resource."""

from gateways.data_sharing.client import DataSharing, DataSharingSettings, QuotaExhausted, sign

__all__ = ["DataSharing", "DataSharingSettings", "QuotaExhausted", "sign"]
