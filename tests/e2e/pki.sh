# Certificates for tests, made by openssl in the current folder. A test sources this.
# shellcheck shell=bash

# make_authority NAME: NAME.pem and NAME.key, a certificate that signs others, and itself.
make_authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
    -keyout "$1.key" -out "$1.pem" 2>/dev/null
}

# issue NAME AUTHORITY ALTERNATIVE_NAMES PURPOSE: NAME.pem and NAME.key; PURPOSE is serverAuth or clientAuth.
issue() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" \
    -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 2 -out "$1.pem" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$3" "$4") 2>/dev/null
}
