"""The host of one turn: routing, context, talks, the faces of rooms, what goes out. It imports no room."""
