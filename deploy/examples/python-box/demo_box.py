#!/usr/bin/env python3
"""Both halves of a simulated pair, to start from: python3 demo_box.py --alice 127.0.0.1:7101 --bob 127.0.0.1:7102

A laboratory has one half per computer and measures where Half.measure() asks the simulated source. No two separate
programs can violate a Bell inequality, so the two simulated halves are one program.

--misbehave shows what a node says to a box that is broken: one of stall, twice, short, nonsense, fault, die, of Alice's
half in every frame of block number --at (from 1 on).
"""
import argparse
import math
import os
import random
import signal
import threading

import bellwether_box as box

ANGLES = {box.ALICE: (0, math.pi / 2), box.BOB: (math.pi / 4, -math.pi / 4, 0)}
PARTNER_SECONDS = 30


class Source:
    """Werner pairs: E = visibility times the cosine of the difference of the angles."""

    def __init__(self, visibility, efficiency, seed):
        self.random, self.efficiency = random.Random(seed), efficiency
        self.different = [[(1 - visibility * math.cos(a - b)) / 2 for b in ANGLES[box.BOB]] for a in ANGLES[box.ALICE]]
        self.changed, self.blocks = threading.Condition(), {}

    def join(self, half, block_id):
        with self.changed:
            both = self.blocks.setdefault(block_id, {"settings": {}, "outcomes": {}, "left": False})
            both["settings"][half.side], both["outcomes"][half.side] = bytearray(), bytearray()
            self.changed.notify_all()
            return both

    def leave(self, block_id):
        with self.changed:
            if block_id in self.blocks:
                self.blocks.pop(block_id)["left"] = True
            self.changed.notify_all()

    def wait(self, half, both, done):
        """With the lock held: until done() or the block ends."""
        if not self.changed.wait_for(lambda: done() or both["left"] or half.cancelled, PARTNER_SECONDS):
            raise box.BoxFault(box.TIMED_OUT, "the other half did not come within %d s" % PARTNER_SECONDS)
        if not done():
            raise box.BoxFault(box.PARTNER_LOST, "the other half left the block")

    def play(self, both):
        """Every round of which both settings are known."""
        alice, bob = both["settings"][box.ALICE], both["settings"][box.BOB]
        a, b = both["outcomes"][box.ALICE], both["outcomes"][box.BOB]
        for n in range(len(a), min(len(alice), len(bob))):
            outcome = self.random.random() < 0.5
            other = outcome ^ (self.random.random() < self.different[alice[n]][bob[n]])
            a.append(outcome if self.efficiency == 1 or self.random.random() < self.efficiency else box.NO_CLICK)
            b.append(other if self.efficiency == 1 or self.random.random() < self.efficiency else box.NO_CLICK)


class Half(box.Box):
    model = "python-demo"
    simulated = True
    statement = "A demonstration in Python: one program draws both outcomes and knows them all."

    def __init__(self, source, side):
        self.source, self.side, self.cancelled, self.block_id = source, side, False, None

    def open(self, block_id, rounds):
        self.cancelled, self.block_id = False, block_id
        self.both = self.source.join(self, block_id)

    def distribute(self, first_round, rounds):
        with self.source.changed:
            self.source.wait(self, self.both, lambda: len(self.both["settings"]) == 2)

    def measure(self, first_round, settings):
        outcomes = self.both["outcomes"][self.side]
        end = first_round + len(settings)
        with self.source.changed:
            self.both["settings"][self.side].extend(settings)
            if len(self.both["settings"]) == 2:
                self.source.play(self.both)
            self.source.changed.notify_all()
            self.source.wait(self, self.both, lambda: len(outcomes) >= end)
        return outcomes[first_round:end]

    def end(self):
        if self.block_id is not None:
            self.source.leave(self.block_id)
            self.block_id = None

    def cancel(self):
        self.cancelled = True
        with self.source.changed:
            self.source.changed.notify_all()


class BrokenHalf(Half):
    """Keeps the contract until the block that it was told to break."""

    def __init__(self, source, side, how, at):
        super().__init__(source, side)
        self.how, self.at, self.block = how, at, 0

    def open(self, block_id, rounds):
        self.block += 1
        super().open(block_id, rounds)

    def measure(self, first_round, settings):
        outcomes = super().measure(first_round, settings)
        if self.block != self.at:
            return outcomes
        if self.how == "stall":
            threading.Event().wait(3600)
        if self.how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "fault":
            raise RuntimeError("the laser is not locked")
        return {"short": outcomes[:-1], "nonsense": bytes([7]) * len(settings)}.get(self.how, outcomes)


class BrokenService(box.Service):
    def answer(self, call, first_round, outcomes):
        super().answer(call, first_round, outcomes)
        if self.box.how == "twice" and self.box.block == self.box.at:
            super().answer(call, first_round, outcomes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alice", metavar="ADDRESS", help="where Alice's half is served: HOST:PORT or unix:/PATH")
    parser.add_argument("--bob", metavar="ADDRESS")
    parser.add_argument("--visibility", type=float, default=1.0)
    parser.add_argument("--efficiency", type=float, default=1.0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--misbehave", choices=("stall", "twice", "short", "nonsense", "fault", "die"))
    parser.add_argument("--at", type=int, default=1, help="the block in which it misbehaves")
    options = parser.parse_args()
    source = Source(options.visibility, options.efficiency, options.seed)
    served = 0
    for side, address in ((box.ALICE, options.alice), (box.BOB, options.bob)):
        if address:
            service = box.Service(Half(source, side))
            if options.misbehave and side == box.ALICE:
                service = BrokenService(BrokenHalf(source, side, options.misbehave, options.at))
            server = box.listen(address)
            box.serve(service, server)
            name = server.getsockname()
            where = "%s:%d" % name[:2] if isinstance(name, tuple) else "unix:" + name
            print("%s's half at %s" % ("Alice" if side == box.ALICE else "Bob", where), flush=True)
            served += 1
    if not served:
        parser.error("--alice or --bob is needed")
    threading.Event().wait()


if __name__ == "__main__":
    main()
