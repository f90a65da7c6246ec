"""Rules of messages that come by themselves: facts in; when, to whom and what out. Pure."""
