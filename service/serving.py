"""The service as a process: takes its port, says where it is, and stops cleanly when told to.

Invariant: the address is printed only once requests are answered there.
"""

import errno
import socket
from collections.abc import Callable

import typer
import uvicorn

from indexer.system_errors import say_why
from service.api import create_app
from service.generator import Generator
from service.library import Library
from service.usage import WrongUse

# How long a request under way may take after the service was told to stop.
SHUTDOWN_SECONDS = 5
# Addresses that stand for all of the machine's own.
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}

REASONS = {
    errno.EADDRINUSE: "端口 {port} 已被占用，请用 --port 换一个，或先停掉占用它的程序。",
    errno.EACCES: "没有权限使用端口 {port}，请用 --port 换一个 1024 以上的端口。",
    errno.EADDRNOTAVAIL: "本机没有 {host} 这个地址，请用 --host 换一个，如 127.0.0.1。",
}


def bind(host: str, port: int) -> socket.socket:
    """Take the port before any long work begins; port 0 takes any free one. Raises WrongUse, saying why it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except socket.gaierror as error:
        raise WrongUse(f"找不到 {host} 这个地址，请用 --host 换一个，如 127.0.0.1。") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        reason = REASONS.get(error.errno or 0, "不能在 {host} 的端口 {port} 上监听：" + say_why(error))
        raise WrongUse(reason.format(host=host, port=port)) from error
    return listening


def serve_library(library: Library, listening: socket.socket, generator: Generator | None = None) -> None:
    """Answer requests until the process is told to stop (SIGINT, SIGTERM), then finish those under way."""
    config = uvicorn.Config(
        create_app(library, generator),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    AnnouncingServer(config, lambda: announce(library, listening, generator)).run(sockets=[listening])


class AnnouncingServer(uvicorn.Server):
    """A server that calls `ready` once it answers requests."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()


def announce(library: Library, listening: socket.socket, generator: Generator | None = None) -> None:
    """Print what is served and where."""
    host, port = listening.getsockname()[:2]
    name = ANY_ADDRESS.get(host, host)
    address = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    typer.echo(f"引据已启动，库中有 {len(library.documents())} 份文献。")
    typer.echo(f"网页：{address}/")
    typer.echo(f"接口说明：{address}/docs")
    if generator:
        typer.echo(f"答案由模型表述：问题和引文会发给 {generator.name}。")
    if host in ANY_ADDRESS:
        typer.echo("其他电脑也能访问，请把上面的地址换成本机在网络中的地址。")
    typer.echo("按 Ctrl-C 停止。")
