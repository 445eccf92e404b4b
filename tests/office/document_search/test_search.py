"""The search over HTTP, as a civil servant uses it."""

import uuid
from typing import Any

from kit.ids import new_id
from kit.outbox import enqueue
from tests.engines.documents.searched import plant_document, plant_receipt
from tests.product import Product

OFFICE, DATA, DINGHAI = "11330900002600114R", "11330900MB15A0263B", "11330902002610013M"


def planted(product: Product, **values: Any) -> tuple[uuid.UUID, uuid.UUID, str]:
    """Write a document with a word of its own that went to 市大数据局; return it, the receipt and the word."""
    word = f"词{new_id().hex[-8:]}"
    with product.context.database.unit() as unit:
        document = plant_document(
            unit, department_code=OFFICE, body=f"一、总体要求\n民生事项“一证通办”，{word}，按期完成。", **values
        )
        receipt = plant_receipt(unit, document, DATA, restricted=values.get("restricted", False))
        enqueue(unit, "documents.index", {"document_id": str(document)})
    product.work()
    return document, receipt, word


def test_each_side_finds_a_document_and_opens_it_as_its_own(product: Product) -> None:
    document, receipt, word = planted(product)
    sender, receiver = product.officer("officer-bi"), product.officer("officer-lian")
    found = sender.get("/office/v1/document_search", query_string={"q": f"{word} 通办"}).get_json()
    (item,) = found["items"]
    assert (item["id"], item["source"], found["total"], found["more_than_total"]) == (str(document), "正文", 1, False)
    assert word in item["excerpt"]
    assert item["links"] == {"outgoing": f"/office/v1/documents/{document}"}
    (item,) = receiver.every("/office/v1/document_search", q=word)
    assert item["links"] == {"incoming": f"/office/v1/incoming_documents/{receipt}"}
    assert product.officer("officer-ping").every("/office/v1/document_search", q=word) == []


def test_a_search_is_narrowed_and_paged(product: Product) -> None:
    word, first = planted(product)[2], planted(product, kind="letter", title="关于商请支持的函")
    sender = product.officer("officer-bi")
    with product.context.database.unit() as unit:
        ids = [plant_document(unit, department_code=OFFICE, body=word) for _ in range(3)]
        for document_id in ids:
            enqueue(unit, "documents.index", {"document_id": str(document_id)})
    product.work()
    assert len(sender.every("/office/v1/document_search", q=word, limit=2)) == 4
    page = sender.get("/office/v1/document_search", query_string={"q": word, "limit": 2}).get_json()
    following = {"q": word, "limit": 2, "cursor": page["next_cursor"]}
    assert sender.get("/office/v1/document_search", query_string=following).get_json()["total"] is None
    assert [item["id"] for item in sender.every("/office/v1/document_search", q=first[2], kind="letter")] == [
        str(first[0])
    ]
    assert sender.every("/office/v1/document_search", q=first[2], kind="notice") == []
    assert sender.every("/office/v1/document_search", q=first[2], sender=DATA) == []
    assert sender.every("/office/v1/document_search", q="，") == []


def test_a_search_needs_words_and_the_permission(product: Product) -> None:
    sender = product.officer("officer-bi")
    assert sender.get("/office/v1/document_search").status_code == 422
    assert sender.get("/office/v1/document_search", query_string={"q": " "}).status_code == 422
    refused = product.officer("officer-xu").get("/office/v1/document_search", query_string={"q": "通知"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "permission-missing")
