/** Compares the weaknesses that certvigil finds with rocacheck in Go and a model in Python, and the digests of keys with OpenSSL. */

import { hash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { hasClosePrimes } from '../../src/certificate/weak-keys/close-primes.ts';
import { findRsaWeaknesses } from '../../src/certificate/weak-keys/find-weaknesses.ts';
import { isRocaModulus } from '../../src/certificate/weak-keys/roca.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import { buildCertificate, pem } from '../helpers/certificates.ts';
import { makeCloseModulus, makeGoodModulus, makeRocaModulus, makeRsaKey } from '../helpers/weak-keys.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

/** Reads a modulus a line, and prints whether it is weak. */
const GO = `package main

import (
	"bufio"
	"crypto/rsa"
	"fmt"
	"math/big"
	"os"

	"github.com/titanous/rocacheck"
)

func main() {
	file, _ := os.Open(os.Args[1])
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		n, _ := new(big.Int).SetString(lines.Text(), 16)
		fmt.Println(rocacheck.IsWeak(&rsa.PublicKey{N: n, E: 65537}))
	}
}
`;

/** Fermat's method, and the discrete logarithm as one number that has to fit all primes. */
const PYTHON = `
import sys
from math import gcd, isqrt

PRIMES = [p for p in range(3, 168) if all(p % d for d in range(2, p))]

def is_close(n):
    a = isqrt(n - 1) + 1
    return any(isqrt(x * x - n) ** 2 == x * x - n for x in range(a, a + 100))

def is_roca(n):
    exponent, order = 0, 1
    for p in PRIMES:
        powers = [1]
        while powers[-1] * 65537 % p != 1: powers.append(powers[-1] * 65537 % p)
        size = len(powers)
        fitting = [e for e in (exponent + k * order for k in range(size)) if powers[e % size] == n % p]
        if not fitting: return False
        exponent, order = fitting[0], order * size // gcd(order, size)
    return True

def smallest_factor(n):
    return next((d for d in range(2, 752) if n % d == 0), 0)

for line in open(sys.argv[1]):
    n = int(line, 16)
    print(is_roca(n), is_close(n) if n % 2 else False, smallest_factor(n))
`;

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
const makeNumber = (bits: number) => BigInt(`0x${randomBytes(bits / 8).toString('hex')}`) | (1n << BigInt(bits - 1));

/** Moduli with and without weaknesses, and numbers that resemble them. */
const MODULI: readonly bigint[] = [
  ...times(3000, (index) => makeNumber(256 + 8 * (index % 200))),
  ...times(300, (index) => makeRocaModulus(index % 10 === 0 ? 2048 : 512)),
  ...times(100, () => makeRocaModulus(512) + 2n),
  ...times(200, (index) => makeCloseModulus(512, 1n << BigInt(index))),
  ...times(500, () => makeGoodModulus(512)),
];

describeReal('weak keys', { programs: ['go', 'python3', 'openssl'] }, (go, python, openssl) => {
  const directory = makeDirectory();
  afterAll(() => removeDirectory(directory));
  const list = join(directory, 'moduli');
  writeFileSync(list, MODULI.map((modulus) => modulus.toString(16)).join('\n'));
  const readLines = (output: Buffer) => output.toString().trim().split('\n');

  it('have the ROCA weakness if rocacheck says so', async () => {
    writeFileSync(join(directory, 'main.go'), GO);
    const env = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(directory, 'cache'), GOFLAGS: '' };
    const output = await runProgram(go, ['run', 'main.go', list], { cwd: directory, env });
    const expected = readLines(output).map((line) => line === 'true');
    expect(expected.filter((isWeak) => isWeak).length).toBeGreaterThanOrEqual(300);
    expect(MODULI.map(isRocaModulus)).toEqual(expected);
  });

  it('are those that the model finds', async () => {
    writeFileSync(join(directory, 'model.py'), PYTHON);
    const output = await runProgram(python, ['model.py', list], { cwd: directory });
    const found = MODULI.map((modulus) => {
      const weaknesses = findRsaWeaknesses({ modulus, exponent: 65_537n });
      const factor = weaknesses.flatMap((one) => (one.kind === 'small-factor' ? one.factor : []))[0] ?? 0;
      const isClose = modulus % 2n === 1n && hasClosePrimes(modulus);
      const isRoca = weaknesses.some(({ kind }) => kind === 'roca');
      return [isRoca ? 'True' : 'False', isClose ? 'True' : 'False', factor].join(' ');
    });
    expect(found).toEqual(readLines(output));
  });

  it('are listed by the digests that OpenSSL prints', async () => {
    const run = async (args: readonly string[], input: string | Buffer) => runProgram(openssl, args, { input });
    // A modulus of 1021 bits has an odd number of hex digits.
    for (const modulus of [makeGoodModulus(1024), makeNumber(1024) >> 3n, makeNumber(2048), makeRocaModulus(512)]) {
      const bytes = buildCertificate({ key: makeRsaKey(modulus) });
      const printed = await run(['x509', '-noout', '-modulus'], pem(bytes));
      const publicKey = await run(['x509', '-noout', '-pubkey'], pem(bytes));
      const key = await run(['pkey', '-pubin', '-outform', 'DER'], publicKey);
      const ids = [hash('sha256', key, 'hex'), hash('sha1', printed, 'hex').slice(20)];
      expect(readPolicyFields(bytes, ['key_ids'])?.key_ids).toEqual(ids);
    }
  });

  it('are not among good keys', () => {
    for (const modulus of times(2000, () => makeGoodModulus(512)))
      expect(findRsaWeaknesses({ modulus, exponent: 65_537n })).toEqual([]);
  });
});
