"""The ticker that turns due timers into turns."""
