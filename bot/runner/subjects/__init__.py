"""What each dialog is about: the facts it needs, the header of its screens, and whether it may (still) be held."""
