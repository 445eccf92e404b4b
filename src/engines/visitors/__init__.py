"""访客: invited to an office building, asked for their consent, let in by a pass, and forgotten after their term.

A *visit* is one visitor's, of a host, in a *building* whose reception a department keeps. The visitor has no account: a
text message brings the link to their own page, where they read what of them is handled and why, consent or refuse, and
withdraw as easily. Who they are is sealed, found by keyed hashes, masked to all but host and reception, and erased so
many days after the visit ended (《中华人民共和国个人信息保护法》); when and where somebody was received stays,
for counting. A department may *bar* somebody from its buildings until a day.
"""

from engines.visitors.admitting import (
    admit_by_certificate,
    admit_by_pass,
    decide_walk_in,
    leave,
    record_departure,
    register_walk_in,
)
from engines.visitors.answers import (
    barred_answer,
    building_answer,
    expected_car,
    invited_visit,
    listed_visit,
    visit_answer,
    visitor_inside,
)
from engines.visitors.barred import BarFilter, bar_of, list_bars
from engines.visitors.barring import bar_visitor, lift_bar
from engines.visitors.buildings import kept_building, list_visitor_buildings, store_visitor_buildings
from engines.visitors.consenting import consent_to_visit, withdraw_consent_to_visit
from engines.visitors.inviting import (
    MOST_VISITORS,
    PURPOSES,
    cancel_visit,
    change_visit,
    invite_visitors,
    remind_visitor,
)
from engines.visitors.lifecycle import ADMIT, BAR, INVITE, READ, VISIT
from engines.visitors.meetings import check_meeting, hindrances_to_visits
from engines.visitors.pages import drawn_pass, page_of_visitor, visitor_page
from engines.visitors.passes import WRITTEN
from engines.visitors.people import CERTIFICATES, PLATE
from engines.visitors.queries import (
    VisitFilter,
    count_inside,
    count_visits,
    list_expected_cars,
    list_inside,
    list_visits,
    visit_of,
)
from engines.visitors.schemas import ShownCertificateIn, VisitorIn
from engines.visitors.timers import run_visitor_timers

__all__ = [
    "ADMIT",
    "BAR",
    "CERTIFICATES",
    "INVITE",
    "MOST_VISITORS",
    "PLATE",
    "PURPOSES",
    "READ",
    "VISIT",
    "WRITTEN",
    "BarFilter",
    "ShownCertificateIn",
    "VisitFilter",
    "VisitorIn",
    "admit_by_certificate",
    "admit_by_pass",
    "bar_of",
    "bar_visitor",
    "barred_answer",
    "building_answer",
    "cancel_visit",
    "change_visit",
    "check_meeting",
    "consent_to_visit",
    "count_inside",
    "count_visits",
    "decide_walk_in",
    "drawn_pass",
    "expected_car",
    "hindrances_to_visits",
    "invite_visitors",
    "invited_visit",
    "kept_building",
    "leave",
    "lift_bar",
    "list_bars",
    "list_expected_cars",
    "list_inside",
    "list_visitor_buildings",
    "list_visits",
    "listed_visit",
    "page_of_visitor",
    "record_departure",
    "register_walk_in",
    "remind_visitor",
    "run_visitor_timers",
    "store_visitor_buildings",
    "visit_answer",
    "visit_of",
    "visitor_inside",
    "visitor_page",
    "withdraw_consent_to_visit",
]
