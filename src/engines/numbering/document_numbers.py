"""The number of an official document (发文字号): organ code, year in hexagonal brackets, sequence.

GB/T 9704-2012 section 7.2.5: four digits of the year, no zeros before the sequence, no 第.
"""


def document_number(organ_code: str, year: int, sequence: int) -> str:
    """Return a number such as ``舟政发〔2026〕12号``."""
    return f"{organ_code}〔{year}〕{sequence}号"
