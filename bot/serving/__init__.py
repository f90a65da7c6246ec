"""What the program serves by HTTP, and what it tells whoever watches over it. It knows nothing of conversations."""
