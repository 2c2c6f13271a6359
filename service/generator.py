"""A language model behind an OpenAI-compatible endpoint (Ollama, vLLM, DeepSeek, Qwen, …), asked for JSON.

Invariant: the only module that imports the openai client, and only when an endpoint is set; every way in which the
endpoint can fail becomes GeneratorFailed, which says in Chinese what went wrong.
"""

import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from service.settings import GeneratorSettings

if TYPE_CHECKING:
    from openai import Stream
    from openai.types.chat import ChatCompletionChunk

NO_KEY = "none"  # local endpoints ask for no key, the client insists on one


class GeneratorUnavailable(Exception):
    """An endpoint is set, but the client that would ask it is not installed."""


class GeneratorFailed(Exception):
    """The endpoint gave no reply that can be used; the message is for the user."""


class Generator:
    """One endpoint and one of its models. Safe to use from several threads."""

    def __init__(self, settings: GeneratorSettings) -> None:
        try:
            import openai

            from service.time_limit import limit_body
        except ImportError as error:
            raise GeneratorUnavailable(
                "设置了 YINJU_LLM_URL，但没有安装访问模型的组件。请在程序的文件夹里运行：pip install -e '.[llm]'；"
                "不用模型就去掉 YINJU_LLM_URL。"
            ) from error
        self._openai = openai
        self._settings = settings
        # Without redirects, so that nothing is sent to any other place than the one that is set.
        http_client = openai.DefaultHttpxClient(follow_redirects=False, event_hooks={"response": [limit_body]})
        self._client = openai.OpenAI(
            base_url=settings.url, api_key=settings.key or NO_KEY, max_retries=0, http_client=http_client
        )

    @property
    def name(self) -> str:
        """The model and where it is: qwen3（http://127.0.0.1:11434/v1）."""
        return f"{self._settings.model}（{self._settings.url}）"

    def write(self, instructions: str, task: str) -> Iterator[str]:
        """Pieces of the reply as they arrive.

        Raises GeneratorFailed when the endpoint cannot be reached, refuses, breaks off, or is not done after
        `timeout_s`, whatever it waits for.
        """
        deadline = time.monotonic() + self._settings.timeout_s
        arriving: SimpleQueue[str | GeneratorFailed | None] = SimpleQueue()
        given_up = threading.Event()
        # The client limits each single wait, not their sum; so it waits in a thread of its own, which ends by itself.
        threading.Thread(target=self._feed, args=(instructions, task, arriving, given_up), daemon=True).start()
        try:
            while (piece := self._next(arriving, deadline)) is not None:
                yield piece
        finally:
            given_up.set()

    def _next(self, arriving: "SimpleQueue[str | GeneratorFailed | None]", deadline: float) -> str | None:
        try:
            piece = arriving.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            raise GeneratorFailed(self._slow()) from None
        if isinstance(piece, GeneratorFailed):
            raise piece
        return piece

    def _feed(
        self,
        instructions: str,
        task: str,
        arriving: "SimpleQueue[str | GeneratorFailed | None]",
        given_up: threading.Event,
    ) -> None:
        """Put the pieces of the reply, then None or the failure, until nobody waits for them."""
        try:
            for piece in self._pieces(instructions, task):
                arriving.put(piece)
                if given_up.is_set():
                    return
            arriving.put(None)
        except GeneratorFailed as failure:
            arriving.put(failure)

    def _pieces(self, instructions: str, task: str) -> Iterator[str]:
        try:
            with self._ask(instructions, task) as chunks:
                for chunk in chunks:
                    yield "".join(choice.delta.content or "" for choice in chunk.choices[:1])
        except self._openai.APITimeoutError as error:
            raise GeneratorFailed(self._slow()) from error
        except self._openai.APIConnectionError as error:
            raise GeneratorFailed("连不上模型服务") from error
        except self._openai.APIStatusError as error:
            raise GeneratorFailed(f"模型服务回应了错误 {error.status_code}") from error
        except (self._openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
            # A reply that is no event stream of chat completions: its parts are missing or of other types.
            raise GeneratorFailed("模型服务的回应格式不对") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _slow(self) -> str:
        return f"模型服务没有在 {self._settings.timeout_s:g} 秒内答完"

    def _ask(self, instructions: str, task: str) -> "Stream[ChatCompletionChunk]":
        """Ask for JSON, and once more without special settings where the endpoint or its model does not know them."""
        deadline = time.monotonic() + self._settings.timeout_s
        try:
            return self._create(instructions, task, deadline, plain=False)
        except (self._openai.BadRequestError, self._openai.UnprocessableEntityError):
            return self._create(instructions, task, deadline, plain=True)

    def _create(self, instructions: str, task: str, deadline: float, *, plain: bool) -> "Stream[ChatCompletionChunk]":
        unset = self._openai.omit
        return self._client.chat.completions.create(
            model=self._settings.model,
            messages=[{"role": "system", "content": instructions}, {"role": "user", "content": task}],
            stream=True,
            temperature=unset if plain else 0,
            response_format=unset if plain else {"type": "json_object"},
            timeout=max(0.001, deadline - time.monotonic()),
        )


def open_generator(settings: GeneratorSettings | None) -> Generator | None:
    """The generator that the settings name, None where there are none. Raises GeneratorUnavailable."""
    return Generator(settings) if settings else None
