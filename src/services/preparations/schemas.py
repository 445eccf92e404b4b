"""What a preparation is asked for."""

from marshmallow import Schema, fields


class PreparationArgs(Schema):
    """For whom, and whether to ask the sources again."""

    fresh = fields.Boolean(
        load_default=False,
        metadata={"description": "Ask the sources again instead of using the last half hour's outcome."},
    )
    mandate_id = fields.UUID(load_default=None, metadata={"description": "Prepare for the principal of this mandate."})
