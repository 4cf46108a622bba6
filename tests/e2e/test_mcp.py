"""POST /mcp by the client of the protocol's own Python SDK."""

from concurrent.futures import ThreadPoolExecutor

import anyio
from mcp import Client


async def talk(url: str, mark: str, ids: list[int], **settings) -> dict:
    async with Client(f"{url}/mcp", **settings) as client:
        tools = await client.list_tools()
        calls = {
            "buscar_livros": {"etiqueta": mark, "q": "dom", "limite": 1},
            "ler_livro": {"id": ids[0]},
            "citar": {"ids": ids, "formato": "abnt"},
            "contar": {"por": ["ano"], "etiqueta": mark},
        }
        # The client holds what comes to the tool's outputSchema.
        answers = {name: await client.call_tool(name, given) for name, given in calls.items()}
        answers["refused"] = await client.call_tool("buscar_livros", {"limite": 51})
        version = client.protocol_version
    return {"tools": [tool.name for tool in tools.tools], "version": version, **answers}


def test_an_assistant_lists_and_calls_every_tool(server, api, mark):
    ids = [
        api.create(título=title, autor="Machado de Assis", ano=1899, etiquetas=[mark])["id"]
        for title in ("Dom Casmurro", "Dom Pedro")
    ]
    for mode in ("auto", "legacy"):

        async def session(mode=mode):
            return await talk(server.url, mark, ids, mode=mode)

        # The thread of the tests may have the browser's event loop.
        with ThreadPoolExecutor(1) as own_thread:
            said = own_thread.submit(anyio.run, session).result()
        assert said["version"] == "2025-11-25"
        assert said["tools"] == ["buscar_livros", "ler_livro", "citar", "contar"]
        found = said["buscar_livros"].structured_content
        assert found["total"] == 2
        assert found["livros"][0]["id"] in ids
        assert found["proximo_cursor"]
        assert said["ler_livro"].structured_content == api.get(f"/livros/{ids[0]}").json
        cited = said["citar"].structured_content["citacoes"]
        assert cited[0]["texto"].startswith("ASSIS, Machado de. Dom Casmurro.")
        assert said["contar"].structured_content["facetas"]["ano"] == [
            {"valor": "1899", "livros": 2}
        ]
        assert said["refused"].is_error
        assert "limite" in said["refused"].content[0].text


def test_the_questions_of_foreign_pages_are_refused(api):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert api.post("/mcp", json=ping).expect(200).json == {"jsonrpc": "2.0", "id": 1, "result": {}}
    api.post("/mcp", json=ping, headers={"Origin": "https://evil.example"}).expect(403)
    assert api.get("/mcp").expect(405).headers["Allow"] == "POST, OPTIONS"
