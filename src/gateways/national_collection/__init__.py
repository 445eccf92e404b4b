"""National collection (国家汇聚): five tables handed over as files, a batch at a time."""

from gateways.national_collection.files import Batch, BatchFiles, NationalCollectionSettings
from gateways.national_collection.tables import COLUMNS, Operation

__all__ = ["COLUMNS", "Batch", "BatchFiles", "NationalCollectionSettings", "Operation"]
