"""Pure decisions: what a text is made of, what is sought in it, where a document stands."""
