"""Phase 2: the conversation in the group, its goals and minutes."""
