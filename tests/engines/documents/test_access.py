"""Who sees one document by its row is who sees it by the condition that lists and searches use."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from auth import DataScope, LentPowers, Subject
from engines.documents import READ, REVIEW, document_of, receipt_of
from engines.documents.access import visible_documents, visible_receipts
from engines.documents.models import DocumentReader, DocumentReceipt, DocumentStep, OfficialDocument
from engines.documents.refusals import DocumentNotFound, ReceiptNotFound
from kit import clock
from kit.database import Unit
from kit.ids import new_id
from tests.engines.documents.searched import OTHER, RECEIVER, SENDER, plant_document, plant_receipt
from tests.engines.subjects import officer


def everybody() -> Sequence[Subject]:
    """Return officers who stand to an organ in every way: of it, above it, outside it, in place of one of it."""
    of_it, outside = officer(READ, departments=(SENDER,)), officer(READ, REVIEW, departments=(OTHER,))
    powers = LentPowers(new_id(), of_it.id, of_it.name, frozenset({READ}), DataScope(departments=frozenset({SENDER})))
    return (
        of_it,
        outside,
        replace(officer(READ, departments=(OTHER, SENDER)), department_code=OTHER),
        officer(READ, everywhere=True),
        officer(REVIEW, departments=(SENDER,)),
        replace(outside, id=new_id(), lent=(powers,)),
        officer(READ, departments=(RECEIVER,)),
    )


def step(unit: Unit, reviewer: Subject, **values: object) -> None:
    """Give an officer a seat in the review of a restricted document."""
    document_id = plant_document(unit, restricted=True, **values)
    unit.add(
        DocumentStep,
        id=new_id(),
        document_id=document_id,
        round=1,
        position=1,
        kind="review",
        department_code=OTHER,
        officer_id=reviewer.id,
    )


def reader(unit: Unit, who: Subject) -> None:
    """Circulate a restricted document before an officer."""
    receipt_id = plant_receipt(unit, plant_document(unit), SENDER, restricted=True)
    unit.add(
        DocumentReader,
        id=new_id(),
        receipt_id=receipt_id,
        officer_id=who.id,
        officer_name="甘霖",
        department_code=OTHER,
        mode="parallel",
        position=1,
        added_by_name="万晓东",
        added_at=clock.now(),
    )


def test_a_document_is_seen_by_its_row_as_by_the_condition(unit: Unit) -> None:
    subjects = everybody()
    for restricted in (False, True):
        plant_document(unit, restricted=restricted)
        plant_document(unit, restricted=restricted, origin="imported")
        plant_document(unit, restricted=restricted, author_id=subjects[1].id)
    step(unit, subjects[1])
    unit.flush()
    ids = [row.id for row in unit.rows(select(OfficialDocument.id))]
    seen = 0
    for subject in subjects:
        by_condition = {row.id for row in unit.rows(select(OfficialDocument.id).where(visible_documents(subject)))}
        for document_id in ids:
            if document_id in by_condition:
                assert document_of(unit, subject, document_id).id == document_id
            else:
                with pytest.raises(DocumentNotFound):
                    document_of(unit, subject, document_id)
        seen += len(by_condition)
    assert 0 < seen < len(subjects) * len(ids)


def test_a_receipt_is_seen_by_its_row_as_by_the_condition(unit: Unit) -> None:
    subjects = everybody()
    for restricted in (False, True):
        plant_receipt(unit, plant_document(unit), SENDER, restricted=restricted)
        plant_receipt(unit, plant_document(unit), RECEIVER, restricted=restricted)
    reader(unit, subjects[1])
    unit.flush()
    ids = [row.id for row in unit.rows(select(DocumentReceipt.id))]
    seen = 0
    for subject in subjects:
        by_condition = {row.id for row in unit.rows(select(DocumentReceipt.id).where(visible_receipts(subject)))}
        for receipt_id in ids:
            if receipt_id in by_condition:
                assert receipt_of(unit, subject, receipt_id).id == receipt_id
            else:
                with pytest.raises(ReceiptNotFound):
                    receipt_of(unit, subject, receipt_id)
        seen += len(by_condition)
    assert 0 < seen < len(subjects) * len(ids)
