"""What need not be brought: a matter's materials and form, prepared for one subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth import (
    Need,
    Preparation,
    PreparedMaterial,
    Request,
    Resource,
    Subject,
    find_preparation,
    keep_preparation,
    prepare,
    require_assurance,
)
from engines.files import find_in_locker
from engines.licences import licence_type_names
from engines.matters.audience import check_audience
from engines.matters.queries import MatterRevision, resources
from kit.context import Context
from kit.database import Unit

READING_MINUTES = 1
FIELDS_PER_MINUTE = 4
MINUTES_PER_UPLOAD = 2


@dataclass(frozen=True)
class MatterPreparation:
    """A matter's revision and what was found for the subject."""

    revision: MatterRevision
    prepared: Preparation

    def answer(self) -> dict[str, Any]:
        """Return the answer of the API."""
        prepared, content = self.prepared, self.revision.content
        uploads = [item for item in prepared.materials if item.status == "to_upload"]
        to_type = [name for name in content.form.get("properties", {}) if f"/{name}" not in prepared.sources]
        return {
            "matter": {"code": self.revision.code, "name": content.name, "revision": self.revision.revision},
            "materials": [
                {
                    "code": item.code,
                    "name": item.name,
                    "satisfied_by": item.satisfied_by,
                    "source": item.source,
                    "status": item.status,
                    "note": item.note,
                    "tolerated": item.tolerated,
                }
                for item in prepared.materials
            ],
            "to_upload": len(uploads),
            "form": {
                "schema": content.form,
                "values": prepared.values,
                "locked": list(prepared.locked),
                "sources": prepared.sources,
            },
            "immediate": content.immediate and all(_needs_no_look(item) for item in prepared.materials),
            "consent_needed": list(prepared.consent_needed),
            "sources_down": list(prepared.sources_down),
            "minutes": READING_MINUTES
            + -(-len(to_type) // FIELDS_PER_MINUTE)
            + MINUTES_PER_UPLOAD * sum(not item.tolerated for item in uploads),
        }


def _needs_no_look(item: PreparedMaterial) -> bool:
    """Tell whether a material comes from its source, so that rules can go by it."""
    return item.status == "available" and item.satisfied_by in {"licence", "shared_data"}


def prepare_matter(
    subject: Subject,
    unit: Unit,
    context: Context,
    guide: MatterRevision,
    *,
    fresh: bool = False,
    admitted: bool = False,
) -> MatterPreparation:
    """Prepare a matter for a subject; a stored outcome of the last half hour serves unless ``fresh`` is asked.

    ``admitted`` says that the matter has let this subject in already: by a case that runs, or as part of a joint
    matter. Errors: :class:`NotForThisSubject`, :class:`auth.AssuranceTooLow`.
    """
    content = guide.content
    # Before any source is asked: nothing is fetched for a matter that is not for this subject.
    if not admitted:
        check_audience(subject.kind, content.audience)
    require_assurance(subject, content.assurance_level, context.settings.level_up_url)
    stored = None if fresh else find_preparation(subject, unit, context, guide.id)
    if stored is not None:
        return MatterPreparation(guide, stored)
    prepared = _ask(subject, unit, context, guide, _known(unit))
    _keep(subject, unit, context, guide, prepared)
    return MatterPreparation(guide, prepared)


def prepare_matters(
    subject: Subject, unit: Unit, context: Context, guides: Sequence[MatterRevision]
) -> list[MatterPreparation]:
    """Prepare several matters that have let the subject in; every source is asked before anything is written."""
    stored = [find_preparation(subject, unit, context, guide.id) for guide in guides]
    known = _known(unit) if None in stored else ({}, {})
    asked = {
        guide.id: _ask(subject, unit, context, guide, known)
        for guide, found in zip(guides, stored, strict=True)
        if found is None
    }
    for guide in guides:
        if guide.id in asked:
            _keep(subject, unit, context, guide, asked[guide.id])
    return [MatterPreparation(guide, found or asked[guide.id]) for guide, found in zip(guides, stored, strict=True)]


def _known(unit: Unit) -> tuple[Mapping[str, Resource], Mapping[str, str]]:
    """Return the shared-data resources and the names of licence types."""
    return resources(unit), licence_type_names(unit)


def _ask(
    subject: Subject,
    unit: Unit,
    context: Context,
    guide: MatterRevision,
    known: tuple[Mapping[str, Resource], Mapping[str, str]],
) -> Preparation:
    content = guide.content
    request = Request(
        matter_code=guide.code,
        matter_name=content.name,
        statute=content.statute,
        needs=tuple(
            Need(item.code, item.name, item.ways, tolerated=item.necessity == "3") for item in content.materials
        ),
        prefills=content.prefills,
        resources=known[0],
        licence_names=known[1],
    )
    names = [need.name for need in request.needs if any(way.kind == "locker" for way in need.ways)]
    return prepare(subject, unit, context, request, find_in_locker(unit, subject.id, names))


def _keep(subject: Subject, unit: Unit, context: Context, guide: MatterRevision, prepared: Preparation) -> None:
    # With a source down the next look, or the filing, asks again.
    if not prepared.sources_down:
        keep_preparation(subject, unit, context, guide.id, prepared)
