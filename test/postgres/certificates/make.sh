#!/bin/sh
# Makes the certificates of the TLS tests anew. They protect nothing: the keys are public, here.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index"
cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = test
[test]
database = $work/index
new_certs_dir = $work
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
CNF

# Begin, end, file, subject, then extensions; $signer is "-selfsign -keyfile X" or "-cert X -keyfile Y".
certificate() {
  from=$1 until=$2 file=$3 subject=$4 extensions=$5
  openssl ecparam -name prime256v1 -genkey -noout -out "$file.key"
  openssl req -new -key "$file.key" -subj "/CN=$subject" -out "$work/request"
  printf '%b\n' "$extensions" > "$work/extensions"
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config "$work/ca.cnf" -in "$work/request" -out "$file.crt" \
    -startdate "$from" -enddate "$until" -extfile "$work/extensions" ${signer:--selfsign -keyfile $file.key}
}
begin=20200101000000Z end=21200101000000Z
authority='basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash'
local='subjectAltName=DNS:localhost,IP:127.0.0.1'

signer=
certificate $begin $end authority "dbfirst test authority" "$authority"
certificate $begin $end stranger "another authority" "$authority"
certificate $begin $end self-signed localhost "$local"
signer='-cert authority.crt -keyfile authority.key'
certificate $begin $end server localhost "$local"
certificate $begin 20210101000000Z expired localhost "$local"
certificate $begin $end elsewhere db.example.org "subjectAltName=DNS:db.example.org"
certificate $begin $end client cert_user "extendedKeyUsage=clientAuth"
rm authority.key stranger.key
chmod 600 ./*.key
