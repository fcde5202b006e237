"""Expressions for days: finds them, and tells the days of a claim from the days of an event."""

from nkreport.dates.finding import find_dates

__all__ = ["find_dates"]
