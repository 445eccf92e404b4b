"""国家汇聚: what changed in cases since the batch before, handed over as files for the national platform.

A batch is a span of the timeline's events. Spans follow each other without gap or overlap, so that each change stands
in one batch; a batch that was begun and not handed over is made again, of the same span and under the same number.
"""

from engines.collecting.batches import collect, collect_when_due
from engines.collecting.models import CollectionBatch

__all__ = ["CollectionBatch", "collect", "collect_when_due"]
