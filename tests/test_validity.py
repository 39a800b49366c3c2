"""Every page is valid HTML in the eyes of the Nu Html Checker."""

from __future__ import annotations

import os

import pytest

import validator
from conftest import ROOT


@pytest.fixture(scope="module")
def checker():
    found = validator.find(ROOT / ".venv" / "vnu")
    if found is None:
        reason = "wanted Java and npm for the Nu Html Checker, got none; install them (default-jre-headless, npm)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def test_every_page_is_valid(checker, site):
    assert validator.errors(*checker, site) == []


def test_the_checker_refuses_a_page_that_is_wrong(checker, tmp_path):
    (tmp_path / "wrong.html").write_text(
        '<!doctype html><html lang="en"><head><title>t</title></head><body><p><div>a</div></p></body></html>',
        encoding="utf-8",
    )
    assert validator.errors(*checker, tmp_path)
