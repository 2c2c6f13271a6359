"""Whether a sentence names a cause, an aim or a want, which who asks why is to be told.

Invariant: patterns alone; a sentence without any of these words may give a cause all the same.
"""

import re

_ASKED = re.compile(
    r"为什么|为何|缘何|凭什么|怎么会|何以|图什么|原因|缘故|症结|(?:怎么|咋)(?:就|还|都)?(?:不|没|那么|这么|要|想)"
)
_NAMED = re.compile(
    r"由于|因[为此而]?|为了?[^，。；]{2,40}，|加之|导致|造成|致使|所以|以便|旨在|目的|从而|避免|防止|解决|针对|难|不便|问题|不足|缺[乏少]|反映"
    r"|考虑|鉴于|有利于|便于|担心|症结|在于|薄弱|痛点|短板|瓶颈|需[求要]|[不没]"
)


# Why something was set at this figure or on this day: that it was is known to who asks
_SET = re.compile(r"(?:为什么|为何|凭什么).{0,12}定[在为成]")
_GROUND = re.compile(r"由于|因[为此而]|为了|旨在|目的|以便|便于|考虑|鉴于|根据|依据|参照|所以")


def gives_ground(asked: str, sentence: str) -> bool:
    """The sentence says on what ground; true where a folded question asks for none, too."""
    return not _SET.search(asked) or bool(_GROUND.search(sentence))


def gives_cause(asked: str, sentence: str) -> bool:
    """The sentence names a cause; true where a folded question asks for none, too."""
    return not _ASKED.search(asked) or bool(_NAMED.search(sentence))
