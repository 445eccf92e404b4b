"""The shapes of the pack's files about the house: documents, duties, what is booked and repaired."""

from typing import Any

from engines.bookings import KINDS as RESOURCE_KINDS
from engines.canteen import MEALS
from engines.documents import FORMS, KINDS
from engines.packs.shaping import DAY, TEXT, USCC, a_list, an_object
from engines.tickets import PRIORITIES, STEPS

CLOCK = {"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}
TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
#: Whole fen: a meal is not dear.
PRICE = {"type": "integer", "minimum": 0, "maximum": 100_000}
#: Whole fen: nobody is received for nothing, nor for more than two thousand yuan a meal or a night.
STANDARD = {"type": "integer", "minimum": 1, "maximum": 200_000}
#: What is broken waits for months at most, and never for nothing.
KILOMETRES = {"type": "integer", "minimum": 0, "maximum": 2_000_000}
HOURS = {"type": "number", "exclusiveMinimum": 0, "maximum": 2000}

HOUSE_ITEMS: dict[str, dict[str, Any]] = {
    "document_registers": an_object(
        {
            # 机关代字, as it stands before 〔2026〕.
            "code": {"type": "string", "pattern": "^[一-龥]{2,20}$"},
            "department": USCC,
            "mark": TEXT,
            "form": {"enum": list(FORMS)},
            "kinds": a_list({"enum": list(KINDS)}, 1),
            "gapless": {"type": "boolean"},
        }
    ),
    "organ_lists": an_object(
        {
            "code": {"type": "string", "pattern": "^[a-z_]+$"},
            "name": TEXT,
            "department": TEXT,
            "members": {**a_list(USCC, 1), "uniqueItems": True},
        }
    ),
    "forbidden_words": an_object(
        {"department": TEXT, "words": {**a_list(an_object({"word": TEXT, "advice": TEXT}), 1), "uniqueItems": True}}
    ),
    # A single character stands in too many other words.
    "duties": an_object(
        {"department": USCC, "words": {**a_list({"type": "string", "minLength": 2}, 1), "uniqueItems": True}}
    ),
    "bookable_resources": an_object(
        {
            # What its QR label bears.
            "code": {"type": "string", "pattern": "^[A-Z0-9-]{2,40}$"},
            "kind": {"enum": list(RESOURCE_KINDS)},
            "name": TEXT,
            "department": USCC,
        },
        {
            "shared": {"type": "boolean"},
            "building": TEXT,
            "floor": TEXT,
            "capacity": {"type": "integer", "minimum": 1, "maximum": 10_000},
            "features": {**a_list(TEXT), "uniqueItems": True},
            "needs_approval": {"type": "boolean"},
            "open_days": {"enum": ["working", "every"]},
            "opens": CLOCK,
            "closes": CLOCK,
            "longest_minutes": {"type": "integer", "minimum": 15, "maximum": 43_200},
            "ahead_days": {"type": "integer", "minimum": 1, "maximum": 366},
            "check_in_minutes": {"type": "integer", "minimum": 5, "maximum": 240},
        },
    ),
    # The cards of official cars; the code is that of a bookable resource of kind `vehicle`.
    "vehicles": an_object(
        {
            "code": {"type": "string", "pattern": "^[A-Z0-9-]{2,40}$"},
            "plate": {"type": "string", "pattern": "^[一-龥][A-Z]·?[A-Z0-9]{5,6}$"},
            "self_drive": {"type": "boolean"},
            "inspection_due_on": DAY,
            "insurance_due_on": DAY,
            "odometer_km": KILOMETRES,
            "maintained_at_km": KILOMETRES,
            "maintenance_every_km": {"type": "integer", "minimum": 1000, "maximum": 100_000},
        }
    ),
    "reception_standards": an_object(
        {
            "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "name": TEXT,
            "meal_fen": STANDARD,
            "lodging_fen": STANDARD,
            "basis": TEXT,
        }
    ),
    "repair_categories": an_object(
        {
            "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "name": TEXT,
            "department": USCC,
            "hours": an_object({priority: an_object(dict.fromkeys(STEPS, HOURS)) for priority in PRIORITIES}),
        }
    ),
    "canteens": an_object(
        {
            "code": {"type": "string", "pattern": "^[A-Z0-9-]{2,40}$"},
            "name": TEXT,
            "department": USCC,
            "place": TEXT,
            "meals": a_list(
                an_object(
                    {
                        "meal": {"enum": list(MEALS)},
                        "serves_from": TIME,
                        "serves_until": TIME,
                        "cut_off": TIME,
                        "cut_off_days": {"type": "integer", "minimum": 0, "maximum": 14},
                        "price_fen": PRICE,
                        "guest_price_fen": PRICE,
                    },
                    {"most": {"type": "integer", "minimum": 1, "maximum": 10_000}},
                ),
                1,
            ),
        },
        {"rest_days": {"type": "boolean"}},
    ),
    "visitor_buildings": an_object(
        {
            "code": {"type": "string", "pattern": "^[A-Z0-9-]{2,40}$"},
            "name": TEXT,
            "department": USCC,
            # Whom visitors ask about their data.
            "phone": {"type": "string", "pattern": "^0[0-9]{2,3}-[0-9]{7,8}$"},
            "entrance": TEXT,
            "opens": TIME,
            "closes": TIME,
            "parking": {"type": "boolean"},
            "keep_days": {"type": "integer", "minimum": 1, "maximum": 180},
        }
    ),
}
