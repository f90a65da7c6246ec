"""Agreements in private."""
