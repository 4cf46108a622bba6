"""`import` of what other systems write: MARC in XML and MARC-8, UNIMARC, BibTeX, RIS, CSL-JSON."""

import json
from pathlib import Path

import pytest
from service import exported, run_cli

DATA = Path(__file__).parents[1] / "data"


def books_of(database: Path, folder: Path) -> list[dict]:
    file = folder / "all.ndjson"
    file.unlink(missing_ok=True)
    return [json.loads(line) for line in exported(database, file).splitlines()]


@pytest.mark.parametrize(
    ("name", "kept", "refused", "title", "authors"),
    [
        (
            "pybtex.bib",
            1,
            1,
            "Dom Casmurro & o ciúme_100%",
            ["Assis, Machado de", "Saramago, José"],
        ),
        (
            "bibtexparser.bib",
            1,
            0,
            "O Guarani --- romance",
            ["Alencar, José de", "Academia Brasileira de Letras"],
        ),
        ("rispy.ris", 1, 1, "Dom Casmurro", ["Assis, Machado de", "Saramago, José"]),
        ("citation-js.json", 2, 0, "Dom Casmurro", ["Assis, Machado de"]),
        ("citation-js.bib", 2, 0, "Dom Casmurro", ["Assis, Machado"]),
        ("citation-js.ris", 2, 0, "Dom Casmurro", ["Assis, Machado"]),
    ],
)
def test_what_other_programs_write_is_read(database, tmp_path, name, kept, refused, title, authors):
    done = run_cli("import", DATA / "citacoes" / name, "--database", database)
    assert done.stdout.startswith(f"importados: {kept}; recusados: {refused} "), done.stderr
    assert done.returncode == (3 if refused else 0)
    first = books_of(database, tmp_path)[0]
    assert first["título"] == title
    names = [one["nome"] for one in first["autores"] if one["papel"] == "aut"]
    assert names == authors
    if refused:
        assert "registro de outro tipo" in done.stderr


@pytest.mark.parametrize("form", ["marcxml", "unimarc"])
def test_xml_that_ends_too_early_is_told_with_its_place_and_its_records_stay(
    database, tmp_path, form
):
    record = (
        '<record><datafield tag="TAG" ind1="1" ind2=" "><subfield code="a">Um</subfield>'
        "</datafield></record>\n"
    ).replace("TAG", "245" if form == "marcxml" else "200")
    file = tmp_path / "cortado.xml"
    file.write_text("<collection>\n" + record * 3 + "<record><datafield")
    done = run_cli("import", file, "--format", form, "--database", database)
    assert done.returncode == 1
    assert done.stdout.startswith("importados: 3; recusados: 0 ")
    assert "linha 5, coluna" in done.stderr and "(arquivo-malformado)" in done.stderr


def test_refused_records_of_xml_are_a_document_that_is_read_again(database, tmp_path):
    file = tmp_path / "lote.xml"
    text = (DATA / "loc_por_60.xml").read_text(encoding="utf-8")
    file.write_text(text.replace('tag="245"', 'tag="246"', 1), encoding="utf-8")
    rejects = tmp_path / "recusados.xml"
    done = run_cli("import", file, "--database", database, "--rejects", rejects)
    assert done.stdout.startswith("importados: 59; recusados: 1 "), done.stderr
    rejects.write_text(rejects.read_text(encoding="utf-8").replace('tag="246"', 'tag="245"', 1))
    done = run_cli("import", rejects, "--database", database)
    assert (done.returncode, done.stdout[:25]) == (0, "importados: 1; recusados:"), done.stderr


def test_marc8_is_read_and_an_encoding_can_be_said(database, tmp_path):
    done = run_cli("import", DATA / "marc8" / "sets_marc8.mrc", "--database", database)
    assert done.returncode == 0, done.stderr
    file = tmp_path / "livros.csv"
    file.write_bytes("título,autor\nInocência,Taunay\n".encode("cp850"))
    other = tmp_path / "outro.db"
    done = run_cli("import", file, "--encoding", "cp850", "--database", other)
    assert done.returncode == 0, done.stderr
    assert [one["título"] for one in books_of(other, tmp_path)] == ["Inocência"]
    done = run_cli("import", file, "--encoding", "utf-7", "--database", other)
    assert done.returncode == 2 and "iso-8859-15" in done.stderr
    done = run_cli("import", file, "--encoding", "marc-8", "--database", other)
    assert done.returncode == 2 and "ISO 2709" in done.stderr


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-15", "cp850", "utf-16le"])
def test_json_is_read_in_the_encoding_that_was_said(database, tmp_path, encoding):
    csl = '[{"type": "book", "title": "Memórias", "author": [{"family": "Reis"}]}]'
    line = '{"título": "Inocência", "autor": "Taunay"}\n{"título": 1}\n'
    for name, text, code in (("a.json", csl, 0), ("b.ndjson", line, 3)):
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        rejects = tmp_path / f"{name}.rejects"
        arguments = ["--encoding", encoding, "--rejects", rejects, "--database", database]
        form = "csl" if name == "a.json" else "ndjson"
        done = run_cli("import", file, "--format", form, *arguments)
        assert done.returncode == code, done.stderr
    assert [one["título"] for one in books_of(database, tmp_path)] == ["Memórias", "Inocência"]
    assert (tmp_path / "b.ndjson.rejects").read_text(encoding="utf-8-sig") == '{"título": 1}\n'


def test_a_file_of_cds_isis_is_named_and_not_read(database, tmp_path):
    file = tmp_path / "base.iso"
    file.write_bytes(b"003530000000001210004500" + b"010001800000020001900018#Assis#Dom##")
    done = run_cli("import", file, "--database", database)
    assert done.returncode == 1
    assert "formato-nao-suportado" in done.stderr and "MARC 21 ou CSV" in done.stderr


def test_a_profile_says_what_columns_of_a_program_hold(database, tmp_path):
    file = tmp_path / "livros.csv"
    file.write_text("id,title,authors,comments\n7,Um,Ana & Rui,<p>Bom &amp; velho</p>\n")
    done = run_cli("import", file, "--profile", "calibre", "--database", database)
    assert done.returncode == 0, done.stderr
    (book,) = books_of(database, tmp_path)
    assert book["id"] == 1 and book["sinopse"] == "Bom & velho"
