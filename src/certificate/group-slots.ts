/** From what the slots of a file hold to the places of its certificates. */

import type { Failure } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { createFailure } from './failures.ts';
import { type Format, isFailure, isParsed, type Slot } from './format-types.ts';
import { orderChain } from './order-chain.ts';
import type { Parsed } from './x509/parse.ts';

/** One place of a file, and what is there. */
export interface GroupedSlot {
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
export function groupSlots(path: string, items: readonly Slot[]): GroupedSlot[] {
  return [...groupBy(limitFailures(items), ({ slot }) => slot)].flatMap(([slot, [item, ...sharing]]) => {
    if (item === undefined) return [];
    const place = slot === null ? path : `${path}#${slot}`;
    if (sharing.length === 0) return splitSlot(place, item);
    // Several of one name, as some formats allow: which of them is which is told by their fingerprints alone.
    const all = [item, ...sharing];
    const areChains = all.every(({ chained, findings }) => chained && findings.every(isParsed));
    if (areChains) return groupChains(place, all);
    return splitSlot(place, { ...item, findings: all.flatMap(({ findings }) => findings), chained: false });
  });
}

/** No file of use has as many slots that cannot be read; more are one failure of the file, which concerns them all. */
const MAX_FAILED_SLOTS = 1000;

function limitFailures(items: readonly Slot[]): readonly Slot[] {
  if (items.length <= MAX_FAILED_SLOTS) return items;
  const isBroken = ({ findings }: Slot) => findings.length > 0 && findings.every(isFailure);
  const broken = items.filter(isBroken);
  const [first] = broken;
  const failed = first?.findings.find(isFailure);
  if (first === undefined || failed === undefined || broken.length <= MAX_FAILED_SLOTS) return items;
  const read = items.filter((item) => !isBroken(item));
  const all = { ...failed, detail: formatPartialFailure(failed, read.length, broken.length) };
  return [...read, { format: first.format, slot: null, findings: [all] }];
}

/** A set of leaves, of which each keeps its chain. */
function groupChains(place: string, items: readonly Slot[]): GroupedSlot[] {
  const byLeaf = new Map(items.map((item) => [item.findings.find(isParsed)?.fingerprint ?? '', item]));
  return [...byLeaf].flatMap(([fingerprint, item]) =>
    splitSlot(byLeaf.size === 1 ? place : `${place}#${fingerprint.slice(0, 12)}`, item),
  );
}

function splitSlot(place: string, { format, slot, findings, chained }: Slot): GroupedSlot[] {
  const at = (place: string, items: Parsed[]): GroupedSlot => ({ place, format, slot, items, failure: null });
  const [only] = findings;
  if (findings.length === 1 && only !== undefined && isParsed(only)) return [at(place, [only])];
  const parsed = removeDuplicates(findings.filter(isParsed));
  const broken = findings.filter(isFailure);
  const member = (one: Parsed) => at(`${place}#${one.fingerprint.slice(0, 12)}`, [one]);
  const [first] = broken;
  if (first !== undefined) {
    const detail = parsed.length === 0 ? first.detail : formatPartialFailure(first, parsed.length, broken.length);
    return [...parsed.map(member), { ...at(place, []), failure: { ...first, detail } }];
  }
  const certificates = parsed.filter(({ kind }) => kind === 'certificate');
  const others = parsed.filter(({ kind }) => kind !== 'certificate');
  const whole =
    certificates.length === 0 && others.length === 1 ? others : chained ? certificates : orderChain(certificates);
  if (whole === null || whole.length === 0) return parsed.map(member);
  return [at(place, whole), ...parsed.filter((one) => !whole.includes(one)).map(member)];
}

function removeDuplicates(certificates: readonly Parsed[]): Parsed[] {
  return [...new Map(certificates.map((parsed) => [parsed.fingerprint, parsed])).values()];
}

function formatPartialFailure(first: Failure, read: number, broken: number): string {
  return createFailure('some-unreadable', first.detail, read, broken).detail;
}
