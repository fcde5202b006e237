"""Who is meant: speakers by name, description, office or pronoun, each by one canonical name."""

from nkreport.sources.cast import Cast, read_cast, spoken_for
from nkreport.sources.chains import Chain, split_chain
from nkreport.sources.finding import find_sources
from nkreport.sources.parties import country_of, find_place, party_of
from nkreport.sources.resolving import Resolved, resolve, speaker_of_turn

__all__ = [
    "Cast",
    "Chain",
    "Resolved",
    "country_of",
    "find_place",
    "find_sources",
    "party_of",
    "read_cast",
    "resolve",
    "speaker_of_turn",
    "split_chain",
    "spoken_for",
]
