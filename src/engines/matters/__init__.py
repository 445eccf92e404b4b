"""Matters (事项): what can be applied for, revision by revision, as the city publishes it (GB/T 39554, GB/T 39046)."""

from engines.matters.acting import applicant_for
from engines.matters.audience import check_audience
from engines.matters.consenting import consent_to_matter
from engines.matters.content import DecisionRule, MaterialSpec, MatterContent, ResultSpec, Seat, Step, authored
from engines.matters.differences import differences
from engines.matters.history import last_revision, list_kept, list_revisions, numbered_revision, standing_of
from engines.matters.kinds import Kind, kinds_of_cases, matter_names, matters_by_words
from engines.matters.models import DataResource, Matter, MatterRevisionRow
from engines.matters.pack_loading import load_matters, store_topics
from engines.matters.preparing import MatterPreparation, prepare_matter, prepare_matters
from engines.matters.publishing import (
    RevisionOutdated,
    publish_change,
    publish_matter,
    store_resources,
    withdraw_matter,
)
from engines.matters.queries import (
    MatterRevision,
    MatterUnknown,
    MatterWithdrawn,
    catalogue_version,
    current_revision,
    current_revisions,
    list_interface,
    list_topics,
    resource_fields,
    resources,
    revision,
    revision_in_force,
    search_matters,
    topic_names,
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
    "RevisionOutdated",
    "Seat",
    "Step",
    "applicant_for",
    "authored",
    "catalogue_version",
    "check_audience",
    "consent_to_matter",
    "current_revision",
    "current_revisions",
    "differences",
    "kinds_of_cases",
    "last_revision",
    "list_interface",
    "list_kept",
    "list_revisions",
    "list_topics",
    "load_matters",
    "matter_names",
    "matters_by_words",
    "numbered_revision",
    "prepare_matter",
    "prepare_matters",
    "publish_change",
    "publish_matter",
    "resource_fields",
    "resources",
    "revision",
    "revision_in_force",
    "search_matters",
    "standing_of",
    "store_resources",
    "store_topics",
    "topic_names",
    "withdraw_matter",
]
