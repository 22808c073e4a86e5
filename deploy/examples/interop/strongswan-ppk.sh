#!/bin/sh
# Gives strongSwan a post-quantum pre-shared key (PPK, RFC 8784) from Bellwether.
#   strongswan-ppk.sh enc SLAVE_SAE              at the initiator; prints the key's id, which is the PPK's id
#   strongswan-ppk.sh dec MASTER_SAE KEY_ID      at the responder, with that id
# The PPK is written to $SWANCTL_DIR/conf.d/ppk.conf (mode 600; SWANCTL_DIR is /etc/swanctl by default), replacing the
# one before, and loaded. The initiator's connection includes conf.d/ppk-id for `ppk_id`; both ends should have
# `ppk_required = yes`. Further options for swanctl: SWANCTL_OPTIONS. The rest of the environment is that of fetch-key.sh.
set -eu
here=$(dirname "$(readlink -f "$0")")
conf=${SWANCTL_DIR:-/etc/swanctl}/conf.d

case "${1:-}-$#" in
  enc-2 | dec-3) ;;
  *)
    sed -n '2,7s/^# //p' "$0" >&2
    exit 64
    ;;
esac

umask 077
pair=$("$here/fetch-key.sh" "$@")
id=$(printf '%s\n' "$pair" | sed -n 1p)
key=$(printf '%s\n' "$pair" | sed -n 2p)
mkdir -p "$conf"
cat >"$conf/ppk.conf.new" <<END
secrets {
  ppk-bellwether {
    id = $id
    secret = 0s$key
  }
}
END
mv "$conf/ppk.conf.new" "$conf/ppk.conf"
printf 'ppk_id = %s\n' "$id" >"$conf/ppk-id.new"
mv "$conf/ppk-id.new" "$conf/ppk-id"
# shellcheck disable=SC2086  # a list of options
swanctl --load-creds --clear ${SWANCTL_OPTIONS:-} >/dev/null
if [ "$1" = enc ]; then
  # shellcheck disable=SC2086
  swanctl --load-conns ${SWANCTL_OPTIONS:-} >/dev/null
fi
printf '%s\n' "$id"
