#!/bin/sh
# Shows WireGuard and strongSwan with keys from a running pair of KMEs, on one machine, in two network namespaces.
# Needs root and Debian's packages wireguard-tools, wireguard-go (if the kernel has no WireGuard), strongswan-swanctl,
# charon-systemd, iproute2, iputils-ping and curl. `bellwether quickstart` starts a pair and prints the ports:
#   demo.sh SAES_FOLDER ALICE_PORT BOB_PORT [wireguard|strongswan]
set -eu
here=$(dirname "$(readlink -f "$0")")

if [ $# -lt 3 ] || [ $# -gt 4 ] || [ "$(id -u)" != 0 ]; then
  sed -n '2,5s/^# //p' "$0" >&2
  exit 64
fi
saes=$(readlink -f "$1")
alice_kme=https://127.0.0.1:$2
bob_kme=https://127.0.0.1:$3
what=${4:-both}
work=$(mktemp -d)
pids=

clean_up() {
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for end in alice bob; do
    # wireguard-go has gone into the background by itself
    for pid in $(ip netns pids "bw-$end" 2>/dev/null); do kill "$pid" 2>/dev/null || true; done
    ip netns delete "bw-$end" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT

# The KMEs listen outside of the namespaces, which have no other network: curl runs outside, the rest inside.
as_alice() { KME=$alice_kme CERT=$saes/app-alice.crt KEY=$saes/app-alice.key CA=$saes/ca.crt PATH=$work/alice:$PATH "$@"; }
as_bob() { KME=$bob_kme CERT=$saes/app-bob.crt KEY=$saes/app-bob.key CA=$saes/ca.crt PATH=$work/bob:$PATH "$@"; }

for end in alice bob; do
  ip netns add "bw-$end"
  mkdir "$work/$end"
  for tool in wg swanctl; do
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec ip netns exec bw-%s %s "$@"\n' "$end" "$(command -v $tool || echo $tool)" >"$work/$end/$tool"
    chmod +x "$work/$end/$tool"
  done
done
ip link add bw0 netns bw-alice type veth peer name bw0 netns bw-bob
ip -n bw-alice address add 192.0.2.1/24 dev bw0
ip -n bw-bob address add 192.0.2.2/24 dev bw0
ip -n bw-alice link set bw0 up
ip -n bw-bob link set bw0 up

wireguard() {
  for end in alice bob; do
    (umask 077 && wg genkey >"$work/$end.wg")
    wg pubkey <"$work/$end.wg" >"$work/$end.pub"
    if ! ip -n "bw-$end" link add wg0 type wireguard 2>/dev/null; then
      # userspace, one socket per interface name, so one name per end
      ip netns exec "bw-$end" wireguard-go "wg-$end" >"$work/wireguard-go" 2>&1 || {
        cat "$work/wireguard-go" >&2
        exit 69
      }
    fi
  done
  alice_if=$(ip -n bw-alice -o link | sed -n 's/^[0-9]*: \(wg[-a-z0-9]*\):.*/\1/p')
  bob_if=$(ip -n bw-bob -o link | sed -n 's/^[0-9]*: \(wg[-a-z0-9]*\):.*/\1/p')
  alice_pub=$(cat "$work/alice.pub")
  bob_pub=$(cat "$work/bob.pub")
  as_alice wg set "$alice_if" listen-port 51820 private-key "$work/alice.wg" \
    peer "$bob_pub" endpoint 192.0.2.2:51820 allowed-ips 198.51.100.2/32
  as_bob wg set "$bob_if" listen-port 51820 private-key "$work/bob.wg" \
    peer "$alice_pub" endpoint 192.0.2.1:51820 allowed-ips 198.51.100.1/32
  ip -n bw-alice address add 198.51.100.1/24 dev "$alice_if"
  ip -n bw-bob address add 198.51.100.2/24 dev "$bob_if"
  ip -n bw-alice link set "$alice_if" up
  ip -n bw-bob link set "$bob_if" up

  id=$(as_alice "$here/wireguard-psk.sh" enc app-bob "$alice_if" "$bob_pub")
  echo "WireGuard: key $id at Alice's end only; a handshake must fail:"
  if ip netns exec bw-alice ping -q -c 1 -W 3 198.51.100.2 >/dev/null; then
    echo "  it did not" >&2
    exit 1
  fi
  as_bob "$here/wireguard-psk.sh" dec app-alice "$bob_if" "$alice_pub" "$id" >/dev/null
  ip netns exec bw-alice ping -q -c 3 -W 20 198.51.100.2
  echo "WireGuard: tunnel up with key $id"
}

# $1 end, $2 own address, $3 the other address, $4 the other end
strongswan_end() {
  dir=$work/swan-$1
  mkdir -p "$dir/conf.d"
  cat >"$dir/strongswan.conf" <<END
charon-systemd {
  load_modular = yes
  plugins {
    include /etc/strongswan.d/charon/*.conf
    vici { socket = unix://$dir/vici }
  }
  filelog { log { path = $dir/log
    default = 1
    flush_line = yes } }
}
swanctl { load = pem pkcs1 pkcs8 x509 pubkey random }
END
  cat >"$dir/swanctl.conf" <<END
connections {
  bellwether {
    local_addrs = $2
    remote_addrs = $3
    version = 2
    ppk_required = yes
    include conf.d/ppk-id
    local { auth = psk
      id = $1.example }
    remote { auth = psk
      id = $4.example }
    childless = force
  }
}
secrets {
  ike-bellwether { secret = "for authentication only: the PPK makes it safe against quantum computers" }
}
include conf.d/ppk.conf
END
  touch "$dir/conf.d/ppk-id" "$dir/conf.d/ppk.conf"
  STRONGSWAN_CONF=$dir/strongswan.conf ip netns exec "bw-$1" "$(command -v charon-systemd || echo /usr/sbin/charon-systemd)" >"$dir/out" 2>&1 &
  pids="$pids $!"
  tries=0
  until [ -S "$dir/vici" ] || [ $tries = 100 ]; do
    tries=$((tries + 1))
    ip netns exec "bw-$1" ping -q -c 1 -W 1 "$3" >/dev/null 2>&1 || true
  done
  swanctl_in "$1" --load-conns --file "$dir/swanctl.conf" >/dev/null
  swanctl_in "$1" --load-creds --file "$dir/swanctl.conf" >/dev/null
}

swanctl_in() {
  end=$1
  shift
  STRONGSWAN_CONF=$work/swan-$end/strongswan.conf ip netns exec "bw-$end" \
    swanctl "$@" --uri "unix://$work/swan-$end/vici" 2>"$work/swan-$end/errors" || {
    status=$?
    grep -v '^opening directory' "$work/swan-$end/errors" >&2 || true
    return $status
  }
}

# $1 end: the environment of strongswan-ppk.sh for it
ppk_of() {
  dir=$work/swan-$1
  end=$1
  shift
  STRONGSWAN_CONF=$dir/strongswan.conf SWANCTL_DIR=$dir \
    SWANCTL_OPTIONS="--uri unix://$dir/vici --file $dir/swanctl.conf" "as_$end" "$here/strongswan-ppk.sh" "$@" 2>"$dir/errors"
}

strongswan() {
  strongswan_end alice 192.0.2.1 192.0.2.2 bob
  strongswan_end bob 192.0.2.2 192.0.2.1 alice
  id=$(ppk_of alice enc app-bob)
  echo "strongSwan: PPK $id at Alice's end only; the exchange must fail:"
  if swanctl_in alice --initiate --ike bellwether --timeout 10 >"$work/initiate" 2>&1; then
    echo "  it did not" >&2
    exit 1
  fi
  grep 'AUTH_FAILED\|PPK required' "$work/initiate"
  ppk_of bob dec app-alice "$id" >/dev/null
  swanctl_in alice --initiate --ike bellwether --timeout 20 >"$work/initiate"
  grep 'using PPK' "$work/initiate"
  swanctl_in alice --list-sas >"$work/sas"
  grep 'ESTABLISHED' "$work/sas"
  echo "strongSwan: IKE SA up with PPK $id; every CHILD_SA takes its keys from it"
}

case $what in
  wireguard) wireguard ;;
  strongswan) strongswan ;;
  both)
    wireguard
    strongswan
    ;;
  *) exit 64 ;;
esac
