/** TLSA records and the certificates of servers, compared by OpenSSL. */

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { CreatedCertificate } from '../../../src/app/demo/create-certificate.ts';
import { matchTlsa } from '../../../src/app/verify/match-tlsa.ts';
import { NOW, validateTrust } from '../../helpers/paths.ts';
import { startTlsServer } from '../../helpers/tls-server.ts';
import { runProgram } from '../../real/harness.ts';
import type { Suite } from '../suite.ts';
import { cases, type DaneCase, type DrawnRecord } from './cases.ts';
import { type Certificates, createRecord, HOST, type Name, prepareCertificates } from './certificates.ts';

const ACCEPTED = 'accepted';
const REJECTED = 'rejected';
/** No record can be used, so that clients that may do without do not use DANE. */
const UNUSABLE = 'unusable';
/** We do not know. */
const UNKNOWN = 'unknown';

/** The certificates of the run; null before the first case. */
let prepared: Certificates | null = null;

/** Answers what a server sends, the leaf first. */
function answerServer(
  sent: readonly Pick<CreatedCertificate, 'der'>[],
  trusted: Name,
  records: readonly DrawnRecord[],
  certificates: Certificates,
): string {
  const trust = validateTrust(sent, [certificates[trusted]], { host: HOST });
  const server = { chainDer: sent.map(({ der }) => der), trust, names: [HOST], is_smtp: false, now: NOW };
  const matches = matchTlsa(
    records.map((record) => createRecord(record, certificates)),
    server,
  );
  if (matches?.every(({ result }) => result === 'unusable')) return UNUSABLE;
  if (matches?.some(({ result }) => result === 'match')) return ACCEPTED;
  return matches?.some(({ result }) => result === 'unknown') ? UNKNOWN : REJECTED;
}

export const DANE: Suite<DaneCase> = {
  room: 'dane',
  drawn:
    'TLSA records of every usage, selector and matching type, with right, changed, cut and unassigned ones; chains with and without their CAs, cross-signed, expired, or for another host',
  programs: ['openssl'],
  batch: 50,
  cases,
  answer: async ({ sent, trusted, records }) => {
    const certificates = await prepareCertificates();
    prepared = certificates;
    const chain = sent.map((name) => certificates[name]);
    return answerServer(chain, trusted, records, certificates);
  },
  open: async ([openssl = ''], directory) => {
    const certificates = await prepareCertificates();
    for (const name of ['root', 'other'] as const)
      writeFileSync(join(directory, `${name}.pem`), certificates[name].certificate);
    const server = await startServer(certificates);
    const askOne = ({ sent, trusted, records }: DaneCase) => {
      // OpenSSL ignores a record without data, but its command does not take one.
      const taken = records.filter(({ data }) => data !== 'empty');
      if (taken.length === 0) return null;
      return connect(openssl, [
        ...['-connect', server.location, '-servername', formatServerName(sent)],
        ...['-no-CApath', '-no-CAstore', '-CAfile', join(directory, `${trusted}.pem`)],
        ...taken.flatMap((record) => ['-dane_tlsa_rrdata', formatRecord(createRecord(record, certificates))]),
      ]);
    };
    const ask = async (asked: readonly DaneCase[]) => {
      const answers: (string | null)[] = [];
      for (let at = 0; at < asked.length; at += PARALLEL)
        answers.push(...(await Promise.all(asked.slice(at, at + PARALLEL).map(askOne))));
      return answers;
    };
    const version = (await runProgram(openssl, ['version'])).toString().split(' ').slice(0, 2).join(' ');
    return { oracles: [{ name: version, ask }], close: () => server.close() };
  },
  differences: [
    {
      name: 'expired anchor',
      reason:
        'OpenSSL does not check the dates of an anchor that is not self-signed. To other clients it has expired, so its records protect nothing for them.',
      source:
        'internal_verify in crypto/x509/x509_vfy.c of OpenSSL; RFC 5280, 6.1.1 (d), leaves the dates of an anchor open',
      covers: ({ one, ours, theirs }) => ours === REJECTED && theirs === ACCEPTED && isExpiredAnchor(one),
    },
    {
      name: 'root not sent',
      reason:
        'The path has the fingerprint of a root that the server does not send, but not its certificate. So a record of usage 0 with the key of a CA, or another hash, may be that of the root.',
      source: 'docs/guides/dane.md; the finding is undecided',
      covers: ({ one, ours }) => ours === UNKNOWN && isOfRootNotSent(one),
    },
    {
      name: 'anchor in the trust store',
      reason:
        'Beside a record of usage 0 or 1, OpenSSL takes a root from its trust store before the same one that the server sends, and does not compare it with records of usage 2. By the standard, each record is compared by itself.',
      source: 'RFC 7671, 5.2; dane_match_cert and build_chain in crypto/x509/x509_vfy.c of OpenSSL',
      covers: ({ one, ours, theirs }) => ours === ACCEPTED && theirs === REJECTED && isAnchorInTrustStore(one),
    },
    {
      name: 'path through a record',
      reason:
        'OpenSSL prefers the certificate of a CA in a record of usage 0 to those that the server sends, so that it finds another path to its trust store, or none. The path of other clients does not depend on records.',
      source:
        'RFC 6698, 2.1.1 (0), requires the path as without DANE; build_chain in crypto/x509/x509_vfy.c of OpenSSL',
      covers: ({ one, ours, theirs }) =>
        [ours, theirs].sort().join() === `${ACCEPTED},${REJECTED}` && hasFullCa(one) && theirs === answerPrepended(one),
    },
  ],
};

/**
 * Whether the server sends, or a record has, the expired certificate as the only one of its CA, and a record for a CA has that certificate or
 * its key, which others have, too.
 */
function isExpiredAnchor({ sent, records }: DaneCase): boolean {
  const copies = [...sent, ...records.filter(isFullCa).map(({ of }) => of)].filter((name) => ISSUING.includes(name));
  const isOnlyStale = copies.length > 0 && copies.every((name) => name === 'stale');
  return (
    isOnlyStale &&
    records.some(
      ({ usage, selector, of }) => usage === 2 && (of === 'stale' || (selector === 1 && ISSUING.includes(of))),
    )
  );
}

/** The certificates of one CA, with one key. */
const ISSUING: readonly Name[] = ['issuing', 'cross', 'stale'];

/** Whether a record has the certificate of a CA, which OpenSSL adds to those that the server sends. */
function isFullCa({ usage, selector, matching_type }: DrawnRecord): boolean {
  return (usage === 0 || usage === 2) && selector === 0 && matching_type === 0;
}

function isOfRootNotSent({ sent, trusted, records }: DaneCase): boolean {
  return records.some(
    ({ usage, selector, matching_type }) =>
      usage === 0 && !sent.includes(trusted) && (selector === 1 || matching_type === 2),
  );
}

/** Whether all records that match a CA are of usage 2 and for the trusted root, while others need a trust store. */
function isAnchorInTrustStore({ sent, trusted, records }: DaneCase): boolean {
  const anchors = records.filter((record) => {
    const isLinked = record.of !== 'other' || [...sent, ...records.map(({ of }) => of)].includes('cross');
    const isOnPath = (sent[0] !== 'direct' || !ISSUING.includes(record.of)) && isLinked;
    if (record.usage !== 2 || !isOnPath) return false;
    if (isFullCa(record)) return record.data === 'right' || record.data === 'changed';
    return record.data === 'right' && sent.slice(1).includes(record.of);
  });
  return (
    anchors.length > 0 &&
    anchors.every(({ of }) => of === trusted) &&
    records.some(({ usage }) => usage === 0 || usage === 1)
  );
}

/** Whether a record of usage 0 has the certificate of a CA. */
function hasFullCa({ records }: DaneCase): boolean {
  return records.some(
    (record) => record.usage === 0 && isFullCa(record) && (record.data === 'right' || record.data === 'changed'),
  );
}

/** Our answer if the server sent the CA certificates of records first, which is where OpenSSL puts them (`build_chain`). */
function answerPrepended({ sent: [leaf, ...others], trusted, records }: DaneCase): string | null {
  if (prepared === null || leaf === undefined) return null;
  const certificates = prepared;
  const full = records.filter((record) => isFullCa(record) && (record.data === 'right' || record.data === 'changed'));
  const published = full.map((record) => ({ der: Buffer.from(createRecord(record, certificates).data, 'hex') }));
  const select = (name: Name) => certificates[name];
  return answerServer([select(leaf), ...published, ...others.map(select)], trusted, records, certificates);
}

const PARALLEL = 4;

const formatRecord = ({ usage, selector, matching_type, data }: ReturnType<typeof createRecord>) =>
  `${usage} ${selector} ${matching_type} ${data}`;

/** The name says which certificates the server sends. */
const formatServerName = (sent: readonly Name[]) => `${sent.join('.')}.test`;

function startServer(certificates: Certificates) {
  return startTlsServer(certificates.leaf, {
    SNICallback: (name, done) => {
      const [first, ...others] = name.replace(/\.test$/, '').split('.') as [Name, ...Name[]];
      const chain = [first, ...others].map((one) => certificates[one].certificate).join('');
      done(null, createSecureContext({ cert: chain, key: certificates[first].privateKeyPem }));
    },
  });
}

/** The handshake of a client that verifies ends with this error, and no other one. */
const REFUSAL = /:certificate verify failed:/;

/** OpenSSL has no record to use, so that it does not connect. */
const NO_RECORDS = /^s_client: Failed to import any TLSA records\.$/m;

/** A line such as `DANE TLSA 3 1 1 ...0a1b2c matched the EE certificate at depth 0`. */
const MATCH = /^DANE TLSA /m;

function connect(openssl: string, options: readonly string[]): Promise<string> {
  const checks = ['-verify_return_error', '-dane_tlsa_domain', HOST, '-dane_ee_no_namechecks'];
  return new Promise((resolve, reject) => {
    const child = execFile(
      openssl,
      ['s_client', '-brief', ...checks, ...options],
      { timeout: 30_000 },
      (error, _, output) => {
        if (error === null && MATCH.test(output)) resolve(ACCEPTED);
        else if (error !== null && REFUSAL.test(output)) resolve(REJECTED);
        else if (error !== null && NO_RECORDS.test(output)) resolve(UNUSABLE);
        else reject(new Error(output));
      },
    );
    child.stdin?.end();
  });
}
