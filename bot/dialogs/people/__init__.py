"""People: how somebody comes in, what is kept about them, how they hand over and leave."""
