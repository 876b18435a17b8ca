// node verify.mjs certificate.der issuer.der
// Exits with 0 if the certificate's signature verifies under the issuer's key, and does not once a bit of it is changed.
import { readFileSync } from 'node:fs';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import * as slh from '@noble/post-quantum/slh-dsa.js';

// RFC 9881 2 and RFC 9909 3: the last arc below 2.16.840.1.101.3.4.3.
const algorithms = new Map([
  [17, ['ML-DSA-44', ml_dsa44]],
  [18, ['ML-DSA-65', ml_dsa65]],
  [19, ['ML-DSA-87', ml_dsa87]],
]);
['sha2', 'shake'].forEach((hash, h) => ['128s', '128f', '192s', '192f', '256s', '256f'].forEach((set, i) =>
  algorithms.set(20 + 6 * h + i, [`SLH-DSA-${hash.toUpperCase()}-${set}`, slh[`slh_dsa_${hash}_${set}`]])));

// The AlgorithmIdentifier without parameters, as both RFCs demand; the last octet is the arc.
const identifier = [0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03];

const fail = (reason) => {
  console.error(`${process.argv[2]}: ${reason}`);
  process.exit(1);
};

// A DER element: where it begins, its content, and the elements within.
function element(bytes, start = 0) {
  let [length, content] = [bytes[start + 1], start + 2];
  if (length >= 0x80) {
    const digits = length & 0x7f;
    length = bytes.subarray(content, content + digits).reduce((sum, digit) => sum * 256 + digit, 0);
    content += digits;
  }
  const end = content + length;
  if (!(end <= bytes.length)) fail('it is cut');
  return {
    tag: bytes[start],
    end,
    whole: bytes.subarray(start, end),
    content: bytes.subarray(content, end),
    get children() {
      const found = [];
      for (let next = content; next < end; next = found.at(-1).end) found.push(element(bytes, next));
      return found;
    },
  };
}

function arc(algorithm, what) {
  const bytes = algorithm.whole;
  if (bytes.length !== 13 || identifier.some((octet, i) => bytes[i] !== octet) || !algorithms.has(bytes[12])) {
    fail(`${what} is neither ML-DSA nor SLH-DSA, or has parameters: ${Buffer.from(bytes).toString('hex')}`);
  }
  return bytes[12];
}

function bits(string) {
  if (string.tag !== 3 || string.content[0] !== 0) fail('a bit string is not of whole octets');
  return string.content.subarray(1);
}

function parts(file) {
  const bytes = new Uint8Array(readFileSync(file));
  const certificate = element(bytes);
  if (certificate.end !== bytes.length) fail(`bytes follow the certificate in ${file}`);
  const [tbs, algorithm, signature] = certificate.children;
  const fields = tbs.children.slice(tbs.children[0].tag === 0xa0 ? 1 : 0);
  return { tbs, algorithm, inner: fields[1], issuer: fields[2], subject: fields[4], spki: fields[5], signature };
}

const same = (one, other) => Buffer.compare(one.whole, other.whole) === 0;
const certificate = parts(process.argv[2]);
const issuer = parts(process.argv[3]);
if (!same(certificate.issuer, issuer.subject)) fail('the issuer has another name');
if (!same(certificate.algorithm, certificate.inner)) fail('its two signature algorithms differ');

const [keyAlgorithm, key] = issuer.spki.children;
const used = arc(certificate.algorithm, 'its signature algorithm');
if (used !== arc(keyAlgorithm, "the issuer's key")) fail("its signature is not of the kind of the issuer's key");

const [name, scheme] = algorithms.get(used);
const signature = bits(certificate.signature);
if (!scheme.verify(signature, certificate.tbs.whole, bits(key))) fail(`its ${name} signature does not verify`);

const altered = Uint8Array.from(certificate.tbs.whole);
altered[altered.length - 1] ^= 1;
if (scheme.verify(signature, altered, bits(key))) fail(`its ${name} signature verifies whatever it stands for`);
console.log(`${process.argv[2]}: ${name}, a signature of ${signature.length} octets verifies`);
