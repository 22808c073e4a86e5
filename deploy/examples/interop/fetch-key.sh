#!/bin/sh
# Fetches one 256-bit key as an application (ETSI GS QKD 014), with curl alone.
#   fetch-key.sh enc SLAVE_SAE            a new key, for oneself and SLAVE_SAE
#   fetch-key.sh dec MASTER_SAE KEY_ID    the key that MASTER_SAE was given under KEY_ID
# Writes two lines: the key's id and the key in base64. The environment says where and as whom:
#   KME  https://HOST:PORT   CERT, KEY  this application's certificate and key   CA  the KME's authority
set -eu

: "${KME:?set KME to https://HOST:PORT}" "${CERT:?set CERT}" "${KEY:?set KEY}" "${CA:?set CA}"

case "${1:-}-$#" in
  enc-2) path="$2/enc_keys?size=256" ;;
  dec-3) path="$2/dec_keys?key_ID=$3" ;;
  *)
    sed -n '2,6s/^# //p' "$0" >&2
    exit 64
    ;;
esac

answer=$(curl --silent --show-error --fail-with-body --max-time 30 --cacert "$CA" --cert "$CERT" --key "$KEY" "$KME/api/v1/keys/$path") || {
  # an error's body is a message, never a key
  echo "fetch-key: $KME: $answer" >&2
  exit 75
}
id=$(printf %s "$answer" | sed -n 's/.*"key_ID" *: *"\([0-9a-fA-F-]\{36\}\)".*/\1/p')
key=$(printf %s "$answer" | sed -n 's/.*"key" *: *"\([A-Za-z0-9+\/=]\{44\}\)".*/\1/p')
if [ -z "$id" ] || [ -z "$key" ]; then
  echo "fetch-key: $KME answered no 256-bit key" >&2
  exit 70
fi
printf '%s\n%s\n' "$id" "$key"
