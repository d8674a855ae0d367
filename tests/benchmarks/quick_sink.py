"""The least that a mail server can do: `python -m tests.benchmarks.quick_sink PORT`. A benchmark measures who sends."""

import asyncio
import sys

# Nearly all servers hear several commands at once.
HELLO = b"250-sink\r\n250 PIPELINING\r\n"
ANSWERS = {b"EHLO": HELLO, b"HELO": b"250 sink\r\n", b"QUIT": b"221 Bye\r\n", b"DATA": b"354 Go ahead\r\n"}


class QuickSink(asyncio.Protocol):
    """Says yes to everything and keeps nothing."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.held, self.in_data = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each command, and each message after its last line."""
        self.held += data
        while True:
            end = b"\r\n.\r\n" if self.in_data else b"\r\n"
            line, found, rest = self.held.partition(end)
            if not found:
                return
            self.held = rest
            if self.in_data:
                self.in_data = False
                self.transport.write(b"250 OK\r\n")
            else:
                verb = line[:4].upper()
                self.in_data = verb == b"DATA"
                self.transport.write(ANSWERS.get(verb, b"250 OK\r\n"))


async def serve(port: int) -> None:
    """Say yes until the process is ended."""
    server = await asyncio.get_running_loop().create_server(QuickSink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
