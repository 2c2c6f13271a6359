"""The service as a process: the index it builds, its address, and how it stops."""

import http.client
import signal
import socket
from pathlib import Path
from urllib.parse import quote

from tests.processes import PATIENCE, invoke, serving, untimed, yinju


def get(address: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_serve_builds_an_index_of_the_corpus_and_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as (process, address):
        assert get(address, "/healthz") == (200, '{"status":"ok"}')
        status, reply = get(address, f"/api/v1/search?q={quote('两带三同')}&k=3")
        _, printed, _ = invoke("search", "两带三同", "-k", "3", "--json", "--data", str(data))
        assert (status, untimed(reply) + "\n") == (200, untimed(printed))
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_serve_stops_at_ctrl_c(corpus_data: Path) -> None:
    with serving(corpus_data) as (process, address):
        assert get(address, "/healthz")[0] == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130


def test_a_port_in_use_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert yinju("serve", "--port", str(port), "--data", str(tmp_path / "data")) == (
            2,
            "",
            f"错误：端口 {port} 已被占用，请用 --port 换一个，或先停掉占用它的程序。\n",
        )
    assert not (tmp_path / "data").exists()


def test_an_address_that_is_not_this_machines_is_told() -> None:
    assert yinju("serve", "--host", "192.0.2.1", "--port", "0") == (
        2,
        "",
        "错误：本机没有 192.0.2.1 这个地址，请用 --host 换一个，如 127.0.0.1。\n",
    )
