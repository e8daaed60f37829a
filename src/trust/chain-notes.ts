/** What is odd about the certificates that were sent along. None of it keeps a client from connecting. */

import type { PathCertificate, TrustNote, TrustNoteCode } from '../domain/index.ts';
import { cut } from '../lib/truncate.ts';
import type { Path } from './build-path.ts';
import { isSelfIssued } from './name-constraints.ts';

/** Names that are shown in one note. */
const MOST_NAMES = 5;

/** Certificates as they came, the leaf first, and those that were fetched. */
interface Offered {
  sent: readonly PathCertificate[];
  fetched: readonly PathCertificate[];
}

/** `path`: the best one, or null. `now` in milliseconds. */
export function notesOn({ sent, fetched }: Offered, path: Path | null, now: number): TrustNote[] {
  const distinct = [...new Map(sent.map((one) => [one.fingerprint, one])).values()];
  const repeated = distinct.filter(
    (one) => sent.filter(({ fingerprint }) => fingerprint === one.fingerprint).length > 1,
  );
  const notes: TrustNote[] = repeated.length === 0 ? [] : [note('sent-twice', namesOf(repeated))];
  if (path === null) return notes;
  const place = new Map(path.map(({ fingerprint }, index) => [fingerprint, index]));
  const order = distinct.flatMap(({ fingerprint }) => place.get(fingerprint) ?? []);
  if (order.some((at, index) => at < (order[index - 1] ?? 0))) notes.push(note('out-of-order'));
  const groups = { 'root-sent': [], 'expired-cross-sign': [], 'not-needed': [] } as Record<Extra, PathCertificate[]>;
  for (const one of distinct.slice(1)) {
    const extra = extraOf(one, path, now);
    if (extra !== null) groups[extra].push(one);
  }
  for (const [code, ones] of Object.entries(groups) as [Extra, PathCertificate[]][]) {
    if (ones.length > 0) notes.push(note(code, namesOf(ones)));
  }
  const lacking = path.filter((one) => fetched.includes(one) && !sent.includes(one));
  return lacking.length === 0 ? notes : [...notes, note('intermediate-fetched', namesOf(lacking))];
}

type Extra = 'root-sent' | 'expired-cross-sign' | 'not-needed';

/** A cross-sign that is still valid leads other clients to the anchor that they know, and is no note. */
function extraOf(one: PathCertificate, path: Path, now: number): Extra | null {
  const onPath = path.some(({ fingerprint }) => fingerprint === one.fingerprint);
  if (isSelfIssued(one) && (onPath || isAnotherOf(one, path))) return 'root-sent';
  if (onPath) return null;
  if (!isAnotherOf(one, path)) return 'not-needed';
  return one.valid_to < now ? 'expired-cross-sign' : null;
}

/** Whether it is another certificate of an authority on the path. */
function isAnotherOf(one: PathCertificate, path: Path): boolean {
  return path.slice(1).some(({ key, subject }) => key === one.key && subject.join('\n') === one.subject.join('\n'));
}

function namesOf(certificates: readonly PathCertificate[]): string[] {
  return certificates.map(({ name }) => name);
}

const NOTES = {
  'sent-twice': (names: string) => `Sent more than once: ${names}.`,
  'out-of-order': () => 'Not sent in order, each followed by its issuer; some older clients need that.',
  'root-sent': (names: string) => `The root is sent along, which clients have already: ${names}.`,
  'expired-cross-sign': (names: string) => `Sent along, expired, and needed by no path: ${names}.`,
  'not-needed': (names: string) => `Sent along, and no part of the chain: ${names}.`,
  'intermediate-fetched': (names: string) =>
    `Not sent along, and fetched as \`aia: true\` asks for: ${names}. Most clients do not fetch; add it to the server's chain.`,
} satisfies Record<TrustNoteCode, (names: string) => string>;

function note(code: TrustNoteCode, names: readonly string[] = []): TrustNote {
  const shown = names.slice(0, MOST_NAMES).map(cut).join('; ');
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return { code, detail: NOTES[code](`${shown}${more}`) };
}
