#!/usr/bin/env python3
"""A wire between two network namespaces, and what is measured on it. Standard library only.

wire.py relay ALICE_NAMESPACE BOB_NAMESPACE   two TUN devices (10.77.0.1, 10.77.0.2); reads "DELAY_MS LOSS_PERCENT" from standard input
wire.py sink PORT                             takes bytes on TCP
wire.py pump HOST PORT SECONDS                sends bytes there; prints Mbit/s
wire.py blocks HOST:PORT COUNT                waits for as many blocks of the node with this health address; prints their times
"""
import fcntl
import heapq
import json
import os
import random
import select
import socket
import struct
import subprocess
import sys
import time
import urllib.request

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
# A queue of a router: what comes when it is full is lost, so that TCP slows down.
QUEUE_PACKETS = 2000


def tun(name, namespace, own, peer):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "link", "set", name, "netns", namespace], check=True)
    for command in (["addr", "add", own, "peer", peer, "dev", name], ["link", "set", name, "up"], ["link", "set", "lo", "up"]):
        subprocess.run(["ip", "-n", namespace] + command, check=True)
    return device


def relay(alice, bob):
    ends = [tun("bw-alice", alice, "10.77.0.1", "10.77.0.2"), tun("bw-bob", bob, "10.77.0.2", "10.77.0.1")]
    other = {ends[0]: ends[1], ends[1]: ends[0]}
    delay, loss, order, waiting = 0.0, 0.0, 0, []
    print("ready", flush=True)
    while True:
        rest = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select(ends + [0], [], [], rest)
        now = time.monotonic()
        for end in readable:
            if end == 0:
                line = os.read(0, 100).decode().split()
                if len(line) < 2:
                    return
                delay, loss = float(line[-2]) / 1000, float(line[-1]) / 100
                continue
            for _ in range(64):
                try:
                    packet = os.read(end, 65536)
                except BlockingIOError:
                    break
                if random.random() >= loss and len(waiting) < QUEUE_PACKETS:
                    order += 1
                    heapq.heappush(waiting, (now + delay, order, other[end], packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, end, packet = heapq.heappop(waiting)
            try:
                os.write(end, packet)
            except OSError:
                pass  # a device that is down loses its packets, as a cable that was pulled does


def sink(port):
    with socket.create_server(("", port)) as server:
        server.accept()[0].makefile("rb").read(1)
        while True:
            connection = server.accept()[0]
            while connection.recv(1 << 16):
                pass


def pump(host, port, seconds):
    socket.create_connection((host, port)).close()
    with socket.create_connection((host, port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 5, 0))
        piece, sent, began = bytes(1 << 16), 0, time.monotonic()
        while time.monotonic() - began < seconds:
            sent += connection.send(piece)
        print("%.1f" % (8e-6 * sent / (time.monotonic() - began)))


def blocks(address, count):
    seen, seconds, outcomes, began = None, [], {}, time.monotonic()
    while len(seconds) < count + 1 and time.monotonic() - began < 300:
        try:
            with urllib.request.urlopen("http://%s/status" % address, timeout=5) as answer:
                last = json.load(answer)["now"]["last"]
        except OSError:
            last = None
        if last and last["block"] != seen:
            # the first one began before this was looked at
            if seen is not None or last["seconds"] > 0:
                seconds.append(last["seconds"])
                outcomes[last["outcome"]] = outcomes.get(last["outcome"], 0) + 1
            seen = last["block"]
        time.sleep(0.05)
    seconds = sorted(seconds[1:])
    if not seconds:
        sys.exit("no block in 300 s")
    print("median %.2f s, %.2f to %.2f s of %d blocks; %s" % (
        seconds[len(seconds) // 2], seconds[0], seconds[-1], len(seconds), ", ".join("%d %s" % (n, o) for o, n in outcomes.items())))


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["relay"] and len(arguments) == 3:
        relay(*arguments[1:])
    elif arguments[:1] == ["sink"] and len(arguments) == 2:
        sink(int(arguments[1]))
    elif arguments[:1] == ["pump"] and len(arguments) == 4:
        pump(arguments[1], int(arguments[2]), float(arguments[3]))
    elif arguments[:1] == ["blocks"] and len(arguments) == 3:
        blocks(arguments[1], int(arguments[2]))
    else:
        sys.exit(__doc__)
