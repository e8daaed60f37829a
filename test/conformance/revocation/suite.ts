/** What CAs say about the revocation of certificates, evaluated by OpenSSL, and by the RFCs in Python. */

import { fileURLToPath } from 'node:url';
import { checkRevocation, createRevocationChecker } from '../../../src/app/verify/check-revocation.ts';
import type { RevocationDependencies } from '../../../src/app/verify/fetch-or-reuse.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { NO_CACHE } from '../../../src/store/response-cache/file.ts';
import { NOW, readCertificate } from '../../helpers/paths.ts';
import { runProgram } from '../../real/harness.ts';
import type { Oracle, Suite } from '../suite.ts';
import { combineAnswers, formatRevoked, NONE, type SourceAnswer, UNCHECKED } from './answers.ts';
import { cases, type RevocationCase } from './cases.ts';
import { FEATURES, type Feature, findFeatures } from './features.ts';
import { type PresentedSource, present } from './presented.ts';

const findScript = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const REVOCATION: Suite<RevocationCase> = {
  room: 'revocation',
  drawn:
    'stapled and fetched OCSP responses and CRLs about a certificate or a CA, with every status, date, signer, scope and extension, damaged, of somebody else, or absent',
  programs: ['/usr/bin/python3'],
  batch: 200,
  cases,
  answer,
  open: async ([python = '']) => ({ oracles: await openOracles(python), close: async () => {} }),
  differences: FEATURES.map((feature) => ({
    ...feature,
    covers: ({ one, oracle, ours }) => oracle.startsWith('OpenSSL') && isExplained(one, feature, ours),
  })),
};

/** Whether we answer like OpenSSL, except about messages with such features, which the RFCs decide. */
function isExplained(one: RevocationCase, feature: Feature, ours: string): boolean {
  const features = findFeatures(one);
  if (!features.includes(feature)) return false;
  const { openssl = [], rfc = [] } = said.get(one) ?? {};
  const decided = features.flatMap((found, at) => (found === null ? openssl : rfc).slice(at, at + 1));
  return combineAnswers(decided, NOW) === ours;
}

/** Checks the certificate as a scan does, without a network. */
async function answer(one: RevocationCase): Promise<string> {
  const { target, issuer, sources } = await present(one);
  const stapled = sources.find(({ url }) => url === null)?.bytes ?? null;
  const checker = createRevocationChecker({ fetch: createFetch(sources), cache: NO_CACHE, now: NOW });
  const revocation = await checkRevocation(checker, { path: [target, issuer].map(readCertificate), stapled });
  if (revocation === null) return NONE;
  const { status, revoked } = revocation;
  return revoked === null ? (status === 'unknown' ? UNCHECKED : status) : formatRevoked(revoked);
}

function createFetch(sources: readonly PresentedSource[]): RevocationDependencies['fetch'] {
  return async (asked) => {
    const { bytes = null } = sources.find(({ url }) => url !== null && asked.startsWith(url)) ?? {};
    return bytes === null ? UNREACHABLE : { body: bytes, header: () => null };
  };
}

const UNREACHABLE = { code: 'url-unreachable', why: 'does not respond' } as const;

/** What a script says about a source; times are in seconds. */
type ScriptAnswer = [word: string, reason: string | null, at: number | null, this_update: number];

type SourceAnswers = readonly SourceAnswer[];

/** What the oracles said about each source of a case. */
const said = new WeakMap<RevocationCase, { openssl?: SourceAnswers; rfc?: SourceAnswers }>();

async function openOracles(python: string): Promise<Oracle<RevocationCase>[]> {
  const open = async (script: string, key: 'openssl' | 'rfc', formatName: (version: string) => string) => {
    const { version } = await runScript(python, script, []);
    const ask = async (asked: readonly RevocationCase[]) => {
      const { answers } = await runScript(python, script, await Promise.all(asked.map(describeCase)));
      return asked.map((one, at) => {
        const sources = (answers[at] ?? []).map(formatAnswer);
        said.set(one, { ...said.get(one), [key]: sources });
        return combineAnswers(sources, NOW);
      });
    };
    return { name: formatName(version), ask };
  };
  return [
    await open('openssl.py', 'openssl', (version) => `OpenSSL ${version}`),
    await open('evaluate.py', 'rfc', (version) => `RFC 6960 and RFC 5280 with cryptography ${version}`),
  ];
}

async function runScript(
  python: string,
  script: string,
  asked: readonly object[],
): Promise<{ version: string; answers: ScriptAnswer[][] }> {
  const input = JSON.stringify({ now: NOW / 1000, cases: asked });
  return JSON.parse((await runProgram(python, [findScript(script)], { input })).toString());
}

async function describeCase(one: RevocationCase): Promise<object> {
  const { sources, ...certificates } = await present(one);
  const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    ...Object.fromEntries(Object.entries(certificates).map(([name, made]) => [name, encode(made.der)])),
    sources: sources.map(({ bytes, ...source }) => ({ ...source, bytes: bytes && encode(bytes) })),
  };
}

function formatAnswer([word, reason, at, this_update]: ScriptAnswer): SourceAnswer {
  const answer = at === null ? word : formatRevoked({ reason, revoked_at: formatIsoTime(at * 1000) });
  return [answer, this_update * 1000];
}
