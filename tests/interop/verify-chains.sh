#!/usr/bin/env bash
# Verifies a chain of each kind that the cmdlets can make with whatever verifiers this machine has: OpenSSL (-x509_strict), .NET, GnuTLS
# (certtool), NSS (vfychain) and Java (PKIX). Needs a build (or a module that TRSTCTL_MODULE names), and openssl, which also plays the
# CAs elsewhere.
#
#   tests/interop/verify-chains.sh
#
# A verifier that is missing is skipped, and the first lines say so. The last line is "chains: N verified, M failed"; the exit code
# is 0 only if M is 0.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
command -v openssl >/dev/null || { echo "skipped: needs openssl"; echo "chains: 0 verified, 0 failed"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here" && dotnet tool restore >/dev/null || { echo "chains: PowerShell was not restored"; exit 1; }
run_script() { dotnet tool run pwsh -- -NoProfile -NonInteractive -File "$@" </dev/null; }

with_openssl() {
    local between=()
    [ -s "$1/between.pem" ] && between=(-untrusted "$1/between.pem")
    openssl verify -x509_strict -check_ss_sig -CAfile "$1/root.pem" "${between[@]}" "$1/target.pem"
}
with_dotnet() { run_script "$here/chains/verify.ps1" "$1"; }
with_gnutls() {
    cat "$1/target.pem" "$1/between.pem" >"$1/path.pem"
    certtool --verify --load-ca-certificate "$1/root.pem" --infile "$1/path.pem"
}
with_nss() {
    rm -rf "$1/nss" && mkdir "$1/nss" && certutil -N -d "$1/nss" --empty-password &&
        certutil -A -d "$1/nss" -n root -t CT,C,C -i "$1/root.pem" || return 1
    # The issuers and the target, each in a file of its own; -u 11 is any CA.
    csplit -s -z -f "$1/nss/part" "$1/between.pem" '/-----BEGIN/' '{*}' 2>/dev/null
    vfychain -d "$1/nss" -pp -u 11 -a "$1/target.pem" $(ls "$1"/nss/part* 2>/dev/null)
}
with_java() { java -cp "$work/java" VerifyChain "$1"; }

verifiers=(openssl dotnet)
command -v certtool >/dev/null && verifiers+=(gnutls) || echo "skipped: needs certtool"
command -v vfychain >/dev/null && command -v certutil >/dev/null && verifiers+=(nss) || echo "skipped: needs vfychain and certutil"
if command -v javac >/dev/null && javac -d "$work/java" "$here/chains/VerifyChain.java"; then
    verifiers+=(java)
else
    echo "skipped: needs javac"
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
        if output=$("with_$verifier" "$work/made/$name" 2>&1); then
            verified=$((verified + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: $name with $verifier"
            echo "$output" | tail -20
        fi
    done
done <"$work/made/cases.txt"
echo "chains: $verified verified, $failed failed"
[ "$failed" -eq 0 ]
