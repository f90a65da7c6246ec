"""Settling: a partner turns its people's answers into one version."""
