"""Numbers that people see: registers without a lock that all writers share."""

from engines.numbering.case_numbers import case_number, check_case_number
from engines.numbering.document_numbers import document_number
from engines.numbering.registers import NumberCounter, next_number

__all__ = ["NumberCounter", "case_number", "check_case_number", "document_number", "next_number"]
