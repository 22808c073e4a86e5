"""A box for Bellwether in Python: the contract bellwether.device.v1, server side. Standard library only.

A laboratory writes a class with the methods of Box below and calls serve(Service(box), listen(address)). The contract itself, with what a box has
to promise, is proto/src/main/protobuf/bellwether/device/v1/device.proto; this file is one way to keep it.
"""
import os
import socket
import threading

from http2 import Cancelled, Connection

ALICE, BOB = 1, 2
NO_CLICK = 2
BUSY, PARTNER_LOST, TIMED_OUT, PROTOCOL_VIOLATION, EXHAUSTED, APPARATUS = 1, 2, 3, 4, 5, 6
ROUNDS_OF_FRAME = 65536
UNIMPLEMENTED = 12


class BoxFault(Exception):
    """The block cannot go on; the node is told the reason and one sentence."""

    def __init__(self, reason, detail):
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Box:
    """What a laboratory implements. One block at a time, from one thread; cancel() may come from another."""

    side = ALICE
    model = "a box"
    simulated = False
    statement = ""

    def open(self, block_id, rounds):
        """Get ready for a block; wait for the other half if the source needs it."""

    def distribute(self, first_round, rounds):
        """Entangle these rounds and cut the link to the source; return only then."""

    def measure(self, first_round, settings):
        """Measure one round after the other; one byte per setting, 0, 1 or NO_CLICK, never fewer."""
        raise NotImplementedError

    def end(self):
        """The block is over, measured or given up."""

    def cancel(self):
        """The node gave the block up: end a wait that is under way."""


# Protocol Buffers, as far as the contract uses them -----------------------------------------------------------------

def _varint(value):
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    data.append(value)
    return bytes(data)


def number(field, value):
    return _varint(field << 3) + _varint(value) if value else b""


def block(field, data):
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def fields(data):
    """Field number to its last value: an int or bytes."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            if at >= len(data) or shift > 63:
                raise BoxFault(PROTOCOL_VIOLATION, "the message is damaged")
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            found[key >> 3] = varint()
        elif key & 7 == 2:
            length = varint()
            if at + length > len(data):
                raise BoxFault(PROTOCOL_VIOLATION, "the message is damaged")
            found[key >> 3] = data[at:at + length]
            at += length
        else:
            raise BoxFault(PROTOCOL_VIOLATION, "the message has a field of an unknown type")
    return found


# The contract --------------------------------------------------------------------------------------------------------

class Service:
    """Speaks the contract for a box."""

    def __init__(self, box):
        self.box, self.one_block = box, threading.Lock()

    def __call__(self, call):
        if call.path == "/bellwether.device.v1.Box/Describe":
            list(call.messages())
            call.send(self._description())
            call.end()
        elif call.path == "/bellwether.device.v1.Box/Run":
            self._run(call)
        else:
            call.end(UNIMPLEMENTED, "no method " + call.path)

    def _description(self):
        box = self.box
        return (block(1, box.model.encode()) + number(2, box.side) + number(3, 2 if box.side == ALICE else 3)
                + number(4, int(box.simulated)) + block(5, box.statement.encode()) + number(6, 2))

    def _run(self, call):
        # a call that the node has cancelled needs a moment to let the box go
        if not self.one_block.acquire(timeout=2):
            self._fault(call, BUSY, "another block is running on this half")
            return
        watch = threading.Thread(target=self._watch, args=(call,), daemon=True)
        try:
            watch.start()
            self._block(call)
            call.end()
        except BoxFault as fault:
            self._fault(call, fault.reason, fault.detail)
        except Cancelled:
            raise
        except Exception as error:  # whatever the apparatus raises, the node gets a reason
            self._fault(call, APPARATUS, "%s: %s" % (type(error).__name__, error))
        finally:
            self.box.end()
            self.one_block.release()
            with call.connection.changed:
                call.over = True
                call.connection.changed.notify_all()

    def _watch(self, call):
        with call.connection.changed:
            while not call.cancelled and not call.over:
                call.connection.changed.wait()
        if not call.over:
            self.box.cancel()

    def answer(self, call, first_round, outcomes):
        call.send(block(3, number(1, first_round) + block(2, outcomes)))

    @staticmethod
    def _fault(call, reason, detail):
        call.send(block(4, number(1, reason) + block(2, detail[:500].encode())))
        call.end()

    def _block(self, call):
        rounds = distributed = measured = 0
        for message in call.messages():
            kind, content = next(iter(fields(message).items()), (0, b""))
            request = fields(content) if kind in (1, 2, 3) else {}
            if (kind == 1) != (rounds == 0):
                raise BoxFault(PROTOCOL_VIOLATION, "one call is one block, and its first message opens it")
            if kind == 1:
                rounds = request.get(2, 0)
                if rounds < 1:
                    raise BoxFault(PROTOCOL_VIOLATION, "rounds: %d; at least 1" % rounds)
                self.box.open(request.get(1, b"").decode(), rounds)
                call.send(block(1, b""))
            elif kind == 2:
                first, count = request.get(1, 0), request.get(2, 0)
                if first != distributed or not 1 <= count <= rounds - distributed:
                    raise BoxFault(PROTOCOL_VIOLATION, "rounds %d and %d more cannot be distributed" % (first, count))
                self.box.distribute(first, count)
                distributed += count
                call.send(block(2, number(1, first) + number(2, count)))
            elif kind == 3:
                first, settings = request.get(1, 0), request.get(2, b"")
                if first != measured or not 1 <= len(settings) <= min(ROUNDS_OF_FRAME, distributed - measured):
                    raise BoxFault(PROTOCOL_VIOLATION, "rounds from %d on cannot be measured" % first)
                if max(settings) > (1 if self.box.side == ALICE else 2):
                    raise BoxFault(PROTOCOL_VIOLATION, "a setting that this half does not have")
                outcomes = self.box.measure(first, settings)
                measured += len(settings)
                self.answer(call, first, bytes(outcomes))
            else:
                raise BoxFault(PROTOCOL_VIOLATION, "a message of an unknown kind")


def listen(address):
    """HOST:PORT on loopback, or unix:/PATH: the contract has no encryption, so nothing else is accepted."""
    if address.startswith("unix:"):
        path = address[len("unix:"):]
        if os.path.exists(path):
            os.unlink(path)
        server = socket.socket(socket.AF_UNIX)
        old = os.umask(0o077)
        try:
            server.bind(path)
        finally:
            os.umask(old)
    else:
        host, _, port = address.rpartition(":")
        host = host.strip("[]")
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("box address: %s; a loopback address or unix:/PATH" % address)
        server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, int(port)))
    server.listen()
    return server


def serve(service, server):
    """Serves Service(box) on a socket of listen(), on threads of its own; returns at once."""

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return  # the socket was closed
            if connection.family != socket.AF_UNIX:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=Connection(connection, service).run, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
