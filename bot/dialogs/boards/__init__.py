"""Boards: a motive in a group, answered by everybody at once."""
