/** Random trust stores with several certificates of the same CAs, such as stale copies, and servers that send others. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys, type Keys } from '../../src/app/demo/create-certificate.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import { CLIENT_AUTH, type LinkOptions, leaf, link, NOW, SERVER_AUTH, validateTrust } from '../helpers/paths.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const COUNT = Number(process.env.CERTVIGIL_COUNT ?? 200);
/** Another seed generates other stores. */
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);
const HOST = 'www.example.com';

/** Faults that a CA certificate has at random. */
const FAULTS: readonly LinkOptions[] = [
  { pathLength: 0 },
  { purposes: [CLIENT_AUTH] },
  { purposes: [CLIENT_AUTH, SERVER_AUTH] },
  { constraints: { permitted: [['dns', 'example.com']] } },
  { constraints: { permitted: [['dns', 'example.org']] } },
  { constraints: { excluded: [['dns', 'www.example.com']] } },
  { usages: x509.KeyUsageFlags.cRLSign },
  { usages: x509.KeyUsageFlags.keyCertSign },
  { ca: false },
  { critical: '1.2.3.4' },
];

interface Entity {
  subject: string;
  keys: Keys;
}

interface Store {
  sent: CreatedCertificate[];
  anchors: CreatedCertificate[];
}

/** Validity in days from now: mostly current, else expired or in the future. */
function chooseDates({ chance, upTo }: Dice): LinkOptions {
  if (chance(0.2)) return { to: -1 - upTo(50) };
  if (chance(0.08)) return { from: 1 + upTo(200), to: 201 + upTo(200) };
  return { to: 1 + upTo(364) };
}

/** The key identifiers, each of which may be missing, or name the issuer by its serial number. */
function chooseIdentifiers(
  { chance, pick }: Dice,
  own: Keys,
  issuer: CreatedCertificate | null,
  style: number,
): LinkOptions {
  if (!chance(style)) return {};
  const subject = chance(0.5) ? [new x509.SubjectKeyIdentifierExtension(own.id)] : [];
  const issuerKey = new x509.AuthorityKeyIdentifierExtension(issuer?.keys.id ?? own.id);
  const authority = pick([[], [issuerKey], issuer === null ? [] : [nameSerial(issuer)]]);
  return { unidentified: true, more: [...subject, ...authority] };
}

function nameSerial(issuer: CreatedCertificate): x509.Extension {
  const { issuer: name, serialNumber } = new x509.X509Certificate(issuer.der);
  const names = new x509.GeneralNames([new x509.GeneralName('dn', name)]);
  return new x509.AuthorityKeyIdentifierExtension({ name: names, serialNumber });
}

/**
 * A random serial number, so that a seed repeats which certificates name each other. In an authority key identifier, one that begins with `8` is
 * negative, so that it names no certificate, and one that begins with `ff8` is malformed.
 */
const rollSerial = ({ chance, pick, upTo }: Dice) =>
  `${chance(0.05) ? 'ff8' : pick(['1', '8'])}${upTo(0xffffff).toString(16).padStart(7, '0')}`.padEnd(12, '0');

function shuffle<T>({ upTo }: Dice, values: readonly T[]): T[] {
  const left = [...values];
  return values.map(() => left.splice(upTo(left.length - 1), 1)[0] as T);
}

/** CAs with several certificates each, of which the store and the server have some. */
async function createStore(dice: Dice, keys: readonly Keys[]): Promise<Store> {
  const { chance, pick, upTo } = dice;
  const style = pick([0, 0.3, 1]);
  const entities: Entity[] = Array.from({ length: 2 + upTo(2) }, (_, at) => ({
    // A CA may change its key and keep its name.
    subject: `authority ${chance(0.15) ? 0 : at}`,
    keys: keys[at] as Keys,
  }));
  const create = (entity: Entity, issuer: CreatedCertificate | null) => {
    const faults = chance(0.15) ? pick(FAULTS) : {};
    const identifiers = chooseIdentifiers(dice, entity.keys, issuer, style);
    const weak = issuer !== null && chance(0.06);
    return link({
      ...entity,
      serial: rollSerial(dice),
      ...chooseDates(dice),
      ...faults,
      ...identifiers,
      ...(issuer && { issuer: weak ? weaken(issuer) : issuer }),
    });
  };
  const selves: CreatedCertificate[] = [];
  for (const entity of entities) {
    for (let copies = 1 + upTo(1); copies > 0; copies -= 1) selves.push(await create(entity, null));
  }
  const crossed: CreatedCertificate[] = [];
  for (let left = 2 + upTo(6); left > 0; left -= 1) crossed.push(await create(pick(entities), pick(selves)));
  const issuer = pick([...selves, ...crossed]);
  const end = await leaf({
    issuer,
    keys: keys[7] as Keys,
    to: 400,
    serial: rollSerial(dice),
    ...chooseIdentifiers(dice, keys[7] as Keys, issuer, style),
    ...(chance(0.1) && { subject: issuer.subject }),
  });
  const all = shuffle(dice, [...selves, ...crossed]);
  const anchors = all.filter(() => chance(0.3));
  if (chance(0.02)) anchors.push(end);
  const sent = shuffle(dice, all).filter(() => chance(0.5));
  return { sent: [end, ...sent], anchors: anchors.length > 0 ? anchors : all.slice(0, 1) };
}

/** The same issuer, which signs with SHA-1. */
function weaken(issuer: CreatedCertificate): CreatedCertificate {
  const { keys } = issuer;
  return 'hash' in keys.signing
    ? { ...issuer, keys: { ...keys, signing: { ...keys.signing, hash: 'SHA-1' } } }
    : issuer;
}

describeReal('trust stores', { programs: ['openssl'] }, (program) => {
  const directory = makeDirectory();
  afterAll(() => removeDirectory(directory));
  let keys: Keys[];
  beforeAll(async () => {
    keys = [];
    for (let at = 0; at < 8; at += 1) keys.push(await createKeys(at === 2 ? 'rsa' : 'ec'));
  });

  /** The result of openssl at a time in milliseconds: `ok`, or its error. */
  async function verify(own: string, at: number): Promise<string> {
    const checks = ['-partial_chain', '-purpose', 'sslserver', '-auth_level', '2', '-verify_hostname', HOST];
    const store = ['-no-CApath', '-no-CAstore', '-CAfile', join(own, 'anchors.pem')];
    const files = ['-untrusted', join(own, 'sent.pem'), join(own, 'leaf.pem')];
    try {
      await runProgram(program, ['verify', ...checks, '-attime', String(Math.floor(at / 1000)), ...store, ...files]);
      return 'ok';
    } catch (error) {
      return /error \d+ at.*/.exec(String(error))?.[0] ?? String(error);
    }
  }

  it(`are used as openssl verify does, for ${COUNT} stores, now and until the end`, async () => {
    process.stderr.write(`The seed of the stores is ${SEED}: set CERTVIGIL_SEED to repeat them.\n`);
    const differing: string[] = [];
    const reasons: Record<string, number> = {};
    const counts = { both: 0, neither: 0 };
    const dice = createDice(SEED);
    for (let index = 0; index < COUNT; index += 1) {
      const { sent, anchors } = await createStore(dice, keys);
      const own = join(directory, String(index));
      mkdirSync(own);
      const write = (name: string, made: readonly CreatedCertificate[]) =>
        writeFileSync(join(own, name), made.map(({ certificate }) => certificate).join(''));
      write('leaf.pem', sent.slice(0, 1));
      write('sent.pem', sent);
      write('anchors.pem', anchors);
      const ours = validateTrust(sent, anchors, { host: HOST });
      const theirs = await verify(own, NOW);
      const addDifference = (what: string) => differing.push(`store ${index} of seed ${SEED}: ${what}`);
      reasons[ours.reason ?? 'ok'] = (reasons[ours.reason ?? 'ok'] ?? 0) + 1;
      if (ours.trusted !== (theirs === 'ok')) addDifference(`ours ${ours.reason}, theirs ${theirs}`);
      counts[ours.trusted ? 'both' : 'neither'] += 1;
      if (!ours.trusted) continue;
      const end = Date.parse(ours.effective_valid_to ?? '');
      // For openssl, a certificate has expired in its last second, which RFC 5280 section 4.1.2.5 counts as valid.
      const before = await verify(own, end - 1000);
      if (before !== 'ok') addDifference(`rejected before ${ours.effective_valid_to}: ${before}`);
      const after = await verify(own, end + 1000);
      if (after === 'ok') addDifference(`accepted after ${ours.effective_valid_to}`);
    }
    process.stderr.write(`${JSON.stringify({ ...counts, reasons })}\n`);
    expect(differing).toEqual([]);
    expect(Math.min(counts.both, counts.neither)).toBeGreaterThan(COUNT / 10);
  }, 3_600_000);
});
