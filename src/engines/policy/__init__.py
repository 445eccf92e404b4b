"""Policy: what a city decides for itself where the law leaves it open, as data of its pack."""

from engines.policy.values import CODES, Policy, policy, store_policy

__all__ = ["CODES", "Policy", "policy", "store_policy"]
