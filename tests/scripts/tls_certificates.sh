# shellcheck shell=bash
# Certificates made on the spot, in the current folder: NAME.crt with its private key NAME.key; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

yesterday=$(date -u -d yesterday +%Y%m%d%H%M%SZ)
tomorrow=$(date -u -d tomorrow +%Y%m%d%H%M%SZ)
next_year=$(date -u -d '+1 year' +%Y%m%d%H%M%SZ)
last_year=$(date -u -d '-1 year' +%Y%m%d%H%M%SZ)

write_openssl_conf()
{
    [ ! -f openssl.conf ] || return 0
    cat > openssl.conf << END
[ca]
default_ca = any_authority
[any_authority]
database = issued
new_certs_dir = .
default_md = sha256
policy = any_subject
rand_serial = yes
unique_subject = no
[any_subject]
commonName = supplied
END
    : > issued
}

digest=sha256 # of the signatures
subject=      # the common name, in place of the certificate's own

# certificate NAME ISSUER EXTENSIONS [START END]: one that is its own issuer is self-signed. \n parts the extensions. A
# key that is there already is used. A new one is RSA: Wine 8.0 takes one in a hundred good ECDSA signatures, those with
# a short number, for a bad one.
certificate()
{
    local name=$1 issuer=$2 sign=(-cert "$2.crt")
    [ "$name" != "$issuer" ] || sign=(-selfsign)
    write_openssl_conf
    printf '%b\n' "$3" > "$name.extensions"
    [ -f "$name.key" ] || openssl genrsa -out "$name.key" 2048
    openssl req -config openssl.conf -new -subj "/CN=${subject:-$name}" -key "$name.key" -out "$name.request"
    openssl ca -config openssl.conf -batch -notext -md "$digest" "${sign[@]}" -keyfile "$issuer.key" \
        -extfile "$name.extensions" \
        -startdate "${4:-$yesterday}" -enddate "${5:-$next_year}" -in "$name.request" -out "$name.crt"
}

# authority NAME ISSUER [EXTENSIONS]
authority()
{
    certificate "$1" "$2" "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n${3:-}"
}

# server_certificate NAME ISSUER HOSTS [START END]: HOSTS as in DNS:localhost,IP:127.0.0.1
server_certificate()
{
    certificate "$1" "$2" "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=$3" "${@:4}"
}

# trust_authority NAME: makes it a trusted root of the Wine prefix. What is written is a serialized certificate store
# element: type (32, a certificate), encoding (1, X.509) and length, each in 32 bits, then the certificate.
trust_authority()
{
    local certificate fingerprint size
    certificate=$(openssl x509 -in "$1.crt" -outform DER | od -An -v -tx1 | tr -d ' \n')
    fingerprint=$(openssl x509 -in "$1.crt" -noout -fingerprint -sha1)
    size=$(printf %08x $((${#certificate} / 2)) | sed 's/\(..\)\(..\)\(..\)\(..\)/\4\3\2\1/')
    fingerprint=${fingerprint#*=}
    "$WINE" reg add "HKCU\\Software\\Microsoft\\SystemCertificates\\Root\\Certificates\\${fingerprint//:/}" \
        /v Blob /t REG_BINARY /d "2000000001000000$size$certificate" /f
}
