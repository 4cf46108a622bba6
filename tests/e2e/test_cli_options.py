"""Contract section 7: options on the command line, in the environment and in a file."""

import re
import resource
import subprocess

import pytest
from service import ROOT, Service, clean_environment, run_cli
from wire import book


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["serve", "--lisen", "127.0.0.1:0"], "--listen"),
        (["serve", "--acces-log=off"], "--access-log"),
        (["check", "--databse", "x"], "--database"),
        (["serve", "--port=8080"], "--listen?"),
        (["serve", "--host", "0.0.0.0"], "--listen?"),
        (["export", "--db", "x"], "--database?"),
        (["serve", "--cors", "*"], "--cors-origin?"),
        (["srve"], "serve"),
        (["chek"], "check"),
        (["serve", "--threads", "many"], "--threads"),
        (["serve", "--access-log", "maybe"], "--access-log"),
        (["serve", "--listen", "nowhere"], "--listen"),
        (["serve", "--listen", "127.0.0.1:99999"], "99999"),
        (["serve", "--body-bytes-max", "0"], "--body-bytes-max"),
        (["import"], "ARQUIVO"),
        ([], "--help"),
    ],
)
def test_a_wrong_option_is_refused_with_the_nearest_right_one(tmp_path, arguments, hint):
    done = run_cli(*arguments, cwd=tmp_path)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert hint in done.stderr
    assert list(tmp_path.iterdir()) == [], "nothing may be made before the options are understood"


@pytest.mark.parametrize("option", ["--key", "--password", "--tls"])
def test_what_is_like_no_option_gets_no_hint(tmp_path, option):
    done = run_cli("serve", option, "x", cwd=tmp_path)
    assert done.returncode == 2
    assert option in done.stderr and "quis dizer" not in done.stderr


@pytest.mark.parametrize(
    "command",
    ["", "serve", "import", "export", "check", "backup", "restore", "keys", "keys create"],
)
def test_help_is_not_an_error(command):
    done = run_cli(*command.split(), "--help")
    assert done.returncode == 0
    assert "--" in done.stdout and done.stderr == ""


@pytest.mark.parametrize("command", ["version", "--version"])
def test_the_version_is_printed(command):
    done = run_cli(command)
    assert done.returncode == 0
    assert re.fullmatch(r"api-livros \d+\.\d+\.\d+(\+g[0-9a-f]+)?\n", done.stdout)


def test_options_come_from_the_environment_too(tmp_path):
    environment = {"API_LIVROS_BODY_BYTES_MAX": "500"}
    with Service(tmp_path / "a", env=environment) as service, service.client() as api:
        api.post("/livros", json=book(sinopse="x" * 500)).expect(413)


def test_a_wrong_value_in_the_environment_is_refused(tmp_path):
    environment = clean_environment(API_LIVROS_BODY_BYTES_MAX="muitos")
    done = run_cli("serve", "--database", tmp_path / "x.db", env=environment)
    assert done.returncode == 2


@pytest.mark.parametrize("text", ['body-bytes-max = 500\naccess-log = "off"\n'])
def test_options_come_from_a_file_and_the_command_line_wins(tmp_path, text):
    file = tmp_path / "livros.toml"
    file.write_text(text)
    with Service(tmp_path / "a", "--config", str(file)) as service, service.client() as api:
        api.post("/livros", json=book(sinopse="x" * 500)).expect(413)
    options = ("--config", str(file), "--body-bytes-max", "5000")
    with Service(tmp_path / "b", *options) as service, service.client() as api:
        api.post("/livros", json=book(sinopse="x" * 500)).expect(201)


def test_an_unknown_key_in_the_file_is_refused_with_the_nearest(tmp_path):
    file = tmp_path / "livros.toml"
    file.write_text("body-byte-max = 500\n")
    done = run_cli("serve", "--config", file, "--database", tmp_path / "x.db")
    assert done.returncode == 2
    assert "--body-bytes-max" in done.stderr


@pytest.mark.parametrize(
    ("locale", "told", "not_told"),
    [
        ("C.UTF-8", "endereço já em uso; escolha outra porta com --listen", "in use"),
        ("en_US.UTF-8", "Address already in use; choose another port with --listen", "em uso"),
    ],
)
@pytest.mark.parametrize("threads", ["1", "2"])
def test_an_address_in_use_is_named_with_the_way_out(tmp_path, locale, told, not_told, threads):
    with Service(tmp_path / "a") as service:
        address = f"127.0.0.1:{service.port}"
        options = ("--listen", address, "--threads", threads, "--database", tmp_path / "b.db")
        done = run_cli("serve", *options, env=clean_environment(LC_ALL=locale))
        assert done.returncode == 1
        assert f"{address}: {told}" in done.stderr and not_told not in done.stderr
        assert len((done.stdout + done.stderr).splitlines()) == 1
    assert not (tmp_path / "b.db").exists(), "no catalogue is made for it"


@pytest.mark.parametrize("descriptors", range(8, 20, 2))
def test_a_start_without_enough_descriptors_ends_with_a_word(tmp_path, descriptors):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    options = ("--listen", "127.0.0.1:0", "--database", tmp_path / "x.db")
    done = run_cli("serve", *options, preexec_fn=few)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("api-livros: ")


def opened(service: Service) -> dict:
    (event,) = [one for one in service.events() if one["evento"] == "catalogo"]
    return event


def test_the_start_says_which_catalogue_was_opened_and_how_many_books_it_has(tmp_path):
    folder = tmp_path / "a"
    with Service(folder) as service:
        told = opened(service)
        assert told["mensagem"] == f"catálogo novo: {folder}/livros.db, 0 livro(s)"
        assert (told["caminho"], told["novo"]) == (f"{folder}/livros.db", "sim")
        assert told["total_de_livros"] == 0
        (heard,) = [one for one in service.events() if one["evento"] == "ouvindo"]
        address = heard["endereco"]
        assert heard["mensagem"] == f"no navegador: {address}/"
    with Service(folder, "--demo", env={"LC_ALL": "en_GB.UTF-8"}) as service:
        told = opened(service)
        assert told["mensagem"] == f"catalogue: {folder}/livros.db, 30 book(s)"
        assert (told["novo"], told["total_de_livros"]) == ("nao", 30)


def test_dev_run_has_the_demo_unless_it_is_told_otherwise():
    text = (ROOT / "dev").read_text()
    body = re.search(r"^word_run\(\) \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)[1]
    script = 'setup() { :; }; build() { :; }; say() { :; }; exec() { echo "$*"; }\n' + body

    def started(*arguments: str, **variables: str) -> str:
        command = ["bash", "-euc", script, "dev", *arguments]
        env = clean_environment(**variables)
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    assert "http:" not in body, "the server says where it is, once it is there"
    assert started() == "build/release/api-livros serve --demo\n"
    listening = ("--listen", "127.0.0.1:9")
    assert started(*listening).endswith(" serve --demo --listen 127.0.0.1:9\n")
    assert started("--demo=false").endswith(" serve --demo=false\n")
    assert started(*listening, API_LIVROS_DEMO="false").endswith(" serve --listen 127.0.0.1:9\n")


def test_a_damaged_range_table_ends_the_start_naming_the_line(tmp_path):
    table = tmp_path / "ranges.txt"
    table.write_text("date 2026-01-31\n978-85 Brazil\n 00-1\n")
    done = run_cli("serve", "--isbn-ranges", table, "--database", tmp_path / "x.db")
    assert done.returncode == 1
    assert f"{table}: linha 3:  00-1" in done.stderr
