"""Contract section 7: what a command says when it cannot do what was asked, in both languages."""

import pytest
from service import Service, clean_environment, exported, run_cli


def told(portuguese: str, english: str):
    """What the line must hold in each language."""
    pairs = [("C.UTF-8", portuguese), ("en_US.UTF-8", english)]
    return pytest.mark.parametrize(("locale", "words"), pairs)


def refusal(locale: str, *arguments: object) -> str:
    """The one line of a command that ends with code 1."""
    done = run_cli(*arguments, env=clean_environment(LC_ALL=locale))
    assert done.returncode == 1, (done.returncode, done.stderr)
    (line,) = (done.stdout + done.stderr).splitlines()
    return line


@told("pare o servidor antes", "stop the server first")
def test_a_catalogue_in_use_says_what_to_do(filled, tmp_path, locale, words):
    copy = tmp_path / "copy.db"
    assert run_cli("backup", copy, "--database", filled).returncode == 0
    with Service(filled.parent):
        for command in (["export", tmp_path / "out.csv"], ["restore", copy], ["keys", "list"]):
            line = refusal(locale, *command, "--database", filled)
            assert str(filled) in line and words in line and "GET /exportar" in line


@told("pare-o, ou dê outro arquivo com --database", "stop it, or give another file")
def test_a_server_whose_catalogue_is_open_elsewhere_says_what_to_do(filled, locale, words):
    with Service(filled.parent):
        line = refusal(locale, "serve", "--listen", "127.0.0.1:0", "--database", filled)
        assert str(filled) in line and words in line


@told("links demais", "symbolic")
def test_a_name_that_the_system_refuses_is_told_without_its_call(tmp_path, locale, words):
    loop = tmp_path / "loop.db"
    loop.symlink_to(loop)
    line = refusal(locale, "check", "--database", loop)
    assert str(loop) in line and words in line and "filesystem error" not in line


@told("não pode ser gravada: não existe.", "cannot be written: No such")
def test_a_copy_that_cannot_be_written_is_named(filled, tmp_path, locale, words):
    copy = tmp_path / "nowhere" / "copy.db"
    line = refusal(locale, "backup", copy, "--database", filled)
    assert f"{copy} {words}" in line
    assert not copy.parent.exists()


def damage(file) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


@told("danificada, e o catálogo ficou como estava", "damaged, and the catalogue was left as it was")
def test_a_damaged_copy_is_named_and_leaves_the_catalogue(filled, tmp_path, locale, words):
    before = exported(filled, tmp_path / "before.ndjson")
    copy = tmp_path / "copy.db"
    assert run_cli("backup", copy, "--database", filled).returncode == 0
    damage(copy)
    line = refusal(locale, "restore", copy, "--database", filled)
    assert str(copy) in line and words in line
    assert exported(filled, tmp_path / "after.ndjson") == before
    assert not list(filled.parent.glob("*.before-restore-*"))


@told("está danificado", "is damaged")
def test_a_damaged_catalogue_is_named(filled, locale, words):
    damage(filled)
    assert f"{filled} {words}" in refusal(locale, "check", "--database", filled)


@pytest.mark.parametrize(("address", "level"), [("127.0.0.1:0", "info"), ("0.0.0.0:0", "warning")])
def test_writing_by_everyone_on_a_network_is_a_warning(tmp_path, address, level):
    with Service(tmp_path / "a", "--auth=open", "--listen", address) as service:
        (event,) = [one for one in service.events() if one["evento"] == "acesso"]
        assert event["nivel"] == level
        assert ("pode escrever" in event.get("efeito", "")) == (level == "warning")


def test_a_dry_run_names_no_catalogue_that_it_does_not_make(tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text("título,autor\nUm livro,Ana\n")
    database = tmp_path / "novo.db"
    done = run_cli("import", file, "--dry-run", "--database", database)
    assert done.returncode == 0
    assert "catálogo novo" not in done.stdout + done.stderr
    assert sorted(tmp_path.iterdir()) == [file]
