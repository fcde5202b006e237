"""Whose people or materiel a figure counts, and where they are."""

from __future__ import annotations
