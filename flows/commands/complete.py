"""`profitpools complete`: shell completion of commands and options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from flows.terminal.commands import COMMANDS

DESCRIPTION = """\
Print what lets bash, zsh or fish complete commands, options and their choices; files are completed
as everywhere. It follows this version: print it anew where the shell starts, as below."""

EXAMPLES = """\
examples:
  profitpools complete bash        # in ~/.bashrc: eval "$(profitpools complete bash)"
  profitpools complete zsh         # in ~/.zshrc:  eval "$(profitpools complete zsh)"
  profitpools complete fish > ~/.config/fish/completions/profitpools.fish"""

BASH = """\
_profitpools() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" key="" word words=""
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$key $word" in
{paths}
        esac
    done
    case "$key" in
{words}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _profitpools profitpools
"""
ZSH = "autoload -U +X bashcompinit && bashcompinit\n"


def configure(parser: argparse.ArgumentParser) -> None:
    """The shell: bash, zsh or fish."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(options: argparse.Namespace) -> int:
    """Print the completion script."""
    found = dict(_below((), options.program))
    if options.shell == "fish":
        sys.stdout.writelines(_fish(found))
    else:
        paths = "\n".join(
            f'            "{" ".join(path[:-1])} {path[-1]}") key="{" ".join(path)}" ;;'
            for path in found if path
        )  # fmt: skip
        words = "\n".join(
            f'        "{" ".join(path)}") words="{" ".join(_words(parser))}" ;;'
            for path, parser in found.items()
        )
        sys.stdout.write(ZSH if options.shell == "zsh" else "")
        sys.stdout.write(BASH.format(paths=paths, words=words))
    return 0


def _below(
    path: tuple[str, ...], parser: argparse.ArgumentParser
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Each parser with the words that lead to it: ('review', 'preview'), say."""
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _below((*path, name), below)


def _words(parser: argparse.ArgumentParser) -> list[str]:
    """The parser's options, and the choices of its positional arguments."""
    return [
        str(word)
        for action in parser._actions
        for word in (*action.option_strings, *(action.choices or ()))
    ]


def _fish(found: dict[tuple[str, ...], argparse.ArgumentParser]) -> Iterator[str]:
    for name, summary in COMMANDS.items():
        said = summary.replace("'", "\\'")
        yield f"complete -c profitpools -n __fish_use_subcommand -a {name} -d '{said}'\n"
    for path, parser in found.items():
        where = " ; and ".join(f"__fish_seen_subcommand_from {word}" for word in path)
        for word in _words(parser) if path else ():
            option = f"-l {word[2:]}" if word.startswith("--") else f"-a {word}"
            if word.startswith("--") or not word.startswith("-"):
                yield f"complete -c profitpools -n '{where}' {option}\n"
