"""The subcommands, one a module: DESCRIPTION, EXAMPLES, configure(parser) and run(options)."""
