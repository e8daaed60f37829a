/** From what the slots of a file hold to the places of its certificates. */

import type { Failure } from '../types.ts';
import { asChain } from './chain.ts';
import { type Format, type Item, isFailure, isParsed } from './content.ts';
import { failure } from './failures.ts';
import type { Parsed } from './x509.ts';

/** One place of a file, and what is there. */
export interface Found {
  place: string;
  /** Null where nothing was found. */
  format: Format | null;
  slot: string | null;
  /** What expires there, and above it its chain; empty beside a failure. */
  items: Parsed[];
  failure: Failure | null;
}

/**
 * The places of a file with these slots. A slot is `path#slot`; what has none is at the path itself. A leaf with its
 * chain is one place; of a set each certificate is one, with the first 12 hex of its fingerprint after a further `#`,
 * so that it is compared as a set. Where a part of a slot cannot be read, the others are such places beside a failure
 * at the slot itself.
 */
export function placesOf(path: string, slots: readonly Item[]): Found[] {
  const places = slots.map(({ slot }) => (slot === null ? path : `${path}#${slot}`));
  const times = new Map<string, number>();
  for (const place of places) times.set(place, (times.get(place) ?? 0) + 1);
  return slots.flatMap((item, index) => {
    const place = places[index] as string;
    return placesOfSlot(place, item, (times.get(place) ?? 0) > 1);
  });
}

function placesOfSlot(place: string, { format, slot, findings, chained }: Item, isShared: boolean): Found[] {
  const parsed = distinct(findings.filter(isParsed));
  const broken = findings.filter(isFailure);
  const at = (place: string, items: Parsed[]): Found => ({ place, format, slot, items, failure: null });
  const member = (one: Parsed) => at(`${place}#${one.fingerprint.slice(0, 12)}`, [one]);
  const [first] = broken;
  if (first !== undefined) {
    const detail = parsed.length === 0 ? first.detail : partly(first, parsed.length, broken.length);
    return [...parsed.map(member), { ...at(place, []), failure: { ...first, detail } }];
  }
  const certificates = parsed.filter(({ kind }) => kind === 'certificate');
  const others = parsed.filter(({ kind }) => kind !== 'certificate');
  const chain = chained ? certificates : asChain(certificates);
  const whole = isShared || chain === null ? null : chain;
  if (whole !== null && whole.length > 0) return [at(place, whole), ...others.map(member)];
  const [only, another] = others;
  if (!isShared && only !== undefined && another === undefined && certificates.length === 0) return [at(place, [only])];
  return parsed.map(member);
}

function distinct(certificates: readonly Parsed[]): Parsed[] {
  return [...new Map(certificates.map((parsed) => [parsed.fingerprint, parsed])).values()];
}

function partly(first: Failure, read: number, broken: number): string {
  return failure('some-unreadable', first.detail, read, broken).detail;
}
