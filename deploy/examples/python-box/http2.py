"""As much of HTTP/2 (RFC 9113) and HPACK (RFC 7541) as a gRPC server on loopback needs. Standard library only.

A Connection reads frames on one thread and gives every call to a thread of its own. Requests arrive in
Call.messages(), answers leave through Call.send(); both are whole gRPC messages.
"""
import queue
import struct
import threading

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS, PADDED, PRIORITY = 1, 1, 4, 8, 32
INITIAL_WINDOW, MAX_WINDOW = 65535, 2**31 - 1
FRAME_LIMIT = 16384
MESSAGE_LIMIT = 128 * 1024

# RFC 7541, appendix A
STATIC = [
    (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"),
    (":scheme", "http"), (":scheme", "https"), (":status", "200"), (":status", "204"), (":status", "206"),
    (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"), ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate")] + [(name, "") for name in (
        "accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control "
        "content-disposition content-encoding content-language content-length content-location content-range "
        "content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range "
        "if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range "
        "referer refresh retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary "
        "via www-authenticate").split()]

# RFC 7541, appendix B: the code is canonical, so the lengths of the codes of the symbols 0 to 256 are all of it
CODE_LENGTHS = [int(length) for length in (
    "13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28 6 10 10 12 13 6 "
    "8 11 10 10 8 11 8 6 6 6 5 5 5 6 6 6 6 6 6 6 7 8 15 6 12 10 13 6 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 7 8 7 8 "
    "13 19 13 14 6 15 5 6 5 6 5 6 6 6 5 7 7 6 6 6 5 6 7 6 5 5 6 7 7 7 7 7 15 11 14 13 28 20 22 20 20 22 22 22 23 22 23 "
    "23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24 22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 "
    "21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23 26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 "
    "27 24 21 21 26 26 28 27 27 27 20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 "
    "27 27 27 26 30").split()]


def _codes():
    codes, code, length = {}, 0, 0
    for symbol in sorted(range(257), key=lambda s: (CODE_LENGTHS[s], s)):
        code <<= CODE_LENGTHS[symbol] - length
        length = CODE_LENGTHS[symbol]
        codes[(length, code)] = symbol
        code += 1
    return codes


CODES = _codes()


class Broken(Exception):
    """The connection cannot go on."""


class Cancelled(Exception):
    """The node gave up the call."""


def huffman_decode(data):
    text, code, length = bytearray(), 0, 0
    for byte in data:
        for bit in range(7, -1, -1):
            code, length = code << 1 | byte >> bit & 1, length + 1
            symbol = CODES.get((length, code))
            if symbol is not None:
                if symbol == 256:
                    raise Broken("end of string inside a header")
                text.append(symbol)
                code, length = 0, 0
            elif length > 30:
                raise Broken("no such code in a header")
    if length > 7 or code != (1 << length) - 1:
        raise Broken("bad padding of a header")
    return bytes(text)


class HeaderDecoder:
    """Headers of requests. The state is the connection's."""

    def __init__(self):
        self.dynamic, self.limit = [], 4096

    def decode(self, block):
        self.block, self.at, headers = block, 0, []
        while self.at < len(block):
            first = block[self.at]
            if first & 0x80:
                headers.append(self._entry(self._integer(7)))
            elif first & 0xe0 == 0x20:
                self.limit = min(self._integer(5), 4096)
                self._evict()
            else:
                indexed = first & 0x40
                name_at = self._integer(6 if indexed else 4)
                name = self._entry(name_at)[0] if name_at else self._string()
                header = (name, self._string())
                headers.append(header)
                if indexed:
                    self.dynamic.insert(0, header)
                    self._evict()
        return headers

    def _evict(self):
        while sum(len(n) + len(v) + 32 for n, v in self.dynamic) > self.limit:
            self.dynamic.pop()

    def _entry(self, index):
        if 1 <= index <= len(STATIC):
            return STATIC[index - 1]
        if len(STATIC) < index <= len(STATIC) + len(self.dynamic):
            return self.dynamic[index - len(STATIC) - 1]
        raise Broken("no header with the index %d" % index)

    def _byte(self):
        if self.at >= len(self.block):
            raise Broken("a header block ends too early")
        self.at += 1
        return self.block[self.at - 1]

    def _integer(self, bits):
        most = (1 << bits) - 1
        value = self._byte() & most
        if value < most:
            return value
        shift = 0
        while True:
            byte = self._byte()
            value += (byte & 0x7f) << shift
            shift += 7
            if not byte & 0x80:
                return value
            if shift > 28:
                raise Broken("a number in a header is too large")

    def _string(self):
        huffman = self.block[self.at] & 0x80 if self.at < len(self.block) else 0
        length = self._integer(7)
        if self.at + length > len(self.block):
            raise Broken("a header ends too early")
        data = self.block[self.at:self.at + length]
        self.at += length
        return (huffman_decode(data) if huffman else bytes(data)).decode("latin-1")


def encode_headers(headers):
    """Literals without indexing: the receiver needs no state."""
    block = bytearray()
    for name, value in headers:
        block.append(0)
        for text in (name.encode("latin-1"), value.encode("latin-1")):
            if len(text) < 127:
                block.append(len(text))
            else:
                block.append(127)
                rest = len(text) - 127
                while rest >= 128:
                    block.append(rest & 0x7f | 0x80)
                    rest >>= 7
                block.append(rest)
            block += text
    return bytes(block)


class Call:
    """One gRPC call of the node."""

    def __init__(self, connection, number, path, window):
        self.connection, self.number, self.path, self.window = connection, number, path, window
        self.received, self.buffer, self.answered = queue.Queue(), bytearray(), False
        self.cancelled = self.over = False

    def messages(self):
        """The node's messages until it closes its side; raises Cancelled when it gives the call up."""
        while True:
            message = self.received.get()
            if message is None:
                return
            if message is Cancelled:
                raise Cancelled()
            yield message

    def take(self, data):
        self.buffer += data
        while len(self.buffer) >= 5:
            compressed, length = struct.unpack(">BI", self.buffer[:5])
            if compressed or length > MESSAGE_LIMIT:
                raise Broken("a message is compressed or above %d bytes" % MESSAGE_LIMIT)
            if len(self.buffer) < 5 + length:
                return
            self.received.put(bytes(self.buffer[5:5 + length]))
            del self.buffer[:5 + length]

    def cancel(self):
        self.cancelled = True
        self.received.put(Cancelled)
        with self.connection.changed:
            self.connection.changed.notify_all()

    def send(self, message):
        self._begin()
        self.connection.send_data(self, struct.pack(">BI", 0, len(message)) + message)

    def _begin(self):
        if self.cancelled:
            raise Cancelled()
        if not self.answered:
            self.answered = True
            self.connection.send_headers(
                self.number, [(":status", "200"), ("content-type", "application/grpc")], END_HEADERS)

    def end(self, status=0, detail=""):
        self._begin()
        safe = "".join(c if " " <= c <= "~" and c != "%" else "?" for c in detail)
        trailers = [("grpc-status", str(status))] + ([("grpc-message", safe)] if safe else [])
        self.connection.send_headers(self.number, trailers, END_HEADERS | END_STREAM)


class Connection:
    def __init__(self, socket, serve_call):
        self.socket, self.serve_call = socket, serve_call
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.calls, self.headers = {}, HeaderDecoder()
        self.window, self.initial_window, self.frame_limit = INITIAL_WINDOW, INITIAL_WINDOW, FRAME_LIMIT

    def run(self):
        try:
            if self._read(len(PREFACE)) != PREFACE:
                return
            self._frame(SETTINGS, 0, 0, b"")
            while True:
                self._handle(*self._read_frame())
        except (Broken, OSError, struct.error):
            return
        finally:
            for call in list(self.calls.values()):
                call.cancel()
            self.socket.close()

    def _read(self, length):
        data = bytearray()
        while len(data) < length:
            part = self.socket.recv(length - len(data))
            if not part:
                raise Broken("the node closed the connection")
            data += part
        return bytes(data)

    def _read_frame(self):
        header = self._read(9)
        length = int.from_bytes(header[:3], "big")
        if length > FRAME_LIMIT:
            raise Broken("a frame of %d bytes" % length)
        return header[3], header[4], int.from_bytes(header[5:], "big") & 0x7fffffff, self._read(length)

    def _handle(self, kind, flags, number, payload):
        if kind == HEADERS:
            while not flags & END_HEADERS:
                more, more_flags, same, part = self._read_frame()
                if more != CONTINUATION or same != number:
                    raise Broken("headers are interrupted")
                payload, flags = payload + part, flags | more_flags & END_HEADERS
            self._open(flags, number, payload)
        elif kind == DATA:
            self._data(flags, number, payload)
        elif kind == SETTINGS and not flags & ACK:
            self._settings(payload)
        elif kind == PING and not flags & ACK:
            self._frame(PING, ACK, 0, payload)
        elif kind == WINDOW_UPDATE:
            with self.changed:
                step = int.from_bytes(payload, "big") & 0x7fffffff
                if number == 0:
                    self.window += step
                elif number in self.calls:
                    self.calls[number].window += step
                self.changed.notify_all()
        elif kind == RST_STREAM and number in self.calls:
            self.calls.pop(number).cancel()
        elif kind == GOAWAY:
            raise Broken("the node says good-bye")

    def _open(self, flags, number, payload):
        if flags & PADDED:
            payload = payload[1:len(payload) - payload[0]]
        if flags & PRIORITY:
            payload = payload[5:]
        headers = dict(self.headers.decode(payload))
        call = Call(self, number, headers.get(":path", ""), self.initial_window)
        self.calls[number] = call
        if flags & END_STREAM:
            call.received.put(None)
        threading.Thread(target=self._serve, args=(call,), daemon=True).start()

    def _serve(self, call):
        try:
            self.serve_call(call)
        except (Cancelled, OSError):
            pass  # the node gave up: nobody is left to be told
        finally:
            self.calls.pop(call.number, None)

    def _data(self, flags, number, payload):
        if payload:  # what was taken may be sent again
            update = struct.pack(">I", len(payload))
            self._frame(WINDOW_UPDATE, 0, 0, update)
            if number in self.calls and not flags & END_STREAM:
                self._frame(WINDOW_UPDATE, 0, number, update)
        if flags & PADDED:
            payload = payload[1:len(payload) - payload[0]]
        call = self.calls.get(number)
        if call:
            call.take(payload)
            if flags & END_STREAM:
                call.received.put(None)

    def _settings(self, payload):
        with self.changed:
            for at in range(0, len(payload), 6):
                key, value = struct.unpack(">HI", payload[at:at + 6])
                if key == 4:
                    for call in self.calls.values():
                        call.window += value - self.initial_window
                    self.initial_window = value
                elif key == 5:
                    self.frame_limit = min(value, FRAME_LIMIT)
            self.changed.notify_all()
        self._frame(SETTINGS, ACK, 0, b"")

    def _frame(self, kind, flags, number, payload):
        with self.lock:
            self.socket.sendall(
                len(payload).to_bytes(3, "big") + bytes((kind, flags)) + number.to_bytes(4, "big") + payload)

    def send_headers(self, number, headers, flags):
        self._frame(HEADERS, flags, number, encode_headers(headers))

    def send_data(self, call, data):
        at = 0
        while at < len(data):
            with self.changed:
                while min(self.window, call.window) <= 0 and not call.cancelled:
                    self.changed.wait()
                if call.cancelled:
                    raise Cancelled()
                count = min(self.window, call.window, self.frame_limit, len(data) - at)
                self.window -= count
                call.window -= count
                self._frame(DATA, 0, call.number, data[at:at + count])
            at += count
