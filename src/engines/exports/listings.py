"""The listings that can be taken out."""

from collections.abc import Mapping

from engines.exports.cases import CASES
from engines.exports.declarations import Listing
from engines.exports.supervision_matters import SUPERVISION_MATTERS

LISTINGS: Mapping[str, Listing] = {listing.code: listing for listing in (CASES, SUPERVISION_MATTERS)}
#: Of which an export is when nothing is said.
USUAL_LISTING = CASES.code
