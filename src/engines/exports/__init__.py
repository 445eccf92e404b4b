"""Exports (导出): long lists as files, made by a job, step by step, so that a worker that dies loses nothing."""

from engines.exports.declarations import Listing
from engines.exports.lifecycle import EXPORT
from engines.exports.listings import LISTINGS, USUAL_LISTING
from engines.exports.making import cancel_export, request_export
from engines.exports.models import Export
from engines.exports.queries import ExportNotFound, list_own_exports, own_export
from engines.exports.showing import FORMATS, export_answer, export_file
from engines.exports.tidying import tidy_exports

__all__ = [
    "EXPORT",
    "FORMATS",
    "LISTINGS",
    "USUAL_LISTING",
    "Export",
    "ExportNotFound",
    "Listing",
    "cancel_export",
    "export_answer",
    "export_file",
    "list_own_exports",
    "own_export",
    "request_export",
    "tidy_exports",
]
