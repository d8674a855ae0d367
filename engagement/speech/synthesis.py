"""One text as sound, spoken by espeak-ng on our own machine and kept small as MP3."""

import io
import shutil
import subprocess
import wave

from engagement.errors import EngagementError

PROGRAM = "espeak-ng"
# British English; words a minute, slower than people talk among themselves.
VOICE, SPEED = "en-gb", "140"
# Seconds for one text, and kilobits of one second: speech of one voice needs no more.
PATIENCE, BIT_RATE = 30, 32


class CannotSpeak(EngagementError):
    """No sound could be made; the message tells officers why and what to do."""


def spoken(text: str) -> bytes:
    """A text read aloud, as MP3 with one channel. Raises CannotSpeak."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise CannotSpeak(
            f"The program {PROGRAM} is not installed where the workers run. Install it there, then prepare the voice "
            "again."
        )
    command = [program, "-v", VOICE, "-s", SPEED, "--stdin", "--stdout"]
    try:
        made = subprocess.run(  # noqa: S603  # the text goes in as data, never as part of the command
            command, input=text.encode(), capture_output=True, check=True, timeout=PATIENCE
        )
        return _mp3(made.stdout)
    except (subprocess.SubprocessError, OSError, wave.Error, EOFError) as trouble:
        raise CannotSpeak(f"The program {PROGRAM} did not work: {type(trouble).__name__}.") from trouble


def _mp3(wav: bytes) -> bytes:
    # Only wanted where sound is made: never by a web process.
    try:
        import lameenc
    except ModuleNotFoundError as missing:
        raise CannotSpeak(
            "lameenc is not installed where the workers run. Install requirements/run.txt there, then prepare the "
            "voice again."
        ) from missing

    with wave.open(io.BytesIO(wav)) as sound:
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(BIT_RATE)
        encoder.set_in_sample_rate(sound.getframerate())
        encoder.set_channels(sound.getnchannels())
        # What streams through a pipe gives no true length, so all there is is read.
        heard = encoder.encode(sound.readframes(sound.getnframes()))
    if not heard:
        raise EOFError("nothing was said")
    return bytes(heard + encoder.flush())
