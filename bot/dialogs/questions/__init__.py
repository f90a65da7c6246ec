"""A question put to a group: who may answer, who has, and when all see what."""
