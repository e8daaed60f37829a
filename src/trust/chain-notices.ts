/** Notices about the certificates that were sent. None of them prevents clients from connecting. */

import type { ChainNotice, ChainNoticeCode, PathFields } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';
import { isSameEntity, type Path } from './build-path.ts';
import { isSelfIssued } from './name-constraints.ts';

/** The maximum number of names in one notice. */
const MAX_NAMES = 5;

/** The certificates as they were sent, the leaf first, and those that were fetched. */
interface AvailableCertificates {
  sent: readonly PathFields[];
  fetched: readonly PathFields[];
}

/** Lists the notices about a chain. `path` is the best one, or null; `now` is in milliseconds. */
export function listChainNotices(
  { sent, fetched }: AvailableCertificates,
  path: Path | null,
  now: number,
): ChainNotice[] {
  const distinct = [...new Map(sent.map((one) => [one.fingerprint, one])).values()];
  const byFingerprint = groupBy(sent, ({ fingerprint }) => fingerprint);
  const repeated = distinct.filter(({ fingerprint }) => (byFingerprint.get(fingerprint)?.length ?? 0) > 1);
  const notices: ChainNotice[] = repeated.length === 0 ? [] : [createNotice('sent-twice', listNames(repeated))];
  if (path === null) return notices;
  const positions = new Map(path.map(({ fingerprint }, index) => [fingerprint, index]));
  const order = distinct.flatMap(({ fingerprint }) => positions.get(fingerprint) ?? []);
  if (order.some((at, index) => at < (order[index - 1] ?? 0))) notices.push(createNotice('out-of-order'));
  const groups = { 'root-sent': [], 'expired-cross-sign': [], 'not-needed': [] } as Record<Extra, PathFields[]>;
  for (const one of distinct.slice(1)) {
    const extra = classifyExtra(one, path, now);
    if (extra !== null) groups[extra].push(one);
  }
  for (const [code, ones] of Object.entries(groups) as [Extra, PathFields[]][]) {
    if (ones.length > 0) notices.push(createNotice(code, listNames(ones)));
  }
  const missing = path.filter((one) => fetched.includes(one) && !sent.includes(one));
  return missing.length === 0 ? notices : [...notices, createNotice('intermediate-fetched', listNames(missing))];
}

type Extra = 'root-sent' | 'expired-cross-sign' | 'not-needed';

/** A cross-signed certificate that is still valid helps other clients to find their anchor, and does not cause a notice. */
function classifyExtra(one: PathFields, path: Path, now: number): Extra | null {
  if (!isAuthority(one, path)) return 'not-needed';
  // A CA with a new key may have a self-issued certificate that its old key signed, which the path needs.
  if (path.slice(0, -1).some(({ fingerprint }) => fingerprint === one.fingerprint)) return null;
  if (isSelfIssued(one)) return 'root-sent';
  const isAnchor = path.at(-1)?.fingerprint === one.fingerprint;
  return one.valid_to < now && !isAnchor ? 'expired-cross-sign' : null;
}

/** Whether the certificate belongs to a CA on the path. */
function isAuthority(one: PathFields, path: Path): boolean {
  return path.slice(1).some((ca) => isSameEntity(ca, one));
}

function listNames(certificates: readonly PathFields[]): string[] {
  return certificates.map(({ name }) => name);
}

const MESSAGES = {
  'sent-twice': (names: string) => `Sent more than once: ${names}.`,
  'out-of-order': () =>
    'Not sent in order. Each certificate should be followed by its issuer, as some old clients require.',
  'root-sent': (names: string) => `The root is sent, although clients already have it: ${names}.`,
  'expired-cross-sign': (names: string) => `An expired certificate is sent that no path needs: ${names}.`,
  'not-needed': (names: string) => `Sent, but not part of the chain: ${names}.`,
  'intermediate-fetched': (names: string) =>
    `Not sent, but fetched because of \`aia: true\`: ${names}. Most clients do not fetch it. Add it to the server's chain.`,
} satisfies Partial<Record<ChainNoticeCode, (names: string) => string>>;

function createNotice(code: keyof typeof MESSAGES, names: readonly string[] = []): ChainNotice {
  return { code, detail: MESSAGES[code](truncateList(names.map(truncate), MAX_NAMES, '; ')) };
}
