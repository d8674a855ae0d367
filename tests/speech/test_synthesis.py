"""A text becomes a small sound file on our own machine, or a sentence that says why not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engagement.consultations.recordings import LARGEST, media_type_of
from engagement.speech import synthesis
from engagement.speech.synthesis import CannotSpeak, spoken
from tests.servers import espeak_binary

LONGEST_KIND_OF_TEXT = "Do people at school help you learn? " * 8
needs_espeak = pytest.mark.skipif(espeak_binary() is None, reason="espeak-ng is not installed")


@needs_espeak
@pytest.mark.parametrize("text", ["Yes", "I'm not sure", "-f /etc/passwd", "<speak>school & home</speak>", "Café 😀"])
def test_a_text_is_spoken_whatever_it_looks_like(text: str) -> None:
    sound = spoken(text)
    assert media_type_of(sound) == "audio/mpeg"
    assert len(sound) > 1_000


@needs_espeak
def test_what_is_spoken_is_small_enough_for_a_phone() -> None:
    assert len(spoken("Do people at school help you learn?")) < 30_000
    assert len(spoken(LONGEST_KIND_OF_TEXT)) < LARGEST


@needs_espeak
def test_a_text_that_begins_like_an_option_is_only_read() -> None:
    assert spoken("--version is what it says")


def test_where_the_program_is_missing_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotSpeak, match=r"espeak-ng is not installed where the workers run\. Install it there"):
        spoken("Yes")


@pytest.mark.parametrize("program", ["exit 3", "echo no sound", "printf ''"])
def test_a_program_that_fails_or_gives_no_sound_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    fake = tmp_path / synthesis.PROGRAM
    fake.write_text(f"#!/bin/sh\n{program}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(CannotSpeak, match="did not work"):
        spoken("Yes")


def test_the_platform_starts_without_the_encoder() -> None:
    program = "import sys, engagement\nprint('lameenc' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
