"""Expressions for days: finds them, and tells the days of a claim from the days of an event."""

from nkreport.dates.belonging import claim_days, claim_expression, event_days
from nkreport.dates.finding import find_dates
from nkreport.dates.offices import office_holder

__all__ = ["claim_days", "claim_expression", "event_days", "find_dates", "office_holder"]
