"""Pages of this room: ``enter`` (in and out), ``passphrase`` (a new one), ``mine`` (the own account)."""
