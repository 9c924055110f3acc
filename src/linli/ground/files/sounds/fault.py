"""What a reader of sound files raises."""


class Broken(ValueError):
    """The file is not whole, or not of the kind that its beginning promises; says where."""
