#!/bin/sh
# Gives a WireGuard peer a pre-shared key from Bellwether. The key goes from curl to wg through pipes: it stands in no
# argument, file or variable of the environment.
#   wireguard-psk.sh enc SLAVE_SAE INTERFACE PEER_PUBLIC_KEY              at one end; prints the key's id
#   wireguard-psk.sh dec MASTER_SAE INTERFACE PEER_PUBLIC_KEY KEY_ID      at the other end, with that id
# The id is no secret: send it by whatever reaches the other end. Until both ends have the key, handshakes fail, and
# sessions that are up go on. The environment is that of fetch-key.sh.
set -eu
here=$(dirname "$(readlink -f "$0")")

case "${1:-}-$#" in
  enc-4 | dec-5) ;;
  *)
    sed -n '2,7s/^# //p' "$0" >&2
    exit 64
    ;;
esac
role=$1
sae=$2
interface=$3
peer=$4
shift 4

pair=$("$here/fetch-key.sh" "$role" "$sae" "$@")
# a WireGuard pre-shared key is 32 bytes in base64, which is what the KME answers
printf '%s\n' "$pair" | sed -n 2p | wg set "$interface" peer "$peer" preshared-key /dev/stdin
printf '%s\n' "$pair" | sed -n 1p
