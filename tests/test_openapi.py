"""The API's own description: every endpoint, field and problem in it is explained."""

from starlette.testclient import TestClient

from service.problems import KINDS


def test_openapi_describes_every_endpoint_with_its_problems(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    described = {
        (method, path): sorted(operation["responses"])
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    }
    assert described == {
        ("get", "/api/v1/search"): ["200", "422", "500", "503"],
        ("post", "/api/v1/answer"): ["200", "400", "422", "500", "503"],
        ("post", "/api/v1/answer/stream"): ["200", "400", "422", "500", "503"],
        ("post", "/api/v1/verify"): ["200", "400", "422", "500", "503"],
        ("get", "/api/v1/documents"): ["200", "500", "503"],
        ("get", "/api/v1/documents/{document_id}"): ["200", "404", "422", "500", "503"],
        ("get", "/api/v1/passages/{passage_id}"): ["200", "404", "422", "500", "503"],
        ("get", "/healthz"): ["200", "500"],
        ("get", "/readyz"): ["200", "500", "503"],
    }
    media = {
        (int(status) >= 400, *response["content"])
        for operations in schema["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
    }
    assert media == {(False, "application/json"), (False, "text/event-stream"), (True, "application/problem+json")}
    examples = {
        (status, response["content"]["application/problem+json"]["example"]["status"])
        for operations in schema["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        if status != "200"
    }
    assert examples == {("400", 400), ("404", 404), ("422", 422), ("500", 500), ("503", 503)}


def test_openapi_gives_each_field_and_parameter_a_description_and_an_example(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    fields = {
        f"{name}.{field}": definition
        for name, model in schema["components"]["schemas"].items()
        for field, definition in model.get("properties", {}).items()
    }
    nested = {name for name, field in fields.items() if "$ref" in str(field)}
    assert [name for name, field in fields.items() if name not in nested and "description" not in field] == []
    without_example = {name for name, field in fields.items() if name not in nested and "examples" not in field}
    assert without_example == set()
    parameters = [
        parameter
        for operations in schema["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
    ]
    assert [parameter["name"] for parameter in parameters if "description" not in parameter] == []


def test_every_problem_type_opens_its_own_description(client: TestClient) -> None:
    for kind in KINDS:
        page = client.get(kind.type)
        assert page.status_code == 200
        assert kind.title in page.text
        assert kind.meaning in page.text
