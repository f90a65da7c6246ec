"""Turns: one event in, one transaction, messages out. Knows ports, not adapters."""
