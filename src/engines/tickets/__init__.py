"""Tickets (工单): somebody reports something, it is dispatched, arrived at, done, accepted and rated, and followed up.

Repairs and complaints share this life. A kind declares its code, permissions and limits (:class:`TicketKind`); its
categories are data of the city's pack. Limits are in hours, lights are computed from them, and what comes near or
passed is told once. What is peculiar to a kind lies with its app, in a table of its own.
"""

from engines.tickets.accepting import accept_ticket
from engines.tickets.answers import listed_ticket, ticket_answer
from engines.tickets.categories import categories_of, find_category, store_categories
from engines.tickets.following_up import call_back, close_follow_up, reopen_ticket
from engines.tickets.kinds import PRIORITIES, STEPS, Permissions, TicketKind, declare_kind
from engines.tickets.lifecycle import STATES, ticket_lifecycle
from engines.tickets.limits import LIGHTS
from engines.tickets.listing import TicketFilter, count_tickets, list_tickets
from engines.tickets.models import Ticket
from engines.tickets.photos import MOST_PHOTOS, open_photo, store_photo
from engines.tickets.queries import ticket_by_id, ticket_of
from engines.tickets.reporting import cancel_ticket, decline_ticket, report_ticket
from engines.tickets.statistics import GROUPINGS, Period, ticket_statistics
from engines.tickets.timers import run_ticket_timers
from engines.tickets.working import (
    Hands,
    arrive_at_ticket,
    complete_ticket,
    dispatch_ticket,
    return_work,
    technicians_for,
)

__all__ = [
    "GROUPINGS",
    "LIGHTS",
    "MOST_PHOTOS",
    "PRIORITIES",
    "STATES",
    "STEPS",
    "Hands",
    "Period",
    "Permissions",
    "Ticket",
    "TicketFilter",
    "TicketKind",
    "accept_ticket",
    "arrive_at_ticket",
    "call_back",
    "cancel_ticket",
    "categories_of",
    "close_follow_up",
    "complete_ticket",
    "count_tickets",
    "declare_kind",
    "decline_ticket",
    "dispatch_ticket",
    "find_category",
    "list_tickets",
    "listed_ticket",
    "open_photo",
    "reopen_ticket",
    "report_ticket",
    "return_work",
    "run_ticket_timers",
    "store_categories",
    "store_photo",
    "technicians_for",
    "ticket_answer",
    "ticket_by_id",
    "ticket_lifecycle",
    "ticket_of",
    "ticket_statistics",
]
