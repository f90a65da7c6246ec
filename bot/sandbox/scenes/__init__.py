"""Moments to begin at: what people did before somebody takes over, played through the world's own actions."""
