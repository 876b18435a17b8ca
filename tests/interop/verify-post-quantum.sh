#!/usr/bin/env bash
# Verifies post-quantum certificates with an implementation that is not ours: @noble/post-quantum on Node.
#
#   tests/interop/verify-post-quantum.sh                             makes certificates of every algorithm first (after a build)
#   tests/interop/verify-post-quantum.sh CERT ISSUER [CERT ISSUER]   verifies these DER files
#
# The last line is "post-quantum: N verified, M failed", or says what is missing; the exit code is 0 only if M is 0.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)

skip() {
    echo "post-quantum: skipped: $1"
    exit 0
}

command -v node >/dev/null || skip "there is no node on this machine."
command -v npm >/dev/null || skip "there is no npm on this machine."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    skip "node is $(node --version), and 20.19 or later is needed."
echo "node $(node --version), npm $(npm --version)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/post-quantum/{package.json,package-lock.json,verify.mjs} "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || { echo "post-quantum: npm ci failed"; exit 1; }
echo "@noble/post-quantum $(node -p "require('$work/node_modules/@noble/post-quantum/package.json').version")"

verified=0
failed=0
verify() {
    if (cd "$work" && node verify.mjs "$1" "$2"); then
        verified=$((verified + 1))
    else
        failed=$((failed + 1))
    fi
}

if [ "$#" -eq 0 ]; then
    command -v dotnet >/dev/null || skip "there is no dotnet on this machine to make certificates with."
    echo "certificates of every algorithm, made through the cmdlets:"
    (cd "$here" && dotnet tool restore >/dev/null &&
        dotnet tool run pwsh -- -NoProfile -NonInteractive -File "$here/post-quantum/make-certificates.ps1" "$work/made" </dev/null) ||
        { echo "post-quantum: the certificates could not be made"; exit 1; }
    while read -r certificate issuer; do
        verify "made/$certificate" "made/$issuer"
    done <"$work/made/pairs.txt"
else
    while [ "$#" -ge 2 ]; do
        verify "$(realpath "$1")" "$(realpath "$2")"
        shift 2
    done
    [ "$#" -eq 0 ] || { echo "$1 has no issuer beside it"; failed=$((failed + 1)); }
fi

echo "post-quantum: $verified verified, $failed failed"
[ "$failed" -eq 0 ]
