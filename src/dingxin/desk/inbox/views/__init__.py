"""Pages and acts of what came in."""
