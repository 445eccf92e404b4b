"""Rules as expressions: a part of CEL (the Common Expression Language) that reads what it may, and always ends.

An expression reads these names and no others: ``form`` (the fields of the form), ``records`` (shared data by
resource code), ``licences`` (by the code of their type: ``licences["11100000000013127D103"].plate``), ``applicant``
(``kind``, ``level``, and for people ``age`` in whole years), ``record`` (one line of a list that is gone through) and
``today`` (the day as text, so that days compare as text does).

Beside operators it may use ``has``, ``size``, ``int``, ``double``, ``contains``, ``startsWith``, ``endsWith`` and
:data:`FUNCTIONS` of our own. There are no loops (``all``, ``exists``, ``map``, ``filter``), no regular expressions
and no escapes in texts, and length and nesting are bounded. What cannot be evaluated is ``unknown``, never an error.

Beside rules there are formulas (:func:`read_formula`), which come to an exact number: the same grammar over names that
their user gives, with ``min`` and ``max`` and no other functions.
"""

from engines.expressions.counting import Formula, Why, read_formula
from engines.expressions.evaluating import Outcome, evaluate_all, holds
from engines.expressions.functions import FUNCTIONS, years_between
from engines.expressions.reading import Expression, ExpressionInvalid, read_expression

__all__ = [
    "FUNCTIONS",
    "Expression",
    "ExpressionInvalid",
    "Formula",
    "Outcome",
    "Why",
    "evaluate_all",
    "holds",
    "read_expression",
    "read_formula",
    "years_between",
]
