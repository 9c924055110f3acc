"""What a command says when a person must mend something."""


class CommandFault(Exception):
    """One sentence: what was wrong, with the value, and what to do."""
