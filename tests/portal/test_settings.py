"""Settings, read in a process of their own with an environment of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PUBLIC = {
    "SITE_URL": "https://x.example",
    "SECRET_KEY": "k9#Vb2!xQm7@Lp4$Zr8^Tn1&Wc6*Yd3(Hf5)Jg0-Ks+Ua=Ei~Bv,Cx",
    "EMAIL_URL": "smtp://localhost:25",
}
START = ["-c", "import django; django.setup(); from django.conf import settings as s; print({})"]


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with nothing in its environment but what is given."""
    base = {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=base | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def shown(folder: Path, expression: str, **environment: str) -> str:
    done = run(folder, START[0], START[1].format(expression), **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def refused(folder: Path, **environment: str) -> str:
    done = run(folder, START[0], START[1].format(""), **environment)
    assert done.returncode != 0, "it started"
    return done.stderr.strip().splitlines()[-1]


def test_a_public_site_without_its_own_key_does_not_start(tmp_path: Path) -> None:
    assert refused(tmp_path, SITE_URL="https://x.example") == (
        "django.core.exceptions.ImproperlyConfigured: Set SECRET_KEY: a public site does not start without its own key."
    )


def test_a_public_site_in_debug_does_not_start(tmp_path: Path) -> None:
    assert refused(tmp_path, **PUBLIC, DEBUG="1") == (
        "django.core.exceptions.ImproperlyConfigured: DEBUG must be off when SITE_URL is an https address."
    )


@pytest.mark.parametrize("address", ["x.example", "ftp://x.example", "https://", "nonsense"])
def test_an_address_that_is_none_does_not_start(tmp_path: Path, address: str) -> None:
    assert "SITE_URL must be an http or https address" in refused(tmp_path, SITE_URL=address, SECRET_KEY="k" * 50)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://", "libretranslate"])
def test_a_machine_at_no_address_does_not_start(tmp_path: Path, address: str) -> None:
    assert "MACHINE_TRANSLATION_URL must be an http or https address" in refused(
        tmp_path, MACHINE_TRANSLATION_URL=address
    )


def test_machine_translation_is_off_unless_named(tmp_path: Path) -> None:
    assert shown(tmp_path, "repr(s.MACHINE_TRANSLATION_URL)") == "''"


def test_a_number_that_is_none_does_not_start(tmp_path: Path) -> None:
    assert "soon" in refused(tmp_path, PAGE_CACHE_SECONDS="soon")


def test_a_local_site_starts_with_nothing_and_keeps_its_key(tmp_path: Path) -> None:
    first, second = (shown(tmp_path, "s.SECRET_KEY") for _time in range(2))

    assert (first == second, len(first) >= 50) == (True, True)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert shown(tmp_path, "s.DEBUG, s.IS_PUBLIC_SITE, s.SESSION_COOKIE_SECURE") == "False False False"


def test_a_public_site_is_strict(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "STAFF_NEED_SECOND_FACTOR")

    assert shown(tmp_path, ", ".join(f"s.{name}" for name in names), **PUBLIC) == "True True True True"
    assert not (tmp_path / "secret_key").exists()


def test_check_deploy_finds_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)

    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert done.stdout.strip().startswith("System check identified no issues")


def test_no_migration_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "makemigrations", "--check", "--dry-run")

    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")
