"""What a reveal says, thing by thing, and how it stands in a group that goes through it together."""
