"""Which case an error belongs to.

Invariant: the error itself passes on unchanged; an evaluation that meets one ends.
"""

from types import TracebackType


class NamingCase:
    """A context that adds the case to whatever error leaves it, as a note."""

    def __init__(self, id: str, text: str) -> None:
        self._note = f"问题 {id}：{text}"

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(self._note)
