#!/bin/sh
# Two hosts on one machine: each node in a network namespace of its own, and between them a wire with latency and loss.
# Needs root, Linux with /dev/net/tun, Debian's iproute2 and python3, and a built application. 127.0.0.1 is each namespace's own.
#   walk-through.sh [BLOCKS [DELAY_MS LOSS_PERCENT]...]     default: 5  0 0  10 0  100 0  10 1
# The delay is in each direction. Ends by itself; what it makes lies in a temporary folder and goes with it.
set -eu
here=$(dirname "$(readlink -f "$0")")
bellwether=${BELLWETHER:-$here/../../bin/bellwether}

if [ "$(id -u)" != 0 ] || [ "${1:-}" = --help ] || [ $(($# % 2)) = 0 ] && [ $# != 0 ]; then
  sed -n '2,5s/^# //p' "$0" >&2
  exit 64
fi
blocks=${1:-5}
if [ $# -gt 0 ]; then shift; fi
if [ $# = 0 ]; then set -- 0 0 10 0 100 0 10 1; fi

work=$(mktemp -d)
pids=
clean_up() {
  exec 3>&- || true
  # what runs inside is not a child of this script
  for pid in $pids $(ip netns pids bellwether-alice 2>/dev/null) $(ip netns pids bellwether-bob 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do wait "$pid" 2>/dev/null || true; done
  for end in alice bob; do ip netns delete "bellwether-$end" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

in_alice() { ip netns exec bellwether-alice "$@"; }
in_bob() { ip netns exec bellwether-bob "$@"; }
wait_for() { # FILE TEXT SECONDS
  n=0
  until grep -q "$2" "$1" 2>/dev/null; do
    n=$((n + 1))
    [ "$n" -le $(($3 * 5)) ] || { cat "$1" >&2; echo "waited $3 s for '$2'" >&2; exit 70; }
    sleep 0.2
  done
}

# 1. What the two hosts need. The boxes are half and half of one simulated source, on unix sockets, which need no network.
"$bellwether" init "$work/pair" --alice-host 10.77.0.1 --bob-host 10.77.0.2 --set box.frameRounds=16384 --set link.idleTimeoutMillis=60000 >/dev/null
for end in alice bob; do sed -i "s|address: \"127.0.0.1:710[12]\"|address: \"unix:$work/$end.box\"|" "$work/pair/$end/bellwether.yml"; done
printf 'model: oxford2022\nalice: unix:%s/alice.box\nbob: unix:%s/bob.box\n' "$work" "$work" >"$work/box.yml"

# 2. Two hosts and the wire.
for end in alice bob; do ip netns add "bellwether-$end"; done
mkfifo "$work/wire"
"$here/wire.py" relay bellwether-alice bellwether-bob <"$work/wire" >"$work/wire.log" 2>&1 &
pids="$pids $!"
exec 3>"$work/wire"
wait_for "$work/wire.log" ready 20

# 3. The source, Bob, Alice.
"$bellwether" box --configuration "$work/box.yml" >"$work/box.log" 2>&1 &
pids="$pids $!"
wait_for "$work/box.log" unix: 60
in_bob "$bellwether" bob "$work/pair/bob/bellwether.yml" >"$work/bob.log" 2>&1 &
pids="$pids $!"
in_alice "$bellwether" alice "$work/pair/alice/bellwether.yml" >"$work/alice.log" 2>&1 &
pids="$pids $!"
in_bob "$here/wire.py" sink 5001 &
pids="$pids $!"
wait_for "$work/bob.log" 'block.ends' 120

# 4. What the wire does to them. How TCP takes losses depends on its congestion control.
sysctl net.ipv4.tcp_congestion_control
printf '%-12s %-8s %-16s %s\n' 'one way' loss 'TCP on the wire' 'a block of 1,500,000 rounds, from proposal to stored at Bob'
while [ $# -gt 0 ]; do
  echo "$1 $2" >&3
  sleep 1
  block=$(in_bob "$here/wire.py" blocks 127.0.0.1:7181 "$blocks")
  speed=$(in_alice "$here/wire.py" pump 10.77.0.2 5001 5)
  printf '%-12s %-8s %-16s %s\n' "$1 ms" "$2 %" "$speed Mbit/s" "$block"
  shift 2
done

# 5. The same key at both ends, each fetched inside its own host.
saes=$work/pair/saes
got=$(in_alice curl -sS --cacert "$saes/ca.crt" --cert "$saes/app-alice.crt" --key "$saes/app-alice.key" "https://10.77.0.1:7443/api/v1/keys/app-bob/enc_keys?number=1")
id=$(printf '%s' "$got" | sed 's/.*"key_ID":"\([^"]*\)".*/\1/')
same=$(in_bob curl -sS --cacert "$saes/ca.crt" --cert "$saes/app-bob.crt" --key "$saes/app-bob.key" "https://10.77.0.2:7444/api/v1/keys/app-alice/dec_keys?key_ID=$id")
if [ "$got" = "$same" ]; then
  echo "The key $id is the same at both ends."
else
  echo "the ends differ: $id" >&2
  exit 70
fi
