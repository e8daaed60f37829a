/**
 * A bounded reader of DER (ITU-T X.690). It slices and never copies, so its work is linear in the size of its untrusted input. Lengths with
 * unnecessary bytes, as in old certificates, are accepted; the indefinite form is rejected (X.690 section 10.1).
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Thrown for malformed input. The readers of the formats catch it and report a failure of the location with its message, which
 * is empty where no message is shown, as for extensions and OCSP responses.
 */
export class MalformedError extends Error {}

/** Returns the result of `read`, or that of `handle` if it throws MalformedError. */
export function handleMalformed<T, U>(read: () => T, handle: (error: MalformedError) => U): T | U {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedError) return handle(error);
    throw error;
  }
}

/** The result of `read`, or null if it throws MalformedError. */
export function ignoreMalformed<T>(read: () => T): T | null {
  return handleMalformed(read, () => null);
}

/** The tag of one element, and the offsets of its header (`at`), its content (`start`) and its end. */
export interface Element {
  tag: number;
  at: number;
  start: number;
  end: number;
}

/** Reads the element at `at`, which must end at or before `limit`. Throws MalformedError. */
export function readElement(bytes: Buffer, at: number, limit: number): Element {
  if (at + 2 > limit) throw new MalformedError('an element is truncated');
  const tag = bytes[at] as number;
  if ((tag & 0x1f) === 0x1f) throw new MalformedError('a multi-byte tag');
  let start = at + 2;
  let length = bytes[at + 1] as number;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 4) throw new MalformedError('a length that is not valid DER');
    if (start + octets > limit) throw new MalformedError('a length is truncated');
    length = 0;
    for (const first = start; start < first + octets; start += 1) length = length * 256 + (bytes[start] as number);
  }
  const end = start + length;
  if (end > limit) throw new MalformedError('an element exceeds its parent');
  return { tag, at, start, end };
}

/** Reads the elements inside a constructed element. Throws MalformedError, also if they are more than `max`. Default: any number. */
export function readChildren(bytes: Buffer, parent: Element, max = Number.POSITIVE_INFINITY): Element[] {
  const found: Element[] = [];
  for (let at = parent.start; at < parent.end; ) {
    if (found.length === max) throw new MalformedError('too many elements');
    const child = readElement(bytes, at, parent.end);
    found.push(child);
    at = child.end;
  }
  return found;
}

/**
 * Reads the elements of a SEQUENCE whose fields are all optional and have these tags, in this order. Throws MalformedError for
 * any other element.
 */
export function readOptionalFields(
  bytes: Buffer,
  sequence: Element,
  tags: readonly number[],
): readonly (Element | undefined)[] {
  let left = readChildren(bytes, expectTag(sequence, TAG.sequence));
  const fields = tags.map((tag) => {
    const [first, ...others] = left;
    if (first?.tag !== tag) return undefined;
    left = others;
    return first;
  });
  if (left.length > 0) throw new MalformedError();
  return fields;
}

/** Reads the only element inside another one. Throws MalformedError. */
export function readOnlyChild(bytes: Buffer, parent: Element): Element {
  const [child, ...more] = readChildren(bytes, parent);
  if (child === undefined || more.length > 0) throw new MalformedError();
  return child;
}

/** Returns the element if it is present and has this tag, else throws MalformedError. `what` names it if the message is shown. */
export function expectTag(element: Element | undefined, tag: number, what = 'an element'): Element {
  if (element?.tag !== tag) throw new MalformedError(`${what} ${isPlural(what) ? 'are' : 'is'} missing`);
  return element;
}

/** Whether a name is plural, such as `the extensions`, but not `the status`. */
function isPlural(what: string): boolean {
  return /[^su]s$/.test(what);
}

/** Reads the content of an element, without its header, as a slice. */
export function readContent(bytes: Buffer, element: Element): Buffer {
  return bytes.subarray(element.start, element.end);
}

/** Arcs of up to this many bytes fit into a double. Arcs beyond the second limit only cost time to convert. */
const MAX_SAFE_ARC_LENGTH = 7;
const MAX_ARC_LENGTH = 64;

/** Reads an object identifier in dotted form, such as `2.5.4.3`. */
export function readOid(bytes: Buffer, element: Element): string {
  let dotted = '';
  let arc = 0;
  let from = element.start;
  for (let at = element.start; at < element.end; at += 1) {
    const byte = bytes[at] as number;
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    const exact = at - from < MAX_SAFE_ARC_LENGTH ? arc : readLongArc(bytes, from, at);
    dotted = dotted === '' ? formatFirstArcs(exact) : `${dotted}.${exact}`;
    arc = 0;
    from = at + 1;
  }
  if (dotted === '' || from !== element.end) throw new MalformedError('an object identifier is truncated');
  return dotted;
}

/** The first number holds two arcs: 40 x + y, with x at most 2 (X.690 section 8.19.4). */
function formatFirstArcs(both: number | bigint): string {
  if (typeof both === 'bigint') return `2.${both - 80n}`;
  const root = Math.min(2, Math.floor(both / 40));
  return `${root}.${both - 40 * root}`;
}

/** Like `readOid`, but rejects arcs that begin with zero bits (X.690 section 8.19.2), as OpenSSL does. */
export function readStrictOid(bytes: Buffer, element: Element): string {
  const octets = readContent(bytes, element);
  const isPadded = octets.some((octet, at) => octet === 0x80 && (octets[at - 1] ?? 0) < 0x80);
  if (isPadded) throw new MalformedError();
  return readOid(bytes, element);
}

function readLongArc(bytes: Buffer, from: number, last: number): bigint {
  if (last - from >= MAX_ARC_LENGTH) throw new MalformedError('an object identifier is too long');
  let arc = 0n;
  for (let at = from; at <= last; at += 1) arc = arc * 128n + BigInt((bytes[at] as number) & 0x7f);
  return arc;
}

/** Reads an INTEGER as lower-case hex, two digits a byte, without leading zero bytes. Negative numbers begin with `-`. */
export function readIntegerHex(bytes: Buffer, element: Element): string {
  const value = readContent(bytes, element);
  if (value.length === 0) throw new MalformedError('an integer is empty');
  const negative = (value[0] as number) >= 0x80;
  const hex = (negative ? negate(value) : value).toString('hex').replace(/^(?:00)+(?=..)/, '');
  return negative ? `-${hex}` : hex;
}

/** Negates a number in two's complement. */
function negate(value: Buffer): Buffer {
  const magnitude = -BigInt.asIntN(8 * value.length, BigInt(`0x${value.toString('hex')}`));
  return Buffer.from(magnitude.toString(16).padStart(2 * value.length, '0'), 'hex');
}

/** Reads the octets of a BIT STRING (X.690 section 8.6), with its unused bits as zeros. Throws MalformedError. */
export function readBits(bytes: Buffer, element: Element): Buffer {
  const content = readContent(bytes, element);
  const unused = content[0] ?? 8;
  if (unused > 7 || (unused > 0 && content.length === 1)) throw new MalformedError();
  const octets = Buffer.from(content.subarray(1));
  const last = octets.at(-1);
  if (last !== undefined) octets[octets.length - 1] = last & (0xff << unused);
  return octets;
}

/** Counts the bits of a non-negative INTEGER, such as 2048 for an RSA modulus. */
export function countIntegerBits(bytes: Buffer, element: Element): number {
  let at = element.start;
  while (at < element.end && bytes[at] === 0) at += 1;
  return at === element.end ? 0 : (element.end - at) * 8 - (Math.clz32(bytes[at] as number) - 24);
}
