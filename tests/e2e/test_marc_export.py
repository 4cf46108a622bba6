"""MARC 21 as others read it: pymarc, yaz-marcdump, MARC::Lint and MARC::Schema."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pymarc
import pytest
from service import exported, run_cli

DATA = Path(__file__).parents[1] / "data"
LONG = {"título": "é" * 1000, "subtitulo": "𐄷" * 1000, "autor": "𐄷" * 500, "sinopse": "à b" * 6666}
BOOKS = [
    LONG,
    {
        "título": "A moreninha",
        "autor": "J. K. Rowling",
        "autores": [
            {"nome": "Rowling, J. K."},
            {"nome": "Brasil. Ministério da Saúde", "papel": "isb", "tipo": "entidade"},
            {"nome": "Bienal do Livro", "papel": "ctb", "tipo": "evento"},
        ],
        "titulo_original": "The end",
        "idioma": "pt-BR",
        "idioma_original": "en",
        "isbn": "9788535914849",
        "identificadores": [
            {"tipo": "doi", "valor": "10.1/x"},
            {"tipo": "isbn_invalido", "valor": "123"},
            {"tipo": "olid", "valor": "OL1M"},
        ],
        "local": "Rio de Janeiro",
        "editora": "Garnier",
        "ano": 1899,
        "edicao": "2. ed.",
        "paginas": 240,
        "assuntos": ["Brasil -- História"],
        "etiquetas": ["vestibular"],
        "cdd": "869.3",
        "cdu": "821",
        "serie": {"nome": "Série", "volume": "3"},
        "sinopse": "Uma.\n\tDuas.",
        "notas": ["Inclui índice."],
        "capa": "https://exemplo.org/capa.jpg",
        "ligacoes": [{"url": "https://exemplo.org/?a=1&b=2", "relacao": "outro", "nota": "n"}],
        "extra": {"a": ["\u007f", "\ufffe", "]]>"]},
    },
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> Path:
    """Three hundred real records and some made for the purpose."""
    folder = tmp_path_factory.mktemp("marc")
    made = folder / "made.ndjson"
    made.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in BOOKS))
    for file in (DATA / "loc_por_300.mrc", made):
        done = run_cli("import", file, "--database", folder / "livros.db")
        assert done.returncode == 0, done.stderr
    return folder / "livros.db"


@pytest.fixture(scope="module")
def records(catalogue) -> bytes:
    return exported(catalogue, catalogue.parent / "all.mrc")


def values(record: pymarc.Record, tag: str, code: str) -> list[str]:
    return [value for field in record.get_fields(tag) for value in field.get_subfields(code)]


@pytest.mark.parametrize("form", ["marc", "marcxml", "csv", "ndjson"])
def test_an_export_comes_back_to_the_byte(catalogue, tmp_path, form):
    first = exported(catalogue, tmp_path / f"first.{form}", "--format", form)
    again = tmp_path / "livros.db"
    done = run_cli("import", tmp_path / f"first.{form}", "--format", form, "--database", again)
    assert done.returncode == 0, done.stderr
    assert exported(again, tmp_path / f"again.{form}", "--format", form) == first
    assert exported(again, tmp_path / "2.ndjson") == exported(catalogue, tmp_path / "1.ndjson")


def test_pymarc_reads_every_record_as_it_was_written(records):
    read = list(pymarc.MARCReader(records, to_unicode=True, force_utf8=False))
    assert len(read) == 300 + len(BOOKS)
    assert None not in read
    assert b"".join(one.as_marc() for one in read) == records
    assert all(one.leader[5] == "n" and one.leader[9] == "a" for one in read)
    assert all(len(one["008"].data) == 40 for one in read)
    last = read[-1]
    assert values(last, "245", "a") == ["A moreninha /"]
    assert values(last, "245", "c") == ["J.K. Rowling."]
    assert last["245"].indicators == pymarc.Indicators("1", "2")
    assert values(last, "100", "a") == ["Rowling, J. K.,"]
    assert values(last, "710", "a") == ["Brasil. Ministério da Saúde,"]
    assert values(last, "711", "j") == ["colaborador."]
    assert values(last, "856", "u") == [
        "https://exemplo.org/capa.jpg",
        "https://exemplo.org/?a=1&b=2",
    ]


def test_marcxml_and_marc_in_json_hold_the_same_fields(catalogue, records, tmp_path):
    in_xml = exported(catalogue, tmp_path / "all.marcxml.xml", "--format", "marcxml")
    in_json = json.loads(exported(catalogue, tmp_path / "all.json", "--format", "marcjson"))
    parsed = pymarc.parse_xml_to_array(io.BytesIO(in_xml), strict=True)
    plain = list(pymarc.MARCReader(records))
    assert len(parsed) == len(in_json) == len(plain)
    for one, two, three in zip(parsed, in_json, plain, strict=True):
        assert one.as_dict() == {**two, "leader": one.as_dict()["leader"]}
        # ISO 2709 alone cuts what is long, and tells the cut in 887.
        if int(three["001"].data) != 301:
            assert one.as_dict()["fields"] == three.as_dict()["fields"]


def test_a_record_that_iso_2709_cannot_hold_is_shortened_and_told(tmp_path):
    names = [{"nome": f"{n} " + "é" * 490} for n in range(100)]
    file = tmp_path / "long.ndjson"
    file.write_text(json.dumps({"título": "T", "autor": "A", "autores": names}) + "\n")
    database = tmp_path / "livros.db"
    assert run_cli("import", file, "--database", database).returncode == 0
    done = run_cli("export", tmp_path / "out.mrc", "--database", database)
    assert done.returncode == 0
    assert "reduzidos: 1" in done.stderr
    (read,) = pymarc.MARCReader((tmp_path / "out.mrc").read_bytes())
    assert read["245"]["a"] == "T /"
    assert 50 < len(read.get_fields("700")) < 99


@pytest.mark.skipif(not shutil.which("yaz-marcdump"), reason="yaz is not installed")
def test_yaz_finds_no_damage_and_makes_the_same_of_both_forms(catalogue, records, tmp_path):
    (tmp_path / "all.mrc").write_bytes(records)
    dump = dumped(tmp_path / "all.mrc")
    assert dump.count(b"\n001 ") == 300 + len(BOOKS)
    # It exits with 0 on damage too, and tells it in comments.
    assert re.findall(rb"^[(<].*$", dump, re.M) == []
    damaged = bytearray(records)
    damaged[records.index(b"\x1e", 400)] = 0x20
    (tmp_path / "damaged.mrc").write_bytes(damaged)
    assert re.findall(rb"^[(<].*$", dumped(tmp_path / "damaged.mrc"), re.M) != []
    real = tmp_path / "real.db"
    assert run_cli("import", DATA / "loc_por_300.mrc", "--database", real).returncode == 0
    exported(real, tmp_path / "real.xml", "--format", "marcxml")
    made = dumped("-i", "marcxml", "-o", "marc", tmp_path / "real.xml")
    assert made == exported(real, tmp_path / "real.mrc")


def dumped(*arguments: object) -> bytes:
    command = ["yaz-marcdump", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


CHECK = """
use MARC::Batch; use MARC::Lint; use MARC::Schema;
my $batch = MARC::Batch->new('USMARC', $ARGV[0]);
my ($lint, $schema, $count) = (MARC::Lint->new, MARC::Schema->new, 0);
while (my $record = $batch->next) {
  $count++;
  $lint->check_record($record);
  my @fields = (['LDR', undef, undef, '_', $record->leader]);
  for my $field ($record->fields) {
    push @fields, $field->is_control_field
      ? [$field->tag, undef, undef, '_', $field->data]
      : [$field->tag, $field->indicator(1), $field->indicator(2), map { @$_ } $field->subfields];
  }
  print "$_\n" for $batch->warnings, $record->warnings, $lint->warnings;
  print "$_->{tag} $_->{error}\n" for $schema->check(\\@fields);
}
print "$count\n";
"""


def has_perl_modules() -> bool:
    test = ["perl", "-MMARC::Batch", "-MMARC::Lint", "-MMARC::Schema", "-e1"]
    return bool(shutil.which("perl")) and not subprocess.run(test, capture_output=True).returncode


@pytest.mark.skipif(not has_perl_modules(), reason="Perl has no MARC::Lint and MARC::Schema")
def test_the_rules_of_marc_21_are_kept(records, tmp_path):
    (tmp_path / "all.mrc").write_bytes(records)
    told = subprocess.run(
        ["perl", "-e", CHECK, tmp_path / "all.mrc"], capture_output=True, check=True, text=True
    ).stdout.splitlines()
    assert told.pop() == str(300 + len(BOOKS))
    # Its list of articles lacks "o" and "as", and knows no language.
    assert [line for line in told if "article" not in line] == []
