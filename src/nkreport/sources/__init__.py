"""Who is meant: speakers by name, description, office or pronoun, each by one canonical name."""

from nkreport.sources.cast import Cast, read_cast
from nkreport.sources.resolving import Resolved, resolve

__all__ = ["Cast", "Resolved", "read_cast", "resolve"]
