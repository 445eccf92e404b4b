"""Words of any length are found on both databases, and only where they stand."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Database, Model
from kit.ids import new_id
from kit.words import LONGEST_TERM, PART, Words, has_term, parts_of, runs_of, terms_of

TEXT = "舟政发〔2026〕12号 关于不动产登记“一证通办”的通知：GB/T 9704-2012 版心；龘䶮。"


class SampleText(Model):
    __tablename__ = "test_texts"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Words())


def found(database: Database, text: str, term: str) -> bool:
    with database.unit() as unit:
        text_id = new_id()
        unit.add(SampleText, id=text_id, words=text)
        unit.flush()
        wanted = select(SampleText.id).where(SampleText.id == text_id, has_term(SampleText.words, term, unit.dialect))
        return unit.first(wanted) is not None


@pytest.mark.parametrize(
    "term",
    [
        "登记",
        "登",
        "记",
        "知",
        "不动产登记",
        "一证通办",
        "舟政发〔2026〕12号",
        "政发[2026]12",
        "2026",
        "gb/t",
        "9704",
        "龘",
    ],
)
def test_a_word_is_found_whatever_its_length(database: Database, term: str) -> None:
    assert found(database, TEXT, term)


@pytest.mark.parametrize("term", ["登产", "动登", "202", "发2026〕11号", "证通知", "970", "号通知", "政〔2026〕"])
def test_what_does_not_stand_there_is_not_found(database: Database, term: str) -> None:
    assert not found(database, TEXT, term)


def test_a_term_across_two_parts_is_whole_in_one() -> None:
    text = "海" * (PART - 2) + "不动产登记" + "山" * PART
    assert any("不动产登记" in part for part in parts_of(text))
    assert max(len(part) for part in parts_of(text)) <= PART
    assert list(parts_of("")) == [""]


def test_a_query_is_cut_at_its_spaces() -> None:
    assert terms_of("  一证通办 改革，") == ["一证通办", "改革，"]
    assert terms_of("，。 !") == []
    assert len(terms_of("海" * 500)[0]) == LONGEST_TERM
    assert runs_of("舟政发〔2026〕12号") == ["舟政发", "2026", "12", "号"]
