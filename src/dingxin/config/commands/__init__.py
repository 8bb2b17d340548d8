"""One module a command: ``add_arguments(parser)`` and ``run(args) -> int`` (exit code). Imports stay light."""
