"""A further instrument gone through in a group, question by question."""
