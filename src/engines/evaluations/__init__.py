"""好差评 (GB/T 39734, GB/T 39735): one evaluation per case; a bad one opens a follow-up."""

from engines.evaluations.actions import evaluate_case
from engines.evaluations.models import Evaluation, FollowUp
from engines.evaluations.queries import evaluation_of
from engines.evaluations.scale import LEVEL_NAMES, to_bus, to_national

__all__ = ["LEVEL_NAMES", "Evaluation", "FollowUp", "evaluate_case", "evaluation_of", "to_bus", "to_national"]
