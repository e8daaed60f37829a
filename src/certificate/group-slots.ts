/** Groups the certificates in the slots of a file into locations. */

import type { Failure } from '../domain/index.ts';
import { groupBy } from '../lib/collections.ts';
import { createFailure } from './failures.ts';
import { type Format, isFailure, isParsed, isUnread, type Slot } from './format-types.ts';
import { orderChain } from './order-chain.ts';
import type { Parsed } from './x509/parse.ts';

/** One location of a file, and its content. */
export interface GroupedSlot {
  location: string;
  /** The format; null if nothing was found. */
  format: Format | null;
  slot: string | null;
  /** The item that expires, followed by its chain upwards; empty in case of a failure. */
  items: Parsed[];
  failure: Failure | null;
  /** A problem of the surrounding keystore, which could still be read. */
  notice?: Failure;
  /** Whether the private key of the certificate is in the same slot. */
  hasKey?: true;
}

/**
 * Lists the locations of a file with these slots. A slot is at `path#slot`, or at the path itself if it has no name. A leaf with its chain
 * is one location. In a set, each certificate is a location, with the first 12 hex digits of its fingerprint after another `#`. If a part
 * of a slot is unreadable, the others are such locations beside a failure at the slot itself.
 */
export function groupSlots(path: string, slots: readonly Slot[]): GroupedSlot[] {
  return groupRead(path, slots.map(noticeUnread));
}

/** A certificate may be in bytes that are unread, so this matters more than a keystore that is not verified. */
function noticeUnread(slot: Slot): Slot {
  const unread = slot.contents.filter(isUnread).reduce((sum, one) => sum + one.unread, 0);
  const contents = slot.contents.filter((one) => !isUnread(one));
  return unread === 0
    ? { ...slot, contents }
    : { ...slot, contents, notice: createFailure('file-bytes-unread', unread) };
}

function groupRead(path: string, slots: readonly Slot[]): GroupedSlot[] {
  const [only] = slots;
  if (slots.length === 1 && only !== undefined) return splitSlot(formatSlotLocation(path, only.name), only);
  return [...groupBy(limitFailures(slots), ({ name }) => name)].flatMap(([name, [slot, ...sharing]]) => {
    if (slot === undefined) return [];
    const location = formatSlotLocation(path, name);
    if (sharing.length === 0) return splitSlot(location, slot);
    // Some formats allow several slots of one name: only the fingerprints tell them apart.
    const all = [slot, ...sharing];
    const areChains = all.every(({ chained, contents }) => chained && contents.every(isParsed));
    if (areChains) return groupChains(location, all);
    const notice = all.find((one) => one.notice !== undefined)?.notice;
    const contents = all.flatMap((one) => one.contents);
    return splitSlot(location, { ...slot, contents, chained: false, ...(notice && { notice }) });
  });
}

function formatSlotLocation(path: string, name: string | null): string {
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
function groupChains(location: string, slots: readonly Slot[]): GroupedSlot[] {
  const byLeaf = new Map(slots.map((slot) => [slot.contents.find(isParsed)?.fingerprint ?? '', slot]));
  return [...byLeaf].flatMap(([fingerprint, slot]) =>
    splitSlot(byLeaf.size === 1 ? location : formatMemberLocation(location, fingerprint), slot),
  );
}

function splitSlot(location: string, { format, name, contents, chained, notice }: Slot): GroupedSlot[] {
  const hasKey = chained || contents.includes('private-key');
  const createLocation = (location: string, items: Parsed[]): GroupedSlot => {
    return { location, format, slot: name, items, failure: null, ...(notice && { notice }), ...(hasKey && { hasKey }) };
  };
  const createMember = (one: Parsed) => createLocation(formatMemberLocation(location, one.fingerprint), [one]);
  const [only] = contents;
  if (contents.length === 1 && only !== undefined && isParsed(only)) return [createLocation(location, [only])];
  const parsed = removeDuplicates(contents.filter(isParsed));
  const failures = contents.filter(isFailure);
  const [first] = failures;
  if (first !== undefined) {
    const detail = parsed.length === 0 ? first.detail : formatPartialFailure(first, parsed.length, failures.length);
    return [...parsed.map(createMember), { ...createLocation(location, []), failure: { ...first, detail } }];
  }
  const certificates = parsed.filter((one) => one.kind === 'certificate');
  const whole: Parsed[] | null = parsed.length === 1 ? parsed : chained ? certificates : orderChain(certificates);
  if (whole === null || whole.length === 0) return parsed.map(createMember);
  return [createLocation(location, whole), ...parsed.filter((one) => !whole.includes(one)).map(createMember)];
}

function formatMemberLocation(location: string, fingerprint: string): string {
  return `${location}#${fingerprint.slice(0, 12)}`;
}

function removeDuplicates(certificates: readonly Parsed[]): Parsed[] {
  return [...new Map(certificates.map((parsed) => [parsed.fingerprint, parsed])).values()];
}

function formatPartialFailure(first: Failure, readable: number, failed: number): string {
  return createFailure('some-unreadable', first.detail, readable, failed).detail;
}
