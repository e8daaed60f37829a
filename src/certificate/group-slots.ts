/** Groups the certificates in the slots of a file into places. */

import type { Failure } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { createFailure } from './failures.ts';
import { type Format, isFailure, isParsed, type Slot } from './format-types.ts';
import { orderChain } from './order-chain.ts';
import type { Parsed } from './x509/parse.ts';

/** One place of a file, and what was read there. */
export interface GroupedSlot {
  place: string;
  /** Null if nothing was found. */
  format: Format | null;
  slot: string | null;
  /** What expires there, followed by its chain upwards; empty beside a failure. */
  items: Parsed[];
  failure: Failure | null;
  /** What is wrong with the keystore around it, although it could be read. */
  notice?: Failure;
}

/**
 * The places of a file with these slots. A slot is at `path#slot`, or at the path itself if it has no name. A leaf with
 * its chain is one place. In a set, each certificate is a place, with the first 12 hex digits of its fingerprint after
 * another `#`. If a part of a slot is unreadable, the others are such places beside a failure at the slot itself.
 */
export function groupSlots(path: string, slots: readonly Slot[]): GroupedSlot[] {
  const [only] = slots;
  if (slots.length === 1 && only !== undefined) return splitSlot(formatSlotPlace(path, only.name), only);
  return [...groupBy(limitFailures(slots), ({ name }) => name)].flatMap(([name, [slot, ...sharing]]) => {
    if (slot === undefined) return [];
    const place = formatSlotPlace(path, name);
    if (sharing.length === 0) return splitSlot(place, slot);
    // Some formats allow several slots of one name: only the fingerprints tell them apart.
    const all = [slot, ...sharing];
    const areChains = all.every(({ chained, contents }) => chained && contents.every(isParsed));
    if (areChains) return groupChains(place, all);
    return splitSlot(place, { ...slot, contents: all.flatMap(({ contents }) => contents), chained: false });
  });
}

function formatSlotPlace(path: string, name: string | null): string {
  return name === null ? path : `${path}#${name}`;
}

/** If more slots fail, one failure of the whole file is reported instead. */
const MAX_FAILED_SLOTS = 1000;

function limitFailures(slots: readonly Slot[]): readonly Slot[] {
  const hasFailed = ({ contents }: Slot) => contents.length > 0 && contents.every(isFailure);
  const failed = slots.filter(hasFailed);
  const [first] = failed;
  const failure = first?.contents.find(isFailure);
  if (first === undefined || failure === undefined || failed.length <= MAX_FAILED_SLOTS) return slots;
  const readable = slots.filter((slot) => !hasFailed(slot));
  const summary = { ...failure, detail: formatPartialFailure(failure, readable.length, failed.length) };
  return [...readable, { format: first.format, name: null, contents: [summary] }];
}

/** A set of leaves, each with its chain. */
function groupChains(place: string, slots: readonly Slot[]): GroupedSlot[] {
  const byLeaf = new Map(slots.map((slot) => [slot.contents.find(isParsed)?.fingerprint ?? '', slot]));
  return [...byLeaf].flatMap(([fingerprint, slot]) =>
    splitSlot(byLeaf.size === 1 ? place : formatMemberPlace(place, fingerprint), slot),
  );
}

function splitSlot(place: string, { format, name, contents, chained, notice }: Slot): GroupedSlot[] {
  const createPlace = (place: string, items: Parsed[]): GroupedSlot => {
    return { place, format, slot: name, items, failure: null, ...(notice && { notice }) };
  };
  const createMember = (one: Parsed) => createPlace(formatMemberPlace(place, one.fingerprint), [one]);
  const [only] = contents;
  if (contents.length === 1 && only !== undefined && isParsed(only)) return [createPlace(place, [only])];
  const parsed = removeDuplicates(contents.filter(isParsed));
  const failures = contents.filter(isFailure);
  const [first] = failures;
  if (first !== undefined) {
    const detail = parsed.length === 0 ? first.detail : formatPartialFailure(first, parsed.length, failures.length);
    return [...parsed.map(createMember), { ...createPlace(place, []), failure: { ...first, detail } }];
  }
  const certificates = parsed.filter((one) => one.kind === 'certificate');
  const whole: Parsed[] | null = parsed.length === 1 ? parsed : chained ? certificates : orderChain(certificates);
  if (whole === null || whole.length === 0) return parsed.map(createMember);
  return [createPlace(place, whole), ...parsed.filter((one) => !whole.includes(one)).map(createMember)];
}

function formatMemberPlace(place: string, fingerprint: string): string {
  return `${place}#${fingerprint.slice(0, 12)}`;
}

function removeDuplicates(certificates: readonly Parsed[]): Parsed[] {
  return [...new Map(certificates.map((parsed) => [parsed.fingerprint, parsed])).values()];
}

function formatPartialFailure(first: Failure, readable: number, failed: number): string {
  return createFailure('some-unreadable', first.detail, readable, failed).detail;
}
