"""The five tables of the collection and their columns, with the names of the exchange (so spelt)."""

from collections.abc import Mapping, Sequence
from typing import Literal

#: Insert, update, delete.
Operation = Literal["I", "U", "D"]
_EXCHANGE = ("cd_operation", "cd_time", "cd_batch")
_MATTER = (
    "row_guid",
    "project_no",
    "catalog_code",
    "local_catalog_code",
    "task_code",
    "local_task_code",
    "task_version",
    "task_name",
)

COLUMNS: Mapping[str, Sequence[str]] = {
    "up_pro_accept": (
        *_MATTER,
        "task_handle_item",
        "project_name",
        "project_type",
        "org_code",
        "org_name",
        "handle_user_name",
        "applyer_name",
        "applyer_type",
        "applyer_page_type",
        "applyer_page_code",
        "contact_name",
        "contact_type",
        "contact_code",
        "contact_mobile",
        "legal",
        "apply_type",
        "apply_date",
        "accept_date",
        "accept_doc_no",
        "promise_date",
        "address",
        "zip_code",
        "data_source",
        *_EXCHANGE,
    ),
    "up_pro_process": (
        *_MATTER,
        "process_name",
        "event_name",
        "event_start_time",
        "event_end_time",
        "handle_explain",
        "handle_user_name",
        "data_source",
        *_EXCHANGE,
    ),
    "up_pro_result": (
        *_MATTER,
        "result_type",
        "result_date",
        "result_explain",
        "result_cetr_name",
        "result_cetr_no",
        "is_delivery_results",
        "satisfaction",
        "handle_user_name",
        "data_source",
        *_EXCHANGE,
    ),
    "up_pro_special_procedure": (
        *_MATTER,
        "special_type",
        "special_name",
        "special_reason",
        "special_time",
        "special_explain",
        "end_time",
        "result",
        "handle_user_name",
        "data_source",
        *_EXCHANGE,
    ),
    "up_pro_material": (
        *_MATTER,
        "material_name",
        "material_attach_name",
        "get_type",
        "get_num",
        "data_source",
        *_EXCHANGE,
    ),
}
