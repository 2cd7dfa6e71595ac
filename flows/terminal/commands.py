"""The list of commands with their one-line descriptions; each is a module of flows.commands."""

from __future__ import annotations

COMMANDS = {
    "demo": "see it work on sample documents: no account, no network",
    "refresh": "take in what is new at a source, read it, rebuild the warehouse",
    "rebuild": "make the warehouse anew from the archive and the registry",
    "diff": "every figure that differs between two builds",
    "extract": "read documents and print their figures, without a warehouse",
    "sql": "ask the warehouse a question",
    "pools": "who keeps the profit, layer by layer, in a year or quarter",
    "company": "one company on a page: margins, parts, outlook, signals",
    "export": "write the warehouse as Parquet files, with a data dictionary",
    "report": "write pages about the warehouse, which a browser opens from disk",
    "audit": "follow a number down to the place that printed it",
    "mcp": "answer the questions of agents, by the Model Context Protocol",
    "review": "look at what disagrees, and accept, reject or correct a figure",
    "status": "what the archive and the warehouse hold, and what is missing",
    "doctor": "check that this machine can do the work",
    "complete": "complete commands and options in your shell",
}
