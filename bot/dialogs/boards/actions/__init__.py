"""Boards opened, answered and shown; and what whoever leads does with them."""
