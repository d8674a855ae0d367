"""A name server of the tests' own, for as many records as a test needs."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rrset

Zone = Mapping[str, Mapping[str, list[str]]]


@contextmanager
def name_server(zone: Zone) -> Iterator[int]:
    """Answers from `zone`: by name and type the records as a zone file has them. Gives its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            content, socket = self.request
            query = dns.message.from_wire(content)
            (question,) = query.question
            name, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
            answer = dns.message.make_response(query)
            if name not in zone:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            elif kind in zone[name]:
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *zone[name][kind]))
            socket.sendto(answer.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        port: int = server.server_address[1]
        yield port
        server.shutdown()
        thread.join(5)
