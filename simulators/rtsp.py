"""A camera on the network: a small RTSP server (RFC 2326, interleaved over TCP) that plays a film, again and again.

`show` has another film played once in between, as when something happens before a camera that saw nothing before.

It knows what a reader of one H.264 or H.265 track asks for: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN.
RTP as in RFC 6184 and RFC 7798: single NAL units and fragments. What is wrong with it is chosen by `Fault`.
"""

import asyncio
import base64
import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import av

LOOPBACK: Final = "127.0.0.1"
CLOCK: Final = 90_000
_LARGEST: Final = 1400  # bytes of payload in a packet
_SSRC: Final = 0x5AFE_CA5E
_VIDEO: Final = 96
_LONGEST_REQUEST: Final = 16 * 1024


class Fault(StrEnum):
    """What a server does that it should not."""

    NONE = "none"
    # It takes the connection and says nothing.
    SILENT = "silent"
    # Its answer is not RTSP.
    GARBAGE = "garbage"
    # It announces far more than it sends.
    ENDLESS_HEADER = "endless_header"
    HUGE_LENGTH = "huge_length"
    # It wants a login that nobody has; it sends its reader to a file.
    LOGIN = "login"
    REDIRECT = "redirect"
    # It plays, and stops in the middle without a goodbye; it tears packets, loses them, or lies about their length.
    STALL = "stall"
    HANG_UP = "hang_up"
    TORN = "torn"
    LOSSY = "lossy"
    WRONG_LENGTH = "wrong_length"


@dataclass(frozen=True, slots=True)
class Unit:
    """One picture of a film as its NAL units, and when it is shown, in seconds from the film's begin.

    `key`: it can be decoded without those before it.
    """

    at: float
    nals: tuple[bytes, ...]
    key: bool


@dataclass(frozen=True, slots=True)
class Film:
    """What is played: `codec` is H264 or H265, `sets` are its parameter sets, `seconds` its length."""

    codec: str
    sets: tuple[bytes, ...]
    units: tuple[Unit, ...]
    seconds: float


def read_film(path: Path) -> Film:
    """Read the video of a file (H.264 or H.265; MP4, Matroska, MPEG-TS). Raises ValueError for anything else."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        name = {"h264": "H264", "hevc": "H265"}.get(stream.codec_context.name)
        if name is None:
            message = f"{path} is neither H.264 nor H.265"
            raise ValueError(message)
        base = float(stream.time_base or 0)
        size = _length_size(stream.codec_context.extradata or b"", name)
        units = [
            Unit(packet.pts * base, tuple(_nals(bytes(packet), size)), packet.is_keyframe)
            for packet in container.demux(stream)
            if packet.pts is not None and packet.size
        ]
    first = min(unit.at for unit in units)
    units = [Unit(unit.at - first, unit.nals, unit.key) for unit in units]
    sets: dict[int, bytes] = {}
    found = [nal for unit in units[:1] for nal in unit.nals]
    for nal in (*_sets_of_extradata(path, name), *found):
        if (kind := _kind(nal, name)) in _set_kinds(name):
            sets.setdefault(kind, nal)
    last = max(unit.at for unit in units)
    frame = last / max(len(units) - 1, 1)
    return Film(name, tuple(sets[kind] for kind in sorted(sets)), tuple(units), last + frame)


class RtspServer:
    """Serves one film at `url`, any path; an asynchronous context manager. `fault` may be changed at any time."""

    def __init__(self, film: Film, *, port: int = 0, fault: Fault = Fault.NONE, after: float = 2.0) -> None:
        """Describe it. A fault of the playing begins `after` so many seconds of it."""
        self.film = film
        self.fault = fault
        self.after = after
        self.connections = 0
        self._extra, self._asked = film, 0
        self._port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Return the address to read from."""
        return f"rtsp://{LOOPBACK}:{self._port}/facade"

    async def __aenter__(self) -> Self:
        """Listen."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up on everybody."""
        await self.stop()

    def show(self, film: Film) -> None:
        """Play `film` once, from the next picture on, and go on as before; of the same codec."""
        self._extra = film
        self._asked += 1

    async def start(self) -> None:
        """Listen; on the same port again after `stop`."""
        self._server = await asyncio.start_server(self._accept, LOOPBACK, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
            self._server = None

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        playing: asyncio.Task[None] | None = None
        try:
            while (request := await _request(reader)) is not None:
                method, sequence = request
                if self.fault is Fault.SILENT:
                    await asyncio.Event().wait()
                writer.write(self._answer(method, sequence))
                await writer.drain()
                if method == "PLAY" and playing is None:
                    playing = asyncio.create_task(self._play(writer))
                if method == "TEARDOWN":
                    return
        except ConnectionError, asyncio.IncompleteReadError, ValueError:
            # A reader that goes away, or talks nonsense, is left alone.
            return
        finally:
            if playing is not None:
                playing.cancel()
                await asyncio.gather(playing, return_exceptions=True)
            writer.close()

    def _answer(self, method: str, sequence: str) -> bytes:
        status, headers, body = "200 OK", [f"CSeq: {sequence}"], b""
        match method:
            case "OPTIONS":
                headers.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN")
            case "DESCRIBE":
                if (bad := self._bad_description(sequence)) is not None:
                    return bad
                body = self._description()
                headers += [f"Content-Base: {self.url}/", "Content-Type: application/sdp"]
                headers.append(f"Content-Length: {len(body)}")
            case "SETUP":
                headers += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 4711;timeout=60"]
            case "PLAY":
                headers += ["Session: 4711", "Range: npt=0.000-"]
            case "GET_PARAMETER" | "TEARDOWN" | "SET_PARAMETER":
                headers.append("Session: 4711")
            case _:
                status = "501 Not Implemented"
        return f"RTSP/1.0 {status}\r\n{'\r\n'.join(headers)}\r\n\r\n".encode() + body

    def _bad_description(self, sequence: str) -> bytes | None:
        head = f"RTSP/1.0 200 OK\r\nCSeq: {sequence}\r\nContent-Type: application/sdp\r\n".encode()
        match self.fault:
            case Fault.GARBAGE:
                return bytes(range(256)) * 64
            case Fault.ENDLESS_HEADER:
                return head + b"X-Filler: " + b"x" * 4_000_000
            case Fault.HUGE_LENGTH:
                return head + b"Content-Length: 2147483647\r\n\r\nv=0\r\n"
            case Fault.LOGIN:
                challenge = 'WWW-Authenticate: Basic realm="x"'
                return f"RTSP/1.0 401 Unauthorized\r\nCSeq: {sequence}\r\n{challenge}\r\n\r\n".encode()
            case Fault.REDIRECT:
                return f"RTSP/1.0 302 Found\r\nCSeq: {sequence}\r\nLocation: file:///etc/passwd\r\n\r\n".encode()
        return None

    def _description(self) -> bytes:
        if self.film.codec == "H264":
            sets = ",".join(base64.b64encode(nal).decode() for nal in self.film.sets)
            form = f"packetization-mode=1;sprop-parameter-sets={sets}"
        else:
            names = ("sprop-vps", "sprop-sps", "sprop-pps")
            pairs = zip(names, self.film.sets, strict=False)
            form = ";".join(f"{name}={base64.b64encode(nal).decode()}" for name, nal in pairs)
        lines = [
            "v=0",
            f"o=- 1 1 IN IP4 {LOOPBACK}",
            "s=facade",
            "t=0 0",
            f"m=video 0 RTP/AVP {_VIDEO}",
            f"c=IN IP4 {LOOPBACK}",
            f"a=rtpmap:{_VIDEO} {self.film.codec}/{CLOCK}",
            f"a=fmtp:{_VIDEO} {form}",
            "a=control:track1",
        ]
        return "".join(f"{line}\r\n" for line in lines).encode()

    async def _play(self, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        began, sequence = loop.time(), 0
        with contextlib.suppress(ConnectionError):
            for at, unit in self._programme():
                await asyncio.sleep(max(0.0, began + at - loop.time()))
                faulty = at >= self.after
                if writer.is_closing():
                    return
                if faulty and self.fault is Fault.STALL:
                    await asyncio.Event().wait()
                if faulty and self.fault is Fault.HANG_UP:
                    writer.transport.abort()
                    return
                for packet in _packets(unit, self.film.codec, sequence, at):
                    sequence += 1
                    writer.write(self._framed(packet, sequence, faulty=faulty))
                await writer.drain()

    def _programme(self) -> Iterator[tuple[float, Unit]]:
        """Yield each picture and when it is shown, in seconds since the connection's begin, without end."""
        begin, asked, film = 0.0, self._asked, self.film
        while True:
            for unit in film.units:
                if film is self.film and asked != self._asked:
                    asked, film = self._asked, self._extra
                    begin += unit.at
                    break
                # A film that was not announced brings its own parameter sets.
                yield begin + unit.at, Unit(unit.at, (*film.sets, *unit.nals), key=True) if unit.key else unit
            else:
                begin += film.seconds
                film = self.film

    def _framed(self, packet: bytes, sequence: int, *, faulty: bool) -> bytes:
        if faulty and self.fault is Fault.LOSSY and sequence % 7 == 0:
            return b""
        if faulty and self.fault is Fault.TORN and sequence % 5 == 0:
            packet = packet[:20] + bytes(255 - byte for byte in packet[20:200]) + packet[200:]
        length = len(packet)
        if faulty and self.fault is Fault.WRONG_LENGTH and sequence % 11 == 0:
            length = 65_535
        return struct.pack(">cBH", b"$", 0, length) + packet


async def _request(reader: asyncio.StreamReader) -> tuple[str, str] | None:
    """Return the method and CSeq of the next request; None at the end. What comes interleaved is passed over."""
    while (first := await reader.read(1)) == b"$":
        _, length = struct.unpack(">BH", await reader.readexactly(3))
        await reader.readexactly(length)
    if not first:
        return None
    head = first + await reader.readuntil(b"\r\n\r\n")
    if len(head) > _LONGEST_REQUEST:
        return None
    lines = head.decode(errors="replace").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if (length := int(fields.get("content-length", "0"))) > 0:
        await reader.readexactly(min(length, _LONGEST_REQUEST))
    return lines[0].split(" ")[0], fields.get("cseq", "0")


def _packets(unit: Unit, codec: str, sequence: int, at: float) -> Iterator[bytes]:
    """Yield the RTP packets of one picture."""
    payloads = [payload for nal in unit.nals for payload in _payloads(nal, codec)]
    for number, payload in enumerate(payloads):
        marker = 0x80 if number == len(payloads) - 1 else 0
        stamp = round(at * CLOCK) & 0xFFFF_FFFF
        yield struct.pack(">BBHII", 0x80, marker | _VIDEO, (sequence + number) & 0xFFFF, stamp, _SSRC) + payload


def _payloads(nal: bytes, codec: str) -> Iterator[bytes]:
    if len(nal) <= _LARGEST:
        yield nal
        return
    if codec == "H264":
        kind, head, body = nal[0] & 0x1F, bytes([(nal[0] & 0xE0) | 28]), nal[1:]
    else:
        kind, head, body = (nal[0] >> 1) & 0x3F, bytes([(nal[0] & 0x81) | (49 << 1), nal[1]]), nal[2:]
    for start in range(0, len(body), _LARGEST):
        part = body[start : start + _LARGEST]
        flags = (0x80 if start == 0 else 0) | (0x40 if start + _LARGEST >= len(body) else 0)
        yield head + bytes([flags | kind]) + part


def _length_size(extradata: bytes, codec: str) -> int | None:
    """Return how many bytes tell the length of a NAL unit; None where start codes part them."""
    if not extradata or extradata[0] != 1:
        return None
    return (extradata[4 if codec == "H264" else 21] & 3) + 1


def _nals(data: bytes, length_size: int | None) -> Iterator[bytes]:
    """Yield the NAL units of an access unit."""
    if length_size is None:
        for part in data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1"):
            if part:
                yield part
        return
    place = 0
    while place + length_size <= len(data):
        length = int.from_bytes(data[place : place + length_size])
        place += length_size
        yield data[place : place + length]
        place += length


def _sets_of_extradata(path: Path, codec: str) -> list[bytes]:
    """Return the parameter sets that stand in a file's head."""
    with av.open(str(path)) as container:
        data = container.streams.video[0].codec_context.extradata or b""
    if _length_size(data, codec) is None:
        return list(_nals(data, None))
    found: list[bytes] = []
    if codec == "H264":
        place, counts = 6, [data[5] & 0x1F, 0]
        for turn in range(2):
            for _ in range(counts[turn]):
                length = int.from_bytes(data[place : place + 2])
                found.append(data[place + 2 : place + 2 + length])
                place += 2 + length
            if turn == 0:
                counts[1] = data[place]
                place += 1
        return found
    place = 23
    for _ in range(data[22]):
        count = int.from_bytes(data[place + 1 : place + 3])
        place += 3
        for _ in range(count):
            length = int.from_bytes(data[place : place + 2])
            found.append(data[place + 2 : place + 2 + length])
            place += 2 + length
    return found


def _kind(nal: bytes, codec: str) -> int:
    return nal[0] & 0x1F if codec == "H264" else (nal[0] >> 1) & 0x3F


def _set_kinds(codec: str) -> range:
    """Return the kinds of parameter sets: SPS and PPS, or VPS, SPS and PPS."""
    return range(7, 9) if codec == "H264" else range(32, 35)
