/** What is odd about the certificates that were sent along. None of it keeps a client from connecting. */

import type { ChainNotice, ChainNoticeCode, PathFields } from '../domain/index.ts';
import { truncate, truncateList } from '../lib/truncate.ts';
import type { Path } from './build-path.ts';
import { isSelfIssued } from './name-constraints.ts';

/** Names that are shown in one note. */
const MAX_NAMES = 5;

/** Certificates as they came, the leaf first, and those that were fetched. */
interface AvailableCertificates {
  sent: readonly PathFields[];
  fetched: readonly PathFields[];
}

/** `path`: the best one, or null. `now` in milliseconds. */
export function listChainNotices(
  { sent, fetched }: AvailableCertificates,
  path: Path | null,
  now: number,
): ChainNotice[] {
  const distinct = [...new Map(sent.map((one) => [one.fingerprint, one])).values()];
  const repeated = distinct.filter(
    (one) => sent.filter(({ fingerprint }) => fingerprint === one.fingerprint).length > 1,
  );
  const notes: ChainNotice[] = repeated.length === 0 ? [] : [createNotice('sent-twice', listNames(repeated))];
  if (path === null) return notes;
  const place = new Map(path.map(({ fingerprint }, index) => [fingerprint, index]));
  const order = distinct.flatMap(({ fingerprint }) => place.get(fingerprint) ?? []);
  if (order.some((at, index) => at < (order[index - 1] ?? 0))) notes.push(createNotice('out-of-order'));
  const groups = { 'root-sent': [], 'expired-cross-sign': [], 'not-needed': [] } as Record<Extra, PathFields[]>;
  for (const one of distinct.slice(1)) {
    const extra = classifyExtra(one, path, now);
    if (extra !== null) groups[extra].push(one);
  }
  for (const [code, ones] of Object.entries(groups) as [Extra, PathFields[]][]) {
    if (ones.length > 0) notes.push(createNotice(code, listNames(ones)));
  }
  const lacking = path.filter((one) => fetched.includes(one) && !sent.includes(one));
  return lacking.length === 0 ? notes : [...notes, createNotice('intermediate-fetched', listNames(lacking))];
}

type Extra = 'root-sent' | 'expired-cross-sign' | 'not-needed';

/** A cross-sign that is still valid leads other clients to the anchor that they know, and is no note. */
function classifyExtra(one: PathFields, path: Path, now: number): Extra | null {
  const onPath = path.some(({ fingerprint }) => fingerprint === one.fingerprint);
  if (isSelfIssued(one) && (onPath || isSameAuthority(one, path))) return 'root-sent';
  if (onPath) return null;
  if (!isSameAuthority(one, path)) return 'not-needed';
  return one.valid_to < now ? 'expired-cross-sign' : null;
}

/** Whether it is another certificate of an authority on the path. */
function isSameAuthority(one: PathFields, path: Path): boolean {
  return path.slice(1).some(({ key, subject }) => key === one.key && subject.join('\n') === one.subject.join('\n'));
}

function listNames(certificates: readonly PathFields[]): string[] {
  return certificates.map(({ name }) => name);
}

const MESSAGES = {
  'sent-twice': (names: string) => `Sent more than once: ${names}.`,
  'out-of-order': () => 'Not sent in order, each followed by its issuer; some older clients need that.',
  'root-sent': (names: string) => `The root is sent along, which clients have already: ${names}.`,
  'expired-cross-sign': (names: string) => `Sent along, expired, and needed by no path: ${names}.`,
  'not-needed': (names: string) => `Sent along, and no part of the chain: ${names}.`,
  'intermediate-fetched': (names: string) =>
    `Not sent along, and fetched as \`aia: true\` asks for: ${names}. Most clients do not fetch; add it to the server's chain.`,
} satisfies Record<ChainNoticeCode, (names: string) => string>;

function createNotice(code: ChainNoticeCode, names: readonly string[] = []): ChainNotice {
  return { code, detail: MESSAGES[code](truncateList(names.map(truncate), MAX_NAMES, '; ')) };
}
