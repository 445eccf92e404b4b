"""预订: one calendar of everything that one booking has at a time: rooms, equipment, cars, drivers.

A *resource* is open on its days and hours and kept by a department; a *booking* takes one or more resources of one
keeper from a minute to another. No double booking, ever: every resource has its own stretch of one line of minutes
(:mod:`engines.bookings.line`), and the database itself refuses ranges that overlap. A booking is held, waits, is
requested or booked, checked in, extended, released when nobody comes; a series repeats by a rule of RFC 5545; a bundle
takes several things for the same hours or none. What another engine gives to a job of its own (:class:`Assignment`)
is ended by that job alone.
"""

from engines.bookings.access import scope_of
from engines.bookings.answers import booking_answer, listed_booking, listed_resource, resource_answer
from engines.bookings.assigning import (
    Assignment,
    assign_resources,
    finish_assignment,
    free_assignment,
    free_throughout,
    prolong_assignment,
)
from engines.bookings.bundling import create_bundle
from engines.bookings.changing import cancel_booking, change_booking, revoke_booking
from engines.bookings.feeds import calendar_of, list_feeds, make_feed, revoke_feed
from engines.bookings.lifecycle import BOOK, BOOKING, MANAGE, READ, RESOURCE, became_of
from engines.bookings.line import moment_of
from engines.bookings.models import Booking, BookingTake, Resource
from engines.bookings.papers import add_document, document_for, remove_document
from engines.bookings.queries import BookingFilter, booking_by_id, booking_of, count_bookings, list_bookings, place_of
from engines.bookings.refusals import ResourceNotFound, SlotTaken
from engines.bookings.replying import ANSWERS, MOST_PARTICIPANTS, answer_invitation
from engines.bookings.resources import (
    KINDS,
    add_resource,
    amend_resource,
    close_resource,
    list_resources,
    reopen_resource,
    resource_for,
    resources_kept_by,
    store_bookable_resources,
)
from engines.bookings.searching import MOST_DAYS, FreeSearch, search_free
from engines.bookings.taking import Organiser, create_booking
from engines.bookings.timers import run_booking_timers
from engines.bookings.use import LATE, ResourceUse, list_used_resources, use_of_resources
from engines.bookings.using import (
    check_in_booking,
    confirm_booking,
    decide_booking,
    end_booking,
    extend_booking,
    record_minutes,
)

__all__ = [
    "ANSWERS",
    "BOOK",
    "BOOKING",
    "KINDS",
    "LATE",
    "MANAGE",
    "MOST_DAYS",
    "MOST_PARTICIPANTS",
    "READ",
    "RESOURCE",
    "Assignment",
    "Booking",
    "BookingFilter",
    "BookingTake",
    "FreeSearch",
    "Organiser",
    "Resource",
    "ResourceNotFound",
    "ResourceUse",
    "SlotTaken",
    "add_document",
    "add_resource",
    "amend_resource",
    "answer_invitation",
    "assign_resources",
    "became_of",
    "booking_answer",
    "booking_by_id",
    "booking_of",
    "calendar_of",
    "cancel_booking",
    "change_booking",
    "check_in_booking",
    "close_resource",
    "confirm_booking",
    "count_bookings",
    "create_booking",
    "create_bundle",
    "decide_booking",
    "document_for",
    "end_booking",
    "extend_booking",
    "finish_assignment",
    "free_assignment",
    "free_throughout",
    "list_bookings",
    "list_feeds",
    "list_resources",
    "list_used_resources",
    "listed_booking",
    "listed_resource",
    "make_feed",
    "moment_of",
    "place_of",
    "prolong_assignment",
    "record_minutes",
    "remove_document",
    "reopen_resource",
    "resource_answer",
    "resource_for",
    "resources_kept_by",
    "revoke_booking",
    "revoke_feed",
    "run_booking_timers",
    "scope_of",
    "search_free",
    "store_bookable_resources",
    "use_of_resources",
]
