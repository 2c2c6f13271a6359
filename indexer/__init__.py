"""How a file becomes searchable passages: reading, cleaning, structure, passages, store and index."""
