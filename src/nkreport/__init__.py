"""Figures and assertions from news text: who said what, when, how firmly."""
