"""What an import reads otherwise than it stands in the file, listed one by one."""

from importing import await_state, counts, records, send


def test_what_was_read_otherwise_is_listed_in_the_language_of_who_asks(own_server):
    service = own_server()
    with service.client() as api:
        body = "título;autor;ano\nUm;Ana;s/ data\nDois;Rui;1999\n".encode()
        send(api, body, headers={"Content-Type": "text/csv"})
        done = await_state(api, 1, "concluida")
        said = {"registro": 1, "linha": 2, "campo": "ano", "trecho": "s/ data"}
        assert done["primeiros_avisos"] == [said | {"mensagem": "não é um ano"}]
        english = {"Accept-Language": "en"}
        done = api.get("/importacoes/1", headers=english).expect(200).json
        assert done["primeiros_avisos"] == [said | {"mensagem": "is not a year"}]
        assert "primeiros_avisos" not in api.get("/importacoes").expect(200).json[0]


def test_a_tag_for_which_a_book_has_no_room_is_a_warning(own_server):
    service = own_server()
    with service.client() as api:
        full = [f"etiqueta {n}" for n in range(50)]
        file = records(1, etiquetas=full) + records(1, start=1, etiquetas=full[:49])
        send(api, file + records(1, start=2, etiquetas=[*full[:49], "Lote-1"]), "?etiqueta=lote-1")
        done = await_state(api, 1, "concluida")
        assert (counts(done), done["avisos"]) == ((3, 0, 0, 0), 1)
        (warning,) = done["primeiros_avisos"]
        assert (warning["registro"], warning["campo"]) == (1, "etiquetas")
        assert warning["trecho"] == "lote-1" and "50 etiquetas" in warning["mensagem"]
        assert len(api.get("/livros", etiqueta="lote-1").json) == 2
