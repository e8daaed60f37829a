/** Our answers, and what they claim about each client. */

import { parsePathFields } from '../../../src/certificate/x509/path-fields.ts';
import type { Trust } from '../../../src/domain/index.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../../src/trust/validate-path.ts';
import type { CraftedCertificate } from '../../helpers/crafted/certificates.ts';
import { createTapeDice, type Tape } from '../tape.ts';
import { createStore, HOST, type Store } from './random-stores.ts';

export const ACCEPTED = 'accepted';
export const REJECTED = 'rejected';

export type Client = 'OpenSSL' | 'Python' | 'Node.js' | 'Go' | 'GnuTLS';

/** The real time, because some clients know no other one. Certificates begin and end whole days from it. */
const NOW = Math.floor(Date.now() / 1000) * 1000;

export interface AnsweredStore extends Store {
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
  const trust = validate(store);
  return { ...store, now: NOW, trust, answer: format(trust) };
}

function validate({ sent, anchors }: Store): Trust | null {
  const read = ({ der }: CraftedCertificate) => parsePathFields(der) ?? [];
  const [leaf] = sent.slice(0, 1).flatMap(read);
  if (leaf === undefined) return null;
  const chain = { sent: [leaf, ...sent.slice(1).flatMap(read)], host: HOST, now: NOW } as const;
  return validateChain({ ...chain, anchors: indexAnchors(anchors.flatMap(read)) }, createSignatureVerifier());
}

function format(trust: Trust | null): string {
  if (trust === null) return `${REJECTED}: not-read`;
  if (trust.trusted !== true) return `${REJECTED}: ${trust.reasons.join(' ')}`;
  const codes = trust.notes.map(({ code, detail }) =>
    // This notice is the only one whose clients depend on the case.
    code === 'key-unsupported' && !/\bGo\b/.test(detail) ? 'key-unknown-to-browsers' : code,
  );
  const told = codes.filter((code) => code in REJECTING || code in MAY_REJECT);
  return told.length === 0 ? ACCEPTED : `${ACCEPTED}: ${told.join(' ')}`;
}

/** The notices about clients (src/trust/client-notices.ts), with those that reject the chain by their texts. */
const REJECTING: Readonly<Record<string, readonly Client[]>> = {
  'anchor-not-marked': ['Go', 'Python'],
  'name-spelled-differently': ['Go', 'GnuTLS'],
  'constraint-unsupported': ['Go'],
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
