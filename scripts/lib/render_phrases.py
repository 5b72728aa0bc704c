# ruff: noqa: INP001 - run by its path
"""Renders the prepared phrases with eSpeak NG into mono MP3 files: render_phrases.py ESPEAK DATA-FOLDER.

Mandarin goes in as pinyin that was written by hand: Debian's eSpeak NG has no dictionary of characters, and would read
them out as English letters. A phrase whose words have changed needs its pinyin changed here, too.
"""

import importlib.util
import io
import json
import subprocess
import sys
import wave
from pathlib import Path
from types import ModuleType
from typing import Final

import av
import numpy as np

ROOT: Final = Path(__file__).resolve().parents[2]
SOUNDS: Final = ROOT / "custom_components" / "smart_community" / "sounds"

# Bits a second, and samples a second: eSpeak's own.
BIT_RATE: Final = 24_000
SAMPLING: Final = 22_050
# A speaker that wakes up swallows the beginning; and one phrase ends before the next begins.
SILENCE_BEFORE: Final = 0.25
SILENCE_AFTER: Final = 0.35
# As loud as can be without clipping: a car is noisy.
PEAK: Final = 0.9

VOICES: Final = {"zh-Hans": ("cmn-latn-pinyin", "175"), "en": ("en-us", "150")}
PINYIN: Final = {
    "ebike_out": (
        "nin2 hao3, dian4 dong4 zi4 xing2 che1 he2 dian4 chi2 bu4 de2 jin4 ru4 dian4 ti1. "
        "qing3 jiang1 che1 tui1 chu1 jiao4 xiang1, xie4 xie5 pei4 he2."
    ),
    "ebike_please_leave": (
        "qing3 jiang1 dian4 dong4 zi4 xing2 che1 tui1 chu1 dian4 ti1. "
        "zhi2 ban1 shi4 yi3 shou1 dao4 bao4 jing3, xie4 xie5 pei4 he2."
    ),
    "door_held": "dian4 ti1 men2 zan4 shi2 bao3 chi2 da3 kai1, qing3 wu4 qiang2 xing2 guan1 men2.",
    "help_is_coming": (
        "yi3 shou1 dao4 nin2 de5 qiu2 zhu4, gong1 zuo4 ren2 yuan2 zheng4 zai4 gan3 lai2, qing3 shao1 hou4."
    ),
    "entrapment_stay_calm": (
        "qing2 bao3 chi2 zhen4 jing4, bu2 yao4 ba1 men2, bu2 yao4 zi4 xing2 li2 kai1 jiao4 xiang1. "
        "jiao4 xiang1 shi4 an1 quan2 de5, jiu4 yuan2 ren2 yuan2 zheng4 zai4 gan3 lai2."
    ),
}


def load_phrases() -> ModuleType:
    """Return `core/phrases.py`, without the integration around it."""
    path = ROOT / "custom_components" / "smart_community" / "core" / "phrases.py"
    spec = importlib.util.spec_from_file_location("phrases", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(command: list[str]) -> bytes:
    """Return what a program of our own choosing writes."""
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - its words are ours


def spoken(espeak: str, data: str, language: str, words: str) -> np.ndarray:
    """Return what eSpeak NG makes of the words: samples from -1 to 1, between two silences."""
    voice, speed = VOICES[language]
    command = [espeak, f"--path={Path(data).parent}", "-v", voice]
    said = run([*command, "-q", "-x", words]).decode()
    if "(en)" in said and language != "en":
        sys.exit(f"eSpeak NG reads this as English letters: {words}\n{said}")
    raw = run([*command, "-s", speed, "--stdout", words])
    with wave.open(io.BytesIO(raw)) as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (SAMPLING, 1, 2):
            sys.exit("eSpeak NG speaks at another rate than it did: change SAMPLING")
        # Written to a pipe, its header does not know how long it is.
        samples = np.frombuffer(sound.readframes(len(raw)), dtype="<i2").astype(np.float32)
    samples *= PEAK / np.abs(samples).max()
    before, after = (np.zeros(int(seconds * SAMPLING), np.float32) for seconds in (SILENCE_BEFORE, SILENCE_AFTER))
    return np.concatenate((before, samples, after))


def as_mp3(samples: np.ndarray) -> bytes:
    """Return the samples as MP3 without tags, each frame complete in itself, so that two files can be put in a row."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLING, options={"reservoir": "0"})
        stream.bit_rate = BIT_RATE
        stream.layout = "mono"
        size = 576
        padded = np.pad(samples, (0, -len(samples) % size))
        for start in range(0, len(padded), size):
            block = (padded[start : start + size] * 32767).astype("<i2").reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, format="s16p", layout="mono")
            frame.rate, frame.pts = SAMPLING, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def main(espeak: str, data: str) -> None:
    """Render every phrase in every language, and write down of which words."""
    phrases = load_phrases()
    SOUNDS.mkdir(exist_ok=True)
    made = {}
    for phrase, texts in phrases.PHRASES.items():
        for language, text in texts.items():
            words = PINYIN[phrase.value] if language == phrases.CHINESE else text
            name = f"{phrase.value}.{language}.mp3"
            (SOUNDS / name).write_bytes(as_mp3(spoken(espeak, data, language, words)))
            made[name] = phrases.rendering_key(phrase, language)
    for path in SOUNDS.glob("*.mp3"):
        if path.name not in made:
            path.unlink()
    (SOUNDS / "sounds.json").write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in SOUNDS.glob("*.mp3"))
    sys.stdout.write(f"{len(made)} files, {total} bytes\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
