"""Pages about a build: what each holds, from the warehouse's answers to HTML."""
