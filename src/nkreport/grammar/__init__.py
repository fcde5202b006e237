"""A light reading of English grammar: Penn tags, noun phrases, verb groups and clauses, without a model.

The tagger looks every word up in `rules/english.toml` (verbs are inflected here), guesses unknown words
from their ending and their capitals, and settles words of two classes by their neighbours. It is meant
for edited news prose; what it cannot know it tags as a noun.
"""

from nkreport.grammar.clauses import Clause, clauses, object_of, subject_of
from nkreport.grammar.inflection import ing_form, past_form, third_person
from nkreport.grammar.lexicon import auxiliary
from nkreport.grammar.phrases import NounPhrase, noun_phrases, phrases_by_first, phrases_by_last
from nkreport.grammar.tags import NOUNS, SPEECH_PAST, VERBAL, in_absolute_phrase, tags
from nkreport.grammar.titles import is_headline
from nkreport.grammar.verbs import VerbGroup, verb_groups

__all__ = [
    "NOUNS",
    "SPEECH_PAST",
    "VERBAL",
    "Clause",
    "NounPhrase",
    "VerbGroup",
    "auxiliary",
    "clauses",
    "in_absolute_phrase",
    "ing_form",
    "is_headline",
    "noun_phrases",
    "object_of",
    "past_form",
    "phrases_by_first",
    "phrases_by_last",
    "subject_of",
    "tags",
    "third_person",
    "verb_groups",
]
