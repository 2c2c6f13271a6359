"""The id of a document that states none."""

from hashlib import sha256


def path_id(source: str) -> str:
    """Sixteen hexadecimal digits from where a document was read, the same for all its versions."""
    return sha256(source.encode()).hexdigest()[:16]
