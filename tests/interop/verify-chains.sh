#!/usr/bin/env bash
# Verifies a chain of each kind that the cmdlets can make with whatever verifiers this machine has: OpenSSL (-x509_strict), .NET, GnuTLS
# (certtool), NSS (vfychain), Java (PKIX), Go (crypto/x509), Mbed TLS and strongSwan (pki). Then it holds them to what chains/clients.tsv
# says of the shapes that they differ on: links singly and both, a foreign root before and behind, limits of names and policies. Needs a
# build (or a module that TRSTCTL_MODULE names), and openssl, which also plays the CAs elsewhere.
#
#   tests/interop/verify-chains.sh
#
# Debian has them in openssl, gnutls-bin, libnss3-tools, openjdk-17-jdk-headless, golang-go, libmbedtls-dev with gcc, and
# strongswan-pki with libstrongswan-standard-plugins. A verifier that is missing is skipped, and the first lines say so. The last line is
# "chains: N verified, M failed"; the exit code is 0 only if M is 0.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v openssl >/dev/null || { echo "skipped: needs openssl"; echo "chains: 0 verified, 0 failed"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here" && dotnet tool restore >/dev/null || { echo "chains: PowerShell was not restored"; exit 1; }
run_script() { dotnet tool run pwsh -- -NoProfile -NonInteractive -File "$@" </dev/null; }

# Shapes are verified with the usual rules: -x509_strict asks for more than other programs do.
strict="-x509_strict -check_ss_sig"
with_openssl() {
    local between=()
    [ -s "$1/between.pem" ] && between=(-untrusted "$1/between.pem")
    # shellcheck disable=SC2086 # two options
    openssl verify $strict -CAfile "$1/root.pem" "${between[@]}" "$1/target.pem"
}
with_dotnet() { run_script "$here/chains/verify.ps1" "$1"; }
with_gnutls() {
    cat "$1/target.pem" "$1/between.pem" >"$1/path.pem"
    certtool --verify --load-ca-certificate "$1/root.pem" --infile "$1/path.pem"
}

# The issuers, each in a file of its own.
split_issuers() {
    rm -rf "$1/parts" && mkdir "$1/parts"
    csplit -s -z -f "$1/parts/part" "$1/between.pem" '/-----BEGIN/' '{*}' 2>/dev/null
}

# 11 is any CA, 1 a TLS server.
usage=11
with_nss() {
    rm -rf "$1/nss" && mkdir "$1/nss" && certutil -N -d "$1/nss" --empty-password &&
        certutil -A -d "$1/nss" -n root -t CT,C,C -i "$1/root.pem" || return 1
    split_issuers "$1"
    vfychain -d "$1/nss" -pp -u "$usage" -a "$1/target.pem" $(ls "$1"/parts/part* 2>/dev/null)
}
with_java() { java -cp "$work/java" VerifyChain "$1"; }
with_go() { "$work/verify-go" "$1"; }
with_mbedtls() { "$work/verify-mbedtls" "$1"; }

# It takes self-signed certificates among these as anchors, and no others.
with_strongswan() {
    split_issuers "$1"
    local issuers=() part
    for part in "$1"/parts/part*; do [ -e "$part" ] && issuers+=(--cacert "$part"); done
    pki --verify --in "$1/target.pem" --cacert "$1/root.pem" "${issuers[@]}"
}
with_trstctl() { [ "$(cat "$1/ours")" = good ]; }

verifiers=(openssl dotnet)
command -v certtool >/dev/null && verifiers+=(gnutls) || echo "skipped: needs certtool"
command -v vfychain >/dev/null && command -v certutil >/dev/null && verifiers+=(nss) || echo "skipped: needs vfychain and certutil"
if command -v javac >/dev/null && javac -d "$work/java" "$here/chains/VerifyChain.java"; then
    verifiers+=(java)
else
    echo "skipped: needs javac"
fi
if command -v go >/dev/null && GOCACHE="$work/go" GO111MODULE=off go build -o "$work/verify-go" "$here/chains/VerifyChain.go"; then
    verifiers+=(go)
else
    echo "skipped: needs go"
fi
if command -v cc >/dev/null && cc -o "$work/verify-mbedtls" "$here/chains/verify-chain.c" -lmbedx509 -lmbedcrypto 2>/dev/null; then
    verifiers+=(mbedtls)
else
    echo "skipped: needs cc and Mbed TLS"
fi
if command -v pki >/dev/null && pki --help 2>&1 | grep -q 'loaded plugins.* openssl'; then
    verifiers+=(strongswan)
else
    echo "skipped: needs strongSwan's pki with its openssl plugin"
fi
echo "present: ${verifiers[*]}"

run_script "$here/chains/make-chains.ps1" "$work/made" || { echo "chains: the chains could not be made"; exit 1; }
verified=0
failed=0

# A verifier that accepts anything would be no use: each must refuse a chain under the wrong root.
cp -r "$work/made/adopted" "$work/wrong"
cp "$work/made/root-RSA-3072/root.pem" "$work/wrong/root.pem"
for verifier in "${verifiers[@]}"; do
    if "with_$verifier" "$work/wrong" >/dev/null 2>&1; then
        failed=$((failed + 1))
        echo "FAILED: $verifier accepts a chain under the wrong root"
    else
        verified=$((verified + 1))
    fi
done

while read -r name; do
    for verifier in "${verifiers[@]}"; do
        # Limits of names of every form: clients.tsv says who cannot.
        case "$name $verifier" in 'constrained go' | 'constrained mbedtls' | 'constrained strongswan') continue ;; esac
        if output=$("with_$verifier" "$work/made/$name" 2>&1); then
            verified=$((verified + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: $name with $verifier"
            echo "$output" | tail -20
        fi
    done
done <"$work/made/cases.txt"

# What clients differ on.
strict=""
usage=1
run_script "$here/chains/make-shapes.ps1" "$work/shapes" || { echo "chains: the shapes could not be made"; exit 1; }
while IFS=$'\t' read -r shape right otherwise; do
    case "$shape" in '#'*) continue ;; esac
    for verifier in "${verifiers[@]}" trstctl; do
        expected=$right
        case " $otherwise " in *" $verifier "*) [ "$right" = good ] && expected=bad || expected=good ;; esac
        if output=$("with_$verifier" "$work/shapes/$shape" 2>&1); then said=good; else said=bad; fi
        if [ "$said" = "$expected" ]; then
            verified=$((verified + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: $verifier calls $shape $said"
            echo "$output" | tail -20
        fi
    done
done <"$here/chains/clients.tsv"
echo "chains: $verified verified, $failed failed"
[ "$failed" -eq 0 ]
