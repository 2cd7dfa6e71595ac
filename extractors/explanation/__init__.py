"""Why a document gave what it gave: the stages of reading it, and what became of each number."""
