#!/usr/bin/env python3
"""From a time tagger's files to the records that `bellwether analyse` reads. Standard library only.

  time_tags.py simulate DIR     makes DIR/alice.tags and DIR/bob.tags of a good source, to try the rest out
  time_tags.py records  DIR OUT reads them and writes OUT/alice.csv and OUT/bob.csv

A tag file has one line per event, "picoseconds,channel", in the order of time. Channels of each side:
  0 the round begins (a clock, or a herald: then only heralded rounds are rounds)
  1 the setting generator chose 0    2 it chose 1    3 it chose 2 (Bob's key setting)
  4 detector of outcome 0            5 detector of outcome 1

Every round counts. A round without a click has the outcome 2, "no click". A round in which both detectors clicked has the outcome 1: which it is was
fixed here, before any data. Leaving rounds out after the setting was chosen is the detection loophole, so there is no option for it.
"""
import argparse
import csv
import math
import os
import random
import sys

BEGIN, SETTINGS, OUTCOMES = 0, {1: 0, 2: 1, 3: 2}, {4: 0, 5: 1}
NO_CLICK, BOTH = 2, 1
ANGLES = {"alice": (0, math.pi / 2), "bob": (math.pi / 4, -math.pi / 4, 0)}
PERIOD, CHOICE, CLICK = 10_000_000, 1_000_000, 5_000_000


def rounds(tags, window):
    """(setting, outcome) of each round; the clicks of a window (first, last) of picoseconds after its beginning count."""
    begun = setting = None
    clicks = set()

    def finished():
        if setting is None:
            sys.exit("the round that begins at %d ps has no setting" % begun)
        return setting, BOTH if len(clicks) == 2 else clicks.pop() if clicks else NO_CLICK

    for line, (time, channel) in enumerate(tags, 1):
        time, channel = int(time), int(channel)
        if channel == BEGIN:
            if begun is not None:
                if time < begun:
                    sys.exit("line %d is earlier than the round before it" % line)
                yield finished()
            begun, setting, clicks = time, None, set()
        elif begun is None:
            continue
        elif channel in SETTINGS:
            if setting is not None:
                sys.exit("line %d: a second setting in the round that begins at %d ps" % (line, begun))
            setting = SETTINGS[channel]
        elif channel in OUTCOMES and window[0] <= time - begun <= window[1]:
            clicks.add(OUTCOMES[channel])
    if begun is not None:
        yield finished()


def records(options):
    os.makedirs(options.out, exist_ok=True)
    count = {}
    for side in ANGLES:
        with open(os.path.join(options.folder, side + ".tags"), newline="") as tags, \
                open(os.path.join(options.out, side + ".csv"), "w") as record:
            record.write("round,setting,outcome\n")
            count[side] = clicked = 0
            for setting, outcome in rounds(csv.reader(tags), options.window):
                record.write("%d,%d,%d\n" % (count[side], setting, outcome))
                count[side] += 1
                clicked += outcome != NO_CLICK
        print("%s: %d rounds, %.1f %% with a click" % (side, count[side], 100 * clicked / max(1, count[side])))
    if len(set(count.values())) != 1:
        sys.exit("the two sides have different numbers of rounds: their clocks do not begin together")


def simulate(options):
    """Werner pairs of the given visibility, a test round in five."""
    source = random.Random(options.seed)
    os.makedirs(options.folder, exist_ok=True)
    files = {side: open(os.path.join(options.folder, side + ".tags"), "w") for side in ANGLES}
    for number in range(options.rounds):
        test = source.random() < 0.2
        x = source.randrange(2) if test else 0
        y = source.randrange(2) if test else 2
        same = (1 + options.visibility * math.cos(ANGLES["alice"][x] - ANGLES["bob"][y])) / 2
        a = source.randrange(2)
        b = a if source.random() < same else 1 - a
        for side, setting, outcome in (("alice", x, a), ("bob", y, b)):
            begin = number * PERIOD
            files[side].write("%d,0\n%d,%d\n" % (begin, begin + CHOICE, 1 + setting))
            if source.random() < options.efficiency:
                files[side].write("%d,%d\n" % (begin + CLICK + source.randrange(2000), 4 + outcome))
    for file in files.values():
        file.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("simulate")
    make.add_argument("folder")
    make.add_argument("--rounds", type=int, default=20000)
    make.add_argument("--visibility", type=float, default=0.97)
    make.add_argument("--efficiency", type=float, default=1.0)
    make.add_argument("--seed", type=int)
    make.set_defaults(run=simulate)
    read = commands.add_parser("records")
    read.add_argument("folder")
    read.add_argument("out")
    read.add_argument("--window", type=int, nargs=2, default=(4_000_000, 6_000_000), metavar=("FIRST", "LAST"),
                      help="clicks count from FIRST to LAST picoseconds after a round's beginning; fixed before the run")
    read.set_defaults(run=records)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
