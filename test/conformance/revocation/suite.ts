/** What CAs say about the revocation of certificates, evaluated by OpenSSL, and by the RFCs in Python. */

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { checkRevocation, createRevocationChecker } from '../../../src/app/verify/check-revocation.ts';
import type { RevocationDependencies } from '../../../src/app/verify/fetch-or-reuse.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { NO_CACHE } from '../../../src/store/response-cache/file.ts';
import { NOW, readCertificate } from '../../helpers/paths.ts';
import { runProgram } from '../../real/harness.ts';
import type { Oracle, Suite } from '../suite.ts';
import { combineAnswers, formatRevoked, NONE, type SourceAnswer, UNCHECKED } from './answers.ts';
import { cases as drawn, type RevocationCase } from './cases.ts';
import { prepareAuthorities } from './certificates.ts';
import { FEATURES, type Feature, findFeatures } from './features.ts';
import { type Presented, type PresentedSource, present } from './presented.ts';
import { isSensible, listSaid } from './said.ts';

const findScript = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const REVOCATION: Suite<RevocationCase> = {
  room: 'revocation',
  drawn:
    'stapled and fetched OCSP responses and CRLs about a certificate or a CA, with every status, date, signer, scope and extension, damaged, of somebody else, or absent',
  programs: ['/usr/bin/python3'],
  batch: 200,
  cases: fc.oneof({ weight: 2, arbitrary: drawn }, { weight: 1, arbitrary: drawn.filter(isSensible) }),
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
  return readPresented(await present(one));
}

async function readPresented({ target, issuer, sources }: Presented): Promise<string> {
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
    const evaluate = async (
      asked: readonly RevocationCase[],
    ): Promise<{ version: string; answers: ScriptAnswer[][] }> =>
      runScript(python, script, { now: NOW / 1000, cases: await Promise.all(asked.map(describeCase)) });
    const { version } = await evaluate([]);
    const ask = async (asked: readonly RevocationCase[]) => {
      const { answers } = await evaluate(asked);
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
    await openAuthority(python),
  ];
}

/** A CA whose messages other tools sign. It answers what it said, if that is what we read in them. */
async function openAuthority(python: string): Promise<Oracle<RevocationCase>> {
  const authorities = Object.entries(await prepareAuthorities()).map(([name, { certificate, privateKeyPem }]) => {
    return [name, [certificate, privateKeyPem]];
  });
  const sign = async (asked: readonly RevocationCase[]): Promise<{ version: string; messages: string[][] }> => {
    const described = asked.map(async (one) => ({ ...one, certificate: encode((await present(one)).target.der) }));
    const input = {
      now: NOW / 1000,
      authorities: Object.fromEntries(authorities),
      cases: await Promise.all(described),
    };
    return runScript(python, 'sign.py', input);
  };
  const compareOne = async (one: RevocationCase, messages: readonly string[]): Promise<string> => {
    const presented = await present(one);
    const sources = presented.sources.map((source, at) => ({
      ...source,
      bytes: Buffer.from(messages[at] ?? '', 'base64'),
    }));
    const [read, said] = [await readPresented({ ...presented, sources }), combineAnswers(listSaid(one), NOW)];
    return read === said ? said : `misread: ${read}, instead of ${said}`;
  };
  const ask = async (asked: readonly RevocationCase[]) => {
    const sensible = asked.filter(isSensible);
    const { messages } = await sign(sensible);
    const answers = new Map<RevocationCase, string>();
    for (const [at, one] of sensible.entries()) answers.set(one, await compareOne(one, messages[at] ?? []));
    return asked.map((one) => answers.get(one) ?? null);
  };
  const { version } = await sign([]);
  return { name: `${version} as the CA`, ask };
}

async function runScript<Output>(python: string, script: string, input: object): Promise<Output> {
  const output = await runProgram(python, [findScript(script)], { input: JSON.stringify(input) });
  return JSON.parse(output.toString());
}

const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

async function describeCase(one: RevocationCase): Promise<object> {
  const { sources, ...certificates } = await present(one);
  return {
    ...Object.fromEntries(Object.entries(certificates).map(([name, made]) => [name, encode(made.der)])),
    sources: sources.map(({ bytes, ...source }) => ({ ...source, bytes: bytes && encode(bytes) })),
  };
}

function formatAnswer([word, reason, at, this_update]: ScriptAnswer): SourceAnswer {
  const answer = at === null ? word : formatRevoked({ reason, revoked_at: formatIsoTime(at * 1000) });
  return [answer, this_update * 1000];
}
