"""公务用车: official cars asked for, approved, dispatched, handed out and returned, with what they cost.

A *card* is what a fleet knows of a car beside its resource (:mod:`engines.bookings`): plate, odometer, what falls due.
A *trip* (``vehicle_trip``) is approved by the requester's department and dispatched by the fleet: car and driver are
given to it for its whole time, on the one line of minutes that lets nothing be given twice. What it cost becomes the
requester's department's (:mod:`engines.costs`). Purposes follow 《党政机关公务用车管理办法》第三条.
"""

from engines.vehicles.answers import card_answer, listed_trip, trip_answer
from engines.vehicles.cards import add_card, amend_card, store_vehicles
from engines.vehicles.dispatching import candidates_for, dispatch_vehicle
from engines.vehicles.driving import hand_out_vehicle, return_vehicle
from engines.vehicles.lifecycle import APPROVE, DISPATCH, READ, REQUEST, VEHICLE_TRIP
from engines.vehicles.limits import PURPOSES, REMARKS, needs_note, passed_by, remarks_on
from engines.vehicles.queries import TripFilter, card_of, count_trips, list_cards, list_trips, trip_of
from engines.vehicles.requesting import cancel_trip, decide_request, decline_trip, request_vehicle
from engines.vehicles.summaries import summary_of
from engines.vehicles.timers import run_vehicle_timers

__all__ = [
    "APPROVE",
    "DISPATCH",
    "PURPOSES",
    "READ",
    "REMARKS",
    "REQUEST",
    "VEHICLE_TRIP",
    "TripFilter",
    "add_card",
    "amend_card",
    "cancel_trip",
    "candidates_for",
    "card_answer",
    "card_of",
    "count_trips",
    "decide_request",
    "decline_trip",
    "dispatch_vehicle",
    "hand_out_vehicle",
    "list_cards",
    "list_trips",
    "listed_trip",
    "needs_note",
    "passed_by",
    "remarks_on",
    "request_vehicle",
    "return_vehicle",
    "run_vehicle_timers",
    "store_vehicles",
    "summary_of",
    "trip_answer",
    "trip_of",
]
