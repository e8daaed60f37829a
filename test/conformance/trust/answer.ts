/** Our answers, and what they claim about each client. */

import { parsePathFields } from '../../../src/certificate/x509/path-fields.ts';
import type { ChainNotice, PathFields, Trust } from '../../../src/domain/index.ts';
import { listClientNotices } from '../../../src/trust/client-notices.ts';
import { checkPath } from '../../../src/trust/path-rules.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../../src/trust/validate-path.ts';
import type { CraftedCertificate } from '../../helpers/crafted/certificates.ts';
import { createTapeDice, type Tape } from '../tape.ts';
import { createStore, HOST, type Store } from './random-stores.ts';

export const ACCEPTED = 'accepted';
export const REJECTED = 'rejected';

export type Client = 'OpenSSL' | 'Python' | 'Node.js' | 'Go' | 'GnuTLS';

/** The real time, because some clients know no other one. Certificates begin and end whole days from it. */
const NOW = Math.floor(Date.now() / 1000) * 1000;

/** What a client knows: the certificates that were sent, the leaf first, and its trust anchors. */
interface Known {
  sent: readonly PathFields[];
  anchors: readonly PathFields[];
}

export interface AnsweredStore extends Store {
  /** The certificates that can be read. */
  read: Known;
  /** Milliseconds. */
  now: number;
  /** Null: a client cannot even read the leaf. */
  trust: Trust | null;
  /** `rejected: ` and the reasons, or `accepted`, with the notices about clients. */
  answer: string;
}

const known = new WeakMap<Tape, AnsweredStore>();

/** Returns the same store for the same tape. */
export function answerTape(tape: Tape): AnsweredStore {
  const found = known.get(tape) ?? answer(createStore(createTapeDice(tape), NOW));
  known.set(tape, found);
  return found;
}

function answer(store: Store): AnsweredStore {
  const parse = ({ der }: CraftedCertificate) => parsePathFields(der) ?? [];
  const read = { sent: store.sent.flatMap(parse), anchors: store.anchors.flatMap(parse) };
  const isLeafRead = store.sent.slice(0, 1).flatMap(parse).length > 0;
  const trust = isLeafRead ? validate(read) : null;
  return { ...store, read, now: NOW, trust, answer: format(trust) };
}

function validate({ sent: [leaf, ...others], anchors }: Known): Trust | null {
  if (leaf === undefined) return null;
  const chain = { sent: [leaf, ...others], host: HOST, now: NOW } as const;
  return validateChain({ ...chain, anchors: indexAnchors(anchors) }, createSignatureVerifier());
}

/** Our answer about exactly this path, from the leaf of a case to a trust anchor, if its leaf is accepted. */
export function answerPath(path: readonly PathFields[]): string {
  const verify = createSignatureVerifier();
  const isIssued = path.slice(1).every((issuer, index) => verify(path[index] as PathFields, issuer) === 'valid');
  const reasons = [...checkPath(path, NOW).map(({ code }) => code), ...(isIssued ? [] : ['signature-invalid'])];
  return formatAnswer(reasons, listClientNotices(path, HOST));
}

function format(trust: Trust | null): string {
  if (trust === null) return `${REJECTED}: not-read`;
  return formatAnswer(trust.reasons, trust.notes);
}

function formatAnswer(reasons: readonly string[], notices: readonly ChainNotice[]): string {
  if (reasons.length > 0) return `${REJECTED}: ${reasons.join(' ')}`;
  const codes = notices.map(nameVariant);
  const told = codes.filter((code) => code in REJECTING || code in MAY_REJECT);
  return told.length === 0 ? ACCEPTED : `${ACCEPTED}: ${told.join(' ')}`;
}

/** Distinguishes the notices whose clients depend on the case. */
function nameVariant({ code, detail }: ChainNotice): string {
  const isAbout = (client: Client) => new RegExp(String.raw`\b${client}\b`).test(detail);
  if (code === 'key-unsupported' && !isAbout('Go')) return 'key-unknown-to-browsers';
  if (code === 'anchor-not-marked' && !detail.includes('OpenSSL and GnuTLS accept')) return 'anchor-issued-not-marked';
  if (code.startsWith('constraint-') && isAbout('GnuTLS')) return isAbout('Go') ? `${code}-both` : `${code}-gnutls`;
  return code;
}

/** The notices about clients (src/trust/client-notices.ts), with those that reject the chain by their texts. */
const REJECTING: Readonly<Record<string, readonly Client[]>> = {
  'anchor-not-marked': ['Go', 'Python'],
  'anchor-issued-not-marked': ['Go', 'GnuTLS', 'Python'],
  'name-spelled-differently': ['Go', 'GnuTLS'],
  'constraint-unsupported': ['Go'],
  'constraint-unsupported-gnutls': ['GnuTLS'],
  'constraint-unsupported-both': ['Go', 'GnuTLS'],
  'constraint-strict': ['Go'],
  'constraint-strict-gnutls': ['GnuTLS'],
  'constraint-strict-both': ['Go', 'GnuTLS'],
  'policies-not-checked': ['GnuTLS'],
  'list-name-relative': ['Go'],
  'uri-unusual': ['Go'],
  'serial-negative': ['Go'],
  'signature-unusual': ['Go'],
  'path-length-strict': ['GnuTLS', 'Go'],
  'python-strict': ['Python'],
  'key-unsupported': ['Go', 'GnuTLS'],
};

/** The notices about what some clients may reject. */
const MAY_REJECT: Readonly<Record<string, readonly Client[]>> = {
  'constraint-unsupported': ['GnuTLS'],
  'policies-not-checked': ['Go'],
  'sent-undecodable': ['Go', 'GnuTLS'],
};

/** The reasons or notices of an answer of ours. */
export function listCodes(ours: string): string[] {
  return (ours.split(': ')[1] ?? '').split(' ').filter((code) => code !== '');
}

/**
 * Returns what our answer says about a client, by the name of its oracle; null: nothing. A chain that OpenSSL rejects is rejected, also if Go and
 * GnuTLS accept it.
 */
export function predict(ours: string, oracle: string): string | null {
  const isAbout = (client: Client) => oracle.startsWith(client);
  if (ours.startsWith(REJECTED)) return isAbout('Go') || isAbout('GnuTLS') ? null : REJECTED;
  const codes = listCodes(ours);
  if (codes.some((code) => REJECTING[code]?.some(isAbout))) return REJECTED;
  return codes.some((code) => MAY_REJECT[code]?.some(isAbout)) ? null : ACCEPTED;
}
