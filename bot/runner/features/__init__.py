"""Each room's face, one file a room; nothing but declarations and what a room adds to the screens that all share."""
