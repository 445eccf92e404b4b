"""好差评 platform: what was served and how it was evaluated, in a signed and sealed envelope."""

from gateways.evaluation_platform.client import EvaluationPlatform, EvaluationPlatformSettings, Receipt
from gateways.evaluation_platform.records import EvaluationRecord, ServiceRecord
from gateways.evaluation_platform.seal import Seal, ShangMi

__all__ = [
    "EvaluationPlatform",
    "EvaluationPlatformSettings",
    "EvaluationRecord",
    "Receipt",
    "Seal",
    "ServiceRecord",
    "ShangMi",
]
