"""What is raised for a variable of the environment that cannot be used."""


class WrongSetting(Exception):
    """A variable holds a value that cannot be used; the text names it and says what to use."""
