"""tools/ci/envelope: what one job seals another one opens, and nobody else."""

import os

import pytest

ADDRESS = "111122223333.dkr.ecr.us-east-1.amazonaws.com/api-livros:0123456789abcdef"
PASSPHRASE = "uma frase 'longa' com \"aspas\", $cifrão e \\barra"


@pytest.fixture
def envelope(run, tmp_path):
    def start(word: str, text: str, passphrase: str = PASSPHRASE):
        environment = os.environ | {
            "PGP_SECRET_SIGNING_PASSPHRASE": passphrase,
            "TMPDIR": str(tmp_path),
        }
        return run("envelope", word, input=text, env=environment)

    return start


def test_what_is_sealed_can_be_opened(envelope):
    sealed = envelope("seal", f"{ADDRESS}\n")
    assert sealed.returncode == 0, sealed.stderr
    opened = envelope("open", sealed.stdout)
    assert (opened.returncode, opened.stdout) == (0, f"{ADDRESS}\n")


def test_a_sealed_text_is_one_line_that_shows_nothing(envelope):
    first, second = (envelope("seal", ADDRESS).stdout for _ in range(2))
    assert first.count("\n") == 1 and first.endswith("\n")
    assert "111122223333" not in first
    assert first != second, "equal texts must not look equal"


def test_another_passphrase_opens_nothing(envelope):
    sealed = envelope("seal", ADDRESS).stdout
    opened = envelope("open", sealed, passphrase="outra")
    assert opened.returncode != 0
    assert opened.stdout == ""


def test_a_changed_text_is_refused(envelope):
    sealed = envelope("seal", ADDRESS).stdout.rstrip("\n")
    middle = len(sealed) // 2
    changed = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]
    opened = envelope("open", changed)
    assert opened.returncode != 0
    assert opened.stdout == ""


def test_no_passphrase_seals_nothing(envelope):
    done = envelope("seal", ADDRESS, passphrase="")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "PGP_SECRET_SIGNING_PASSPHRASE" in done.stderr


def test_no_key_ring_is_left_behind(envelope, tmp_path):
    envelope("open", envelope("seal", ADDRESS).stdout, passphrase="outra")
    assert list(tmp_path.iterdir()) == []
