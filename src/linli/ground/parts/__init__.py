"""Signs of life of the parts (processes), and what follows from them."""
