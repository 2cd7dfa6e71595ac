"""The MCP server, built with the official SDK: over stdio, or over HTTP on this machine."""

from __future__ import annotations

import functools
from collections.abc import Callable

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from extractors.errors import PipelineError
from flows import __version__
from flows.agents.answers import TOOLS, Answers, Json, calls

ABOUT = (
    "Margins, segments, guidance and profit pools of the AI value chain, from what companies file."
    " Every value is an exact decimal as text; a missing one has a reason. Cite `sources`."
)


def server(answers: Answers) -> MCPServer:
    """An MCP server with the tools of `answers`; a PipelineError becomes a one-line tool error."""
    made = MCPServer(
        "profitpools", instructions=ABOUT, version=__version__, log_level="WARNING"
    )  # fmt: skip
    known = calls(answers)
    for name, description in TOOLS:
        made.tool(name=name, description=description)(_with_tool_error(known[name]))
    return made


def _with_tool_error(call: Callable[..., Json]) -> Callable[..., Json]:
    @functools.wraps(call)
    def tool(*args: object, **named: object) -> Json:
        """The call, raising the SDK's ToolError for a PipelineError."""
        try:
            return call(*args, **named)
        except PipelineError as error:
            raise ToolError(str(error)) from error

    return tool
