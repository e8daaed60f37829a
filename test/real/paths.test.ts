import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys, type Keys } from '../../src/app/demo/create-certificate.ts';
import type { DistrustReason } from '../../src/domain/index.ts';
import { name } from '../helpers/certificates.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import {
  CLIENT_AUTH,
  type ConstraintBase,
  type LinkOptions,
  leaf,
  link,
  NOW,
  SERVER_AUTH,
  validateTrust,
} from '../helpers/paths.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

/** Of each kind: 1,000 in total. */
const COUNT = 200;
/** Another seed generates other chains. */
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);
const HOST = 'www.example.com';

interface CertificatePool {
  sent: CreatedCertificate[];
  anchors: CreatedCertificate[];
}

const permitted = (value: string): LinkOptions => ({
  constraints: { permitted: [['dns', value] satisfies ConstraintBase] },
});

/** A directory name with two relative names. */
const TWO_PARTS = name([['2.5.4.6', 19, 'DE']], [['2.5.4.10', 12, 'Example']]);

/** Faults that a CA has at random. */
const FAULTS: readonly LinkOptions[] = [
  { to: -1 },
  // It must not become valid while another path is still valid.
  { from: 1000, to: 1001 },
  { ca: false },
  { pathLength: 0 },
  { pathLength: 1 },
  { usages: x509.KeyUsageFlags.cRLSign },
  { usages: x509.KeyUsageFlags.keyCertSign },
  { purposes: [CLIENT_AUTH] },
  { purposes: [CLIENT_AUTH, SERVER_AUTH] },
  permitted('example.com'),
  permitted('example.org'),
  { constraints: { excluded: [['dns', 'www.example.com']] } },
  { constraints: { excluded: [['ip', Buffer.alloc(8)]] } },
  { constraints: { permitted: [['ip', Buffer.from([192, 0, 2, 0, 255, 255, 255, 0])]] } },
  { constraints: { excluded: [['ip', Buffer.from([192, 0, 2, 0, 255, 255, 255, 0])]] } },
  { constraints: { permitted: [['email', 'example.com']] } },
  { constraints: { excluded: [['dns', 'com']] } },
  permitted('.example.com'),
  permitted('.www.example.com'),
  { constraints: { excluded: [['dns', '.example.com']] } },
  { constraints: { excluded: [['dns', '.www.example.com']] } },
  { constraints: { excluded: [['dns', 'example.org']] } },
  { constraints: { permitted: [['directory', TWO_PARTS]] } },
  { constraints: { excluded: [['directory', TWO_PARTS]] } },
  { critical: '1.2.3.4' },
  { unidentified: true },
];

const LEAF_FAULTS: readonly LinkOptions[] = [
  { to: -1 },
  { from: 1 },
  { purposes: [CLIENT_AUTH] },
  { purposes: [SERVER_AUTH] },
  { purposes: ['2.5.29.37.0'] },
  { usages: x509.KeyUsageFlags.dataEncipherment },
  { usages: x509.KeyUsageFlags.digitalSignature },
  { sans: [{ type: 'dns', value: '*.example.com' }] },
  { sans: [{ type: 'dns', value: 'example.com' }] },
  {
    sans: [
      { type: 'dns', value: HOST },
      { type: 'ip', value: '192.0.2.1' },
    ],
  },
  {
    sans: [
      { type: 'dns', value: HOST },
      { type: 'email', value: 'ops@example.org' },
    ],
  },
  { critical: '1.2.3.4' },
  { subject: 'C=DE,O=Example,CN=leaf' },
  { subject: 'C=DE,CN=leaf' },
];

/** A single path with at most one fault. */
async function createChain({ chance, pick, upTo }: Dice, keys: readonly Keys[]): Promise<CertificatePool> {
  const length = 1 + upTo(3);
  const faulty = chance(0.7) ? upTo(length) : -1;
  const made: CreatedCertificate[] = [];
  for (let at = 0; at < length; at += 1) {
    const options = at === faulty ? pick(FAULTS) : {};
    made.push(
      await link({ subject: `authority ${at}`, keys: keys[at], issuer: made.at(-1), ...options } as LinkOptions),
    );
  }
  const end = await leaf({
    issuer: made.at(-1) as CreatedCertificate,
    keys: keys[7] as Keys,
    ...(faulty === length ? pick(LEAF_FAULTS) : {}),
  });
  const [root, ...between] = made;
  const unrelated = await link({ subject: 'unrelated', keys: keys[6] as Keys });
  const missing = chance(0.1) ? upTo(between.length) : -1;
  return {
    sent: [end, ...between.filter((_, index) => index !== missing).reverse()],
    anchors: [chance(0.1) ? unrelated : (root as CreatedCertificate)],
  };
}

/** CAs that sign each other at random: cross-signed certificates, loops, several certificates of one key. */
async function createMesh({ chance, pick, upTo }: Dice, keys: readonly Keys[]): Promise<CertificatePool> {
  const entities = keys.slice(0, 2 + upTo(3)).map((pair, at) => ({ keys: pair, subject: `authority ${at}` }));
  const options = () => ({ to: 1 + upTo(364), ...(chance(0.25) ? pick(FAULTS) : {}) });
  const selves: CreatedCertificate[] = [];
  for (const entity of entities) selves.push(await link({ ...entity, ...options() }));
  const crossed: CreatedCertificate[] = [];
  for (let left = 1 + upTo(8); left > 0; left -= 1) {
    crossed.push(await link({ ...pick(entities), ...options(), issuer: pick(selves) }));
  }
  const end = await leaf({ issuer: pick(selves), keys: keys[7] as Keys, to: 400 });
  const anchors = selves.filter(() => chance(0.3));
  const others = selves.filter((one) => !anchors.includes(one) && chance(0.3));
  return { sent: [end, ...crossed, ...others], anchors: anchors.length > 0 ? anchors : selves.slice(0, 1) };
}

/** The openssl error of each of our reasons. */
const REASONS: Readonly<Record<string, DistrustReason>> = {
  9: 'not-yet-valid',
  10: 'path-expired',
  19: 'unknown-issuer',
  20: 'unknown-issuer',
  24: 'issuer-not-ca',
  25: 'path-too-long',
  32: 'issuer-not-ca',
  34: 'extension-unknown',
  47: 'name-constrained',
  48: 'name-constrained',
  62: 'name-mismatch',
};

/** The reasons of ours that it may correspond to; openssl has one code for the purposes of leaf and issuers, and both kinds of usage. */
function listMeanings(code: string): readonly DistrustReason[] {
  if (code === '26' || code === '79') return ['wrong-usage', 'issuer-not-ca'];
  // Without a usable issuer, openssl stops: it has no separate error for a key that may not sign.
  if (code === '20') return ['unknown-issuer', 'issuer-not-ca', 'not-yet-valid', 'path-expired'];
  return REASONS[code] === undefined ? [] : [REASONS[code]];
}

describeReal('paths', { programs: ['openssl'] }, (program) => {
  const directory = makeDirectory();
  afterAll(() => removeDirectory(directory));
  let keys: Keys[];
  beforeAll(async () => {
    keys = [];
    for (let at = 0; at < 8; at += 1) keys.push(await createKeys());
  });
  let runs = 0;

  /** The result of openssl: `ok`, or the number of its error. */
  async function verify(
    [end, ...others]: readonly CreatedCertificate[],
    anchors: readonly CreatedCertificate[],
    at: number,
  ): Promise<string> {
    runs += 1;
    const own = join(directory, String(runs));
    mkdirSync(own);
    const write = (name: string, made: readonly CreatedCertificate[]) => {
      writeFileSync(join(own, name), made.map(({ certificate }) => certificate).join(''));
      return join(own, name);
    };
    const args = ['verify', '-partial_chain', '-purpose', 'sslserver', '-auth_level', '2', '-verify_hostname', HOST];
    const files = ['-no-CApath', '-no-CAstore', '-CAfile', write('anchors.pem', anchors)];
    const untrusted = others.length === 0 ? [] : ['-untrusted', write('others.pem', others)];
    const asked = [...args, '-attime', String(Math.floor(at / 1000)), ...files, ...untrusted];
    try {
      await runProgram(program, [...asked, write('leaf.pem', [end as CreatedCertificate])]);
      return 'ok';
    } catch (error) {
      return /error (\d+) at/.exec(String(error))?.[1] ?? String(error);
    }
  }

  it(`match openssl verify, with the same reason, for ${COUNT} chains with at most one fault`, async () => {
    const { differing, good, bad } = { differing: [] as string[], good: [0], bad: [0] };
    const rolling = createDice(SEED);
    for (let index = 0; index < COUNT; index += 1) {
      const pool = await createChain(rolling, keys);
      const ours = validateTrust(pool.sent, pool.anchors, { host: HOST });
      const theirs = await verify(pool.sent, pool.anchors, NOW);
      const agreed = ours.reason === null ? theirs === 'ok' : listMeanings(theirs).includes(ours.reason);
      (ours.trusted ? good : bad).push(index);
      if (!agreed) differing.push(`chain ${index} of seed ${SEED}: ours ${ours.reason ?? 'ok'}, theirs ${theirs}`);
    }
    expect(differing).toEqual([]);
    expect(Math.min(good.length, bad.length)).toBeGreaterThan(COUNT / 5);
  }, 300_000);

  it(`are found in ${COUNT} cross-signed meshes if openssl verify finds one, and end when it rejects them`, async () => {
    const differing: string[] = [];
    const counts = { both: 0, neither: 0 };
    const rolling = createDice(SEED + 1);
    for (let index = 0; index < COUNT; index += 1) {
      const pool = await createMesh(rolling, keys);
      const ours = validateTrust(pool.sent, pool.anchors, { host: HOST });
      const theirs = await verify(pool.sent, pool.anchors, NOW);
      const addDifference = (what: string) => differing.push(`mesh ${index} of seed ${SEED}: ${what}`);
      if (!ours.trusted) {
        counts.neither += 1;
        if (theirs === 'ok') addDifference(`ours ${ours.reason}, theirs ok`);
        continue;
      }
      counts.both += 1;
      if (theirs !== 'ok') addDifference(`ours ok, theirs ${theirs}`);
      const end = Date.parse(ours.effective_valid_to ?? '');
      // For openssl, a certificate has expired in its last second, which RFC 5280 section 4.1.2.5 counts as valid.
      const before = await verify(pool.sent, pool.anchors, end - 1000);
      if (before !== 'ok') addDifference(`rejected before ${ours.effective_valid_to}: ${before}`);
      if ((await verify(pool.sent, pool.anchors, end + 1000)) === 'ok')
        addDifference(`accepted after ${ours.effective_valid_to}`);
    }
    expect(differing).toEqual([]);
    expect(Math.min(counts.both, counts.neither)).toBeGreaterThan(COUNT / 10);
  }, 300_000);
});
