#!/usr/bin/env python3
"""hostile_clients.py PORT IDLE TRICKLING UNREAD [tls] [SOURCE...]: clients that hang on, and a flood of bad requests.

IDLE clients connect and say nothing, TRICKLING ones send their header a byte at a time, UNREAD ones ask
for /metrics and read nothing; whoever is thrown out comes back. The flood is one client after the other, each with
another bad request or, with `tls`, a wrong password. They come from the SOURCE addresses in turn (127.0.0.2). Says
"ready" when all have connected once; ends with its input, and says how many bad requests it made.
"""
import base64
import itertools
import select
import socket
import ssl
import struct
import sys
import threading
import time

PORT = int(sys.argv[1])
IDLE, TRICKLING, UNREAD = map(int, sys.argv[2:5])
TLS = sys.argv[5:6] == ["tls"]
SOURCES = itertools.cycle(sys.argv[6 if TLS else 5 :] or ["127.0.0.2"])
GET = b"GET /metrics HTTP/1.1\r\nHost: x\r\n"
BAD = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2,
    b"\0" * 500 + b"\r\n\r\n",
    b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"A" * 20000,
    b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /?" + b"&" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /metrics?" + b"collect[]=listeners&" * 500 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%00%ff%zz%2e%2e/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"\xff" * 15000 + b"\r\n\r\n",
    GET + b"Authorization: Basic " + b"/" * 8000 + b"\r\n\r\n",
    GET + b"\r\n" + (GET + b"\r\n") * 20,
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 50,
    b"\r\n" * 5000,
    GET + b"\r\n",
]


def connect(small=False):
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if small:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.settimeout(5)
    client.bind((next(SOURCES), 0))
    client.connect(("127.0.0.1", PORT))
    return client


def secured(client):
    if not TLS:
        return client
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(client)


def bad_request(number):
    if not TLS:
        return BAD[number % len(BAD)]
    who = base64.b64encode(b"alice:wrong%d" % number)
    return GET + b"Authorization: Basic " + who + b"\r\nConnection: close\r\n\r\n"


def flood(counts):
    for number in itertools.count():
        try:
            with secured(connect()) as client:
                client.sendall(bad_request(number))
                if number % 3 == 0:  # goes at once, by a reset
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                elif number % 3 == 1:
                    client.settimeout(0.01)
                    client.recv(1024)
        except OSError:
            pass
        counts[0] += 1


def begin(kind):
    client = connect(small=kind == "unread")
    if kind == "unread" and not TLS:
        client.sendall(GET + b"\r\n")
    return client


def hang_on(kind, clients):
    """Clients that were thrown out are replaced; the others stay, and trickle if they are to."""
    while True:
        time.sleep(0.5)
        poll = select.poll()
        for fd in clients:
            poll.register(fd, select.POLLRDHUP)
        for fd, _ in poll.poll(0):
            clients.pop(fd).close()
            try:
                client = begin(kind)
                clients[client.fileno()] = client
            except OSError:
                pass
        if kind == "trickling":
            for client in clients.values():
                try:
                    client.send(b"x")
                except OSError:
                    pass


def main():
    for kind, count in (("idle", IDLE), ("trickling", TRICKLING), ("unread", UNREAD)):
        clients = {}
        for _ in range(count):
            client = begin(kind)
            clients[client.fileno()] = client
        threading.Thread(target=hang_on, args=(kind, clients), daemon=True).start()
    counts = [0]
    threading.Thread(target=flood, args=(counts,), daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()
    print(f"{counts[0]} bad requests", flush=True)


main()
