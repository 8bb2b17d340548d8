"""Meeting somebody with their consent, whom the team speaks to, leave to be named: pages around casework's actions."""
