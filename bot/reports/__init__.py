"""View models made from answers and progress, for screens and documents. Pure."""
