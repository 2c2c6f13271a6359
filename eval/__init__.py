"""How good the retrieval and the answers are, and compared with what."""
