"""Pages of the application as a test reads them: parsed, with one element or the texts of many."""

from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

HTML = {"accept": "text/html,application/xhtml+xml"}


def page(client: TestClient, url: str, status: int = 200) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return BeautifulSoup(response.text, "lxml")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that the selector matches."""
    found = soup.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} elements"
    return found[0]


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in soup.select(selector)]


def link(element: Tag) -> str:
    return str(element["href"])
