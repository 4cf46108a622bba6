"""tools/web_assets.py: scripts and styles become hashed, compressed, and know their imports."""

import re
import subprocess
import sys
from pathlib import Path

EMBED = Path(__file__).parents[2] / "tools/embed.py"
WORDS = 'constexpr Wording hello{"Olá, {0}", "Hello, "\n                       "{0}"};\n'


def embed(folder: Path, *options: object, **files: str) -> tuple[str, str]:
    """The generated text and the message; one of them is empty."""
    assets = folder / "assets"
    assets.mkdir(exist_ok=True)
    for name, text in files.items():
        (assets / f"{name}.js").write_text(text, encoding="utf-8")
    (folder / "words.hpp").write_text(WORDS, encoding="utf-8")
    out = folder / "out.cpp"
    command = [sys.executable, EMBED, "assets", "--folder", assets, "--out", out]
    command += ["--words", folder / "words.hpp", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (out.read_text() if done.returncode == 0 else "", done.stderr)


def address_of(made: str, name: str) -> str:
    return re.search(rf'Asset{{"{name}", "[^"]+", "([^"]+)"', made)[1]


def test_an_address_changes_with_all_that_is_loaded(tmp_path):
    files = {"one": 'import "./two.js";\n', "two": 'export {} from "./palavras.js";\n'}
    first, _ = embed(tmp_path, **files)
    again, _ = embed(tmp_path, **files)
    assert first == again
    changed, _ = embed(tmp_path, **{**files, "two": 'export {a} from "./palavras.js";\n'})
    assert address_of(first, "two.js") != address_of(changed, "two.js")
    assert address_of(first, "one.js") != address_of(changed, "one.js")
    assert address_of(first, "palavras.js") == address_of(changed, "palavras.js")


def test_a_module_names_everything_that_comes_with_it(tmp_path):
    made, _ = embed(tmp_path, one='import "./two.js";\n', two='import "./palavras.js";\n')
    lists = re.findall(r"imports_\d+\{(.*)\};", made)
    assert f'"{address_of(made, "two.js")}", "{address_of(made, "palavras.js")}"' in lists


def test_what_is_loaded_and_not_there_is_refused(tmp_path):
    made, message = embed(tmp_path, one='import "./three.js";\n')
    assert made == ""
    assert "one.js: loads three.js" in message


def test_a_circle_is_refused(tmp_path):
    made, message = embed(tmp_path, one='import "./two.js";\n', two='import "./one.js";\n')
    assert made == ""
    assert "circle" in message


def test_a_script_without_its_fetched_file_is_left_out_with_all_that_need_it(tmp_path):
    files = {"page": "1;\n", "user": 'f("asset:worker.js");\n', "worker": 'f("asset:lib.wasm");\n'}
    made, message = embed(tmp_path, **files)
    assert message == ""
    assert '"page.js"' in made
    assert '"user.js"' not in made and '"worker.js"' not in made
    library = tmp_path / "lib.wasm"
    library.write_bytes(b"\0asm")
    made, _ = embed(tmp_path, f"--file={library}", **files)
    assert '"user.js"' in made and '"worker.js"' in made and '"lib.wasm"' in made
