# shellcheck shell=bash
# The cases of certificates.test; sourced, not run.
# SPDX-License-Identifier: LGPL-2.1-or-later

declare -A port
declare -a servers

# case | the server, named after its certificate | the host that is asked for | what the page calls it
certificate_cases='
right|right|localhost|right
chained|chained|localhost|right, of an authority that the server sends along
wildcard|wildcard|a.wild.localhost|wildcard: `*.wild.localhost`, asked for `a.wild.localhost`
address|address|127.0.0.1|an IP address, asked for that address
common_name|common_name|localhost|name in the subject only
tls_1_3|tls_1_3|localhost|right, from a server that has TLS 1.3 only
tls_1_2|tls_1_2|localhost|right, from a server that has TLS 1.2 only
tls_1_1|tls_1_1|localhost|right, from a server that has TLS 1.1 only
tls_1_0|tls_1_0|localhost|right, from a server that has TLS 1.0 only
ecdsa|ecdsa|localhost|right, with an ECDSA key
expired|expired|localhost|expired
not_yet_valid|not_yet_valid|localhost|not yet valid
expired_authority|expired_authority|localhost|of an authority that has expired
other_name|other_name|localhost|wrong host
wildcard_parent|wildcard|wild.localhost|wildcard: `*.wild.localhost`, asked for `wild.localhost`
wildcard_deeper|wildcard|a.b.wild.localhost|wildcard: `*.wild.localhost`, asked for `a.b.wild.localhost`
wildcard_all|wildcard_all|localhost|wildcard: `*`, asked for `localhost`
nul_in_name|nul_in_name|localhost|a name with a NUL in it: `localhost\0.example`
other_address|other_address|127.0.0.1|wrong IP address
address_as_name|address_as_name|127.0.0.1|an IP address as a host name
self_signed|self_signed|localhost|self-signed
unknown_authority|unknown_authority|localhost|unknown root
missing_intermediate|missing_intermediate|localhost|missing intermediate
for_clients|for_clients|localhost|wrong usage: for clients
authority_for_clients|from_authority_for_clients|localhost|of an authority for clients
from_server|from_server|localhost|of a server, which is no authority
altered|altered|localhost|altered, so that the signature is wrong
too_deep|too_deep|localhost|of an authority below one that may have none (path length)
not_permitted|not_permitted|localhost|of an authority for other names (name constraints)
critical|critical|localhost|with a critical extension that nobody knows
md5|md5|localhost|MD5 signature
sha1|sha1|localhost|SHA-1 signature
sha1_authority|from_sha1_authority|localhost|of an authority with a SHA-1 signature
rsa_1024|rsa_1024|localhost|RSA key of 1024 bits
weak_root|from_weak_root|localhost|of a trusted root with an RSA key of 1024 bits
revoked|revoked|localhost|revoked
revoked_authority|from_revoked_authority|localhost|of an authority that is revoked
forged_list|forged_list|localhost|revoked; the list is forged
old_list|old_list|localhost|revoked; the list is an old one
other_list|other_list|localhost|revoked; the list is another authority'"'"'s
weak_list|weak_list|localhost|revoked; the list has a SHA-1 signature
authority_list|authority_list|localhost|revoked; the list is about authorities only
missing_list|missing_list|localhost|the list is not there
closed_list|closed_list|localhost|the server of the list is not there
silent_list|silent_list|localhost|the server of the list never answers
no_list|no_list|localhost|neither a list nor a responder is named
ocsp_good|ocsp_good|localhost|right; no list, the responder (OCSP) says so
ocsp_delegate|ocsp_delegate|localhost|right; no list, somebody whom the authority has authorized says so
ocsp_revoked|ocsp_revoked|localhost|revoked; no list, the responder says so
ocsp_forged|ocsp_forged|localhost|no list; the answer has the signature of a server
ocsp_old|ocsp_old|localhost|no list; the answer is an old one
ocsp_endless|ocsp_endless|localhost|no list; the answer does not say how long it is true
ocsp_unknown|ocsp_unknown|localhost|no list; the responder does not know the certificate
'
grep . <<< "$certificate_cases" > "$work/cases"
mapfile -t servers < <(cut -d '|' -f 2 "$work/cases" | sort -u)

list_url()
{
    echo "http://127.0.0.1:$list_port/$1.crl"
}

# leaf NAME ISSUER EXTENSIONS [START END]: a server's certificate. All have the same key, unless there is another one.
leaf()
{
    [ -f "$1.key" ] || cp server.key "$1.key"
    certificate "$1" "$2" "basicConstraints=CA:FALSE\n$3" "${@:4}"
}

# good_leaf NAME ISSUER NAMES [LIST [START END]]: the list of revoked certificates is the issuer's unless it is named.
good_leaf()
{
    leaf "$1" "$2" "extendedKeyUsage=serverAuth\nsubjectAltName=$3\ncrlDistributionPoints=URI:${4:-$(list_url "$2")}" \
        "${@:5}"
}

# altered_certificate NAME ORIGINAL: the same but for one bit of the signature.
altered_certificate()
{
    local size last
    cp "$2.key" "$1.key"
    openssl x509 -in "$2.crt" -outform DER -out "$1.der"
    size=$(stat -c %s "$1.der")
    last=$(tail -c 1 "$1.der" | od -An -tu1)
    printf '%b' "\\0$(printf %o $((last ^ 1)))" | dd of="$1.der" bs=1 seek=$((size - 1)) conv=notrunc status=none
    openssl x509 -in "$1.der" -inform DER -out "$1.crt"
}

# middle NAME [EXTENSIONS]: an authority of the root's, or of $issuer. All have the same key.
middle()
{
    cp middle.key "$1.key"
    authority "$1" "${issuer:-root}" "crlDistributionPoints=URI:$(list_url "${issuer:-root}")\n${2:-}"
}

# list NAME AUTHORITY [OPTION...]: the list of revoked certificates, as it is now.
list()
{
    openssl ca -config openssl.conf -gencrl -cert "$2.crt" -keyfile "$2.key" -crldays 30 -md "$digest" "${@:3}" \
        -out "$1.pem"
    openssl crl -in "$1.pem" -outform DER -out "lists/$1.crl"
}

revoke()
{
    openssl ca -config openssl.conf -revoke "$1.crt" -cert root.crt -keyfile root.key
}

make_authorities()
{
    authority root root
    authority unknown unknown
    subject=root authority impostor impostor
    openssl genrsa -out weak_root.key 1024
    authority weak_root weak_root
    middle intermediate
    middle authority_for_clients extendedKeyUsage=clientAuth
    middle revoked_authority
    middle limited_authority 'nameConstraints=permitted;DNS:example'
    digest=sha1 middle sha1_authority
    certificate last_authority root \
        "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=keyCertSign,cRLSign\ncrlDistributionPoints=URI:$(list_url root)"
    issuer=last_authority middle deep_authority
    certificate past_authority root \
        "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\ncrlDistributionPoints=URI:$(list_url root)" \
        "$last_year" "$yesterday"
}

make_names()
{
    local name
    good_leaf right root DNS:localhost
    for name in tls_1_3 tls_1_2 tls_1_1 tls_1_0; do
        good_leaf "$name" root DNS:localhost
    done
    good_leaf chained intermediate DNS:localhost
    good_leaf wildcard root 'DNS:*.wild.localhost'
    good_leaf wildcard_all root 'DNS:*'
    good_leaf address root IP:127.0.0.1
    subject=localhost leaf common_name root \
        "extendedKeyUsage=serverAuth\ncrlDistributionPoints=URI:$(list_url root)"
    openssl ecparam -name prime256v1 -genkey -noout -out ecdsa.key
    good_leaf ecdsa root DNS:localhost
    good_leaf other_name root DNS:localhost.example
    good_leaf nul_in_name root "DER:30:14:82:12$(printf 'localhost\0.example' | od -An -v -w32 -tx1 | tr ' ' :)"
    good_leaf other_address root IP:127.0.0.2
    good_leaf address_as_name root DNS:127.0.0.1
}

make_dates()
{
    good_leaf expired root DNS:localhost '' "$last_year" "$yesterday"
    good_leaf not_yet_valid root DNS:localhost '' "$tomorrow" "$next_year"
    good_leaf expired_authority past_authority DNS:localhost
}

make_issuers()
{
    good_leaf self_signed self_signed DNS:localhost
    good_leaf unknown_authority unknown DNS:localhost
    good_leaf missing_intermediate intermediate DNS:localhost
    leaf for_clients root \
        "extendedKeyUsage=clientAuth\nsubjectAltName=DNS:localhost\ncrlDistributionPoints=URI:$(list_url root)"
    good_leaf from_authority_for_clients authority_for_clients DNS:localhost
    good_leaf from_server right DNS:localhost
    altered_certificate altered right
    good_leaf too_deep deep_authority DNS:localhost
    good_leaf not_permitted limited_authority DNS:localhost
    leaf critical root "extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost
crlDistributionPoints=URI:$(list_url root)\n1.2.3.4=critical,ASN1:NULL"
}

make_weak()
{
    digest=md5 good_leaf md5 root DNS:localhost
    digest=sha1 good_leaf sha1 root DNS:localhost
    good_leaf from_sha1_authority sha1_authority DNS:localhost
    openssl genrsa -out rsa_1024.key 1024
    good_leaf rsa_1024 root DNS:localhost
    good_leaf from_weak_root weak_root DNS:localhost
}

make_revoked()
{
    local name
    good_leaf revoked root DNS:localhost
    good_leaf from_revoked_authority revoked_authority DNS:localhost
    for name in forged_list old_list other_list weak_list authority_list missing_list; do
        good_leaf "$name" root DNS:localhost "$(list_url "$name")"
    done
    good_leaf closed_list root DNS:localhost "http://127.0.0.1:$closed_port/root.crl"
    good_leaf silent_list root DNS:localhost "http://127.0.0.1:$silent_port/root.crl"
    server_certificate no_list root DNS:localhost
}

ocsp_leaf()
{
    leaf "$1" root "extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost
authorityInfoAccess=OCSP;URI:http://127.0.0.1:$list_port/ocsp/$1"
}

# ocsp_answer NAME SIGNER [OPTION...]: what the responder answers, of what it knows.
ocsp_answer()
{
    openssl ocsp -issuer root.crt -cert "$1.crt" -no_nonce -reqout "$1.ocsp"
    openssl ocsp -index known -CA root.crt -rsigner "$2.crt" -rkey "$2.key" -reqin "$1.ocsp" \
        -respout "lists/ocsp/$1.der" "${@:3}"
}

# age_answer NAME: makes an answer without certificates one of the year 2020. What is signed follows the headers of an
# octet string and of a sequence; the signature is the end.
age_answer()
{
    perl -0777 -pe 's/20\d\d(?=\d{10}Z)/2020/g' "lists/ocsp/$1.der" > aged
    perl -0777 -ne '/\x04\x82..\x30\x82..(\x30\x81(.).*)/s and print substr($1, 0, 3 + ord($2))' aged > signed
    openssl dgst -sha256 -sign root.key signed > signature
    { head -c -256 aged; cat signature; } > "lists/ocsp/$1.der"
    openssl ocsp -respin "lists/ocsp/$1.der" -issuer root.crt -cert "$1.crt" -CAfile root.crt -no_nonce |
        grep 'Response verify OK\|This Update'
}

# The last certificate is not among those that the responder knows.
make_ocsp()
{
    local name
    certificate delegate root extendedKeyUsage=OCSPSigning
    for name in good delegate revoked forged old endless; do
        ocsp_leaf "ocsp_$name"
    done
    revoke ocsp_revoked
    cp issued known
    cp issued.attr known.attr
    ocsp_leaf ocsp_unknown
    for name in good revoked unknown; do
        ocsp_answer "ocsp_$name" root -ndays 1
    done
    ocsp_answer ocsp_delegate delegate -ndays 1
    ocsp_answer ocsp_forged right -ndays 1
    ocsp_answer ocsp_old root -ndays 1 -resp_no_certs
    age_answer ocsp_old
    ocsp_answer ocsp_endless root
}

# add_issuer SERVER AUTHORITY...: the server sends their certificates along.
add_issuer()
{
    local authority
    for authority in "${@:2}"; do
        cat "$authority.crt" >> "$1.crt"
    done
}

add_issuers()
{
    add_issuer chained intermediate
    add_issuer expired_authority past_authority
    add_issuer from_authority_for_clients authority_for_clients
    add_issuer from_server right
    add_issuer too_deep deep_authority last_authority
    add_issuer not_permitted limited_authority
    add_issuer from_sha1_authority sha1_authority
    add_issuer from_revoked_authority revoked_authority
}

# Those that say nothing of the revoked certificates are made before they are revoked.
make_lists()
{
    local name
    list forged_list impostor
    list old_list root -crl_lastupdate "$last_year" -crl_nextupdate "$yesterday"
    list other_list intermediate
    digest=sha1 list weak_list root
    printf '[only_authorities]\nissuingDistributionPoint=critical,@point\n[point]\nonlyCA=TRUE\n' >> openssl.conf
    list authority_list root -crlexts only_authorities
    for name in revoked revoked_authority forged_list old_list other_list weak_list authority_list; do
        revoke "$name"
    done
    for name in root intermediate unknown weak_root authority_for_clients revoked_authority limited_authority \
        sha1_authority last_authority deep_authority past_authority; do
        list "$name" "$name"
    done
}

make_cases()
{
    openssl genrsa -out server.key 2048
    openssl genrsa -out middle.key 2048
    make_authorities
    make_names
    make_dates
    make_issuers
    make_weak
    make_revoked
    make_ocsp
    make_lists
    add_issuers
}
