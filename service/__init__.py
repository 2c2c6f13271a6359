"""How a question becomes cited passages, an answer, an API reply, a page."""
