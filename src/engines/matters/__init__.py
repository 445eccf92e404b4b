"""Matters (事项): what can be applied for, revision by revision, as the city publishes it (GB/T 39554, GB/T 39046)."""

from engines.matters.acting import applicant_for
from engines.matters.audience import check_audience
from engines.matters.consenting import consent_to_matter
from engines.matters.content import DecisionRule, MaterialSpec, MatterContent, ResultSpec, Seat, Step
from engines.matters.kinds import Kind, kinds_of_cases, matter_names, matters_by_words
from engines.matters.models import DataResource, Matter, MatterRevisionRow
from engines.matters.preparing import MatterPreparation, prepare_matter, prepare_matters
from engines.matters.publishing import publish_matter, store_resources, withdraw_absent, withdraw_matter
from engines.matters.queries import (
    MatterRevision,
    MatterUnknown,
    MatterWithdrawn,
    catalogue_version,
    current_revision,
    current_revisions,
    list_interface,
    list_topics,
    resources,
    revision,
    revision_in_force,
    search_matters,
)
from engines.matters.schemas import PreparationOut

__all__ = [
    "DataResource",
    "DecisionRule",
    "Kind",
    "MaterialSpec",
    "Matter",
    "MatterContent",
    "MatterPreparation",
    "MatterRevision",
    "MatterRevisionRow",
    "MatterUnknown",
    "MatterWithdrawn",
    "PreparationOut",
    "ResultSpec",
    "Seat",
    "Step",
    "applicant_for",
    "catalogue_version",
    "check_audience",
    "consent_to_matter",
    "current_revision",
    "current_revisions",
    "kinds_of_cases",
    "list_interface",
    "list_topics",
    "matter_names",
    "matters_by_words",
    "prepare_matter",
    "prepare_matters",
    "publish_matter",
    "resources",
    "revision",
    "revision_in_force",
    "search_matters",
    "store_resources",
    "withdraw_absent",
    "withdraw_matter",
]
