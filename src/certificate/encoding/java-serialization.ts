/**
 * Finds the end of a serialized Java object (Java Object Serialization Specification, chapter 6). A secret key in a JCEKS
 * keystore is one, without a length. It is skipped and not decoded.
 */

import { MalformedError } from '../asn1/der.ts';

const TC = {
  null: 0x70,
  reference: 0x71,
  classDescription: 0x72,
  object: 0x73,
  string: 0x74,
  array: 0x75,
  blockData: 0x77,
  endBlockData: 0x78,
} as const;

const MAGIC = 0xaced0005;
const FIRST_HANDLE = 0x7e0000;

/** Flags of a class: it writes more data after its fields, or it is serializable. */
const WRITE_METHOD = 0x01;
const SERIALIZABLE = 0x02;

/** Bytes of each primitive type by its code. */
const SIZES: Readonly<Record<string, number>> = { B: 1, C: 2, D: 8, F: 4, I: 4, J: 8, S: 2, Z: 1 };

interface ClassDescription {
  name: string;
  flags: number;
  /** The codes of the types of the fields, in order. */
  fields: string[];
  parent: ClassDescription | null;
}

/** A position in the bytes that never exceeds them. */
interface Cursor {
  bytes: Buffer;
  at: number;
  /** The targets of references, in order of appearance; null for anything but class descriptions. */
  handles: (ClassDescription | null)[];
}

/** Deeper than any key. */
const MAX_DEPTH = 16;

/** The position after the serialized object at `at`. Throws MalformedError. */
export function skipJavaObject(bytes: Buffer, at: number): number {
  const cursor: Cursor = { bytes, at, handles: [] };
  if (readBytes(cursor, 4).readUInt32BE() !== MAGIC) throw new MalformedError('a secret key that is not a Java object');
  skipContent(cursor, 0);
  return cursor.at;
}

function readBytes(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new MalformedError('a secret key is truncated');
  const taken = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return taken;
}

const byte = (cursor: Cursor) => readBytes(cursor, 1).readUInt8();
const short = (cursor: Cursor) => readBytes(cursor, 2).readUInt16BE();
const text = (cursor: Cursor) => readBytes(cursor, short(cursor)).toString('latin1');

/** Everything that contains something else begins with a class, where the depth is limited. */
function skipContent(cursor: Cursor, depth: number): void {
  const kind = byte(cursor);
  if (kind === TC.null) return;
  if (kind === TC.reference) readBytes(cursor, 4);
  else if (kind === TC.string) {
    cursor.handles.push(null);
    text(cursor);
  } else if (kind === TC.array) skipArray(cursor, depth);
  else if (kind === TC.object) skipObject(cursor, depth);
  else if (kind === TC.blockData) readBytes(cursor, byte(cursor));
  else throw new MalformedError('a secret key of an unknown structure');
}

function skipArray(cursor: Cursor, depth: number): void {
  const description = readClass(cursor, depth);
  cursor.handles.push(null);
  const count = readBytes(cursor, 4).readUInt32BE();
  const size = SIZES[description?.name[1] ?? ''];
  if (size !== undefined) readBytes(cursor, count * size);
  else for (let index = 0; index < count; index += 1) skipContent(cursor, depth + 1);
}

function skipObject(cursor: Cursor, depth: number): void {
  const description = readClass(cursor, depth);
  cursor.handles.push(null);
  const line: ClassDescription[] = [];
  for (let one = description; one !== null && line.length <= MAX_DEPTH; one = one.parent) line.unshift(one);
  for (const { flags, fields } of line) {
    if ((flags & SERIALIZABLE) === 0) throw new MalformedError('a secret key of an unknown structure');
    for (const type of fields) {
      const size = SIZES[type];
      if (size === undefined) skipContent(cursor, depth + 1);
      else readBytes(cursor, size);
    }
    if ((flags & WRITE_METHOD) !== 0) skipAnnotation(cursor, depth);
  }
}

function skipAnnotation(cursor: Cursor, depth: number): void {
  while (cursor.bytes[cursor.at] !== TC.endBlockData) skipContent(cursor, depth + 1);
  readBytes(cursor, 1);
}

function readClass(cursor: Cursor, depth: number): ClassDescription | null {
  if (depth > MAX_DEPTH) throw new MalformedError('a secret key is nested too deeply');
  const kind = byte(cursor);
  if (kind === TC.null) return null;
  if (kind === TC.reference) return cursor.handles[readBytes(cursor, 4).readUInt32BE() - FIRST_HANDLE] ?? null;
  if (kind !== TC.classDescription) throw new MalformedError('a secret key of an unknown structure');
  const description: ClassDescription = { name: text(cursor), flags: 0, fields: [], parent: null };
  readBytes(cursor, 8);
  cursor.handles.push(description);
  description.flags = byte(cursor);
  const count = short(cursor);
  for (let index = 0; index < count; index += 1) {
    const type = String.fromCharCode(byte(cursor));
    text(cursor);
    if (SIZES[type] === undefined) skipContent(cursor, depth + 1);
    description.fields.push(type);
  }
  skipAnnotation(cursor, depth);
  description.parent = readClass(cursor, depth + 1);
  return description;
}
