"""Collaborations: making and adjusting one, the menu and the overview."""
