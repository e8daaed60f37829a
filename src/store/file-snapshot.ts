/** Reads files of the event log, and notices if they have not changed since. */

import { isAscii } from 'node:buffer';
import { hash } from 'node:crypto';
import { type BigIntStats, closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../lib/app-error.ts';
import { createAsciiSource, type TextSource } from '../lib/files/chunked-text.ts';
import type { KnownFile } from '../lib/files/file-set.ts';
import { catchErrorCode, createStoreError, type StoreErrorCode } from './failures.ts';

/** Four times the size of a log with 500,000 events. */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** Identifies what a file contained when it was read. */
export interface FileVersion {
  /** The state just before reading; null if there was no file, or if it was too new to detect a change by its timestamps. */
  stats: BigIntStats | null;
  /** SHA-256 of the content of a file that was too new. */
  digest: string | null;
}

const NO_FILE: FileVersion = { stats: null, digest: null };

export interface FileSnapshot<Content> {
  version: FileVersion;
  /** Null if the file does not exist. */
  file: KnownFile<Content> | null;
  /** Null if the file does not exist, or if its text is not kept. */
  text: string | null;
}

/** How to read a file. */
export interface FileReader<Content> {
  target: string;
  /** The name in messages. */
  path: string;
  /** Minimum age of a change, in milliseconds, so that a later one has another timestamp. */
  settledMs: number;
  parse: (text: string) => Content;
  /** Whether its text stays in memory. Otherwise it is read again if it is needed. */
  keepsText: boolean;
  /** Returns a buffer for the content, of this size. */
  getBuffer: (size: number) => Buffer;
}

/** One buffer for all files, each of which is valid until the next one is read. A new one for each is garbage for a long time. */
export function createFileBuffer(): FileReader<unknown>['getBuffer'] {
  let buffer = Buffer.alloc(0);
  return (size) => {
    if (buffer.length < size) buffer = Buffer.allocUnsafeSlow(size);
    return buffer.subarray(0, size);
  };
}

/** A file has changed since it was read, by a program that ignores the lock. */
export class FileChangedError extends Error {}

/** Returns `known` if the file has not changed since, without parsing it again. Throws AppError, or the error of the parser. */
export function readSnapshot<Content>(
  reader: FileReader<Content>,
  known: FileSnapshot<Content> | null,
): FileSnapshot<Content> {
  const { parse, keepsText } = reader;
  const found = readOpenFile(reader, (open) => {
    if (known !== null && isVersion(known.version, open)) return { known, text: null };
    // Its digest is computed only if it is needed.
    const version = open.isSettled
      ? { stats: open.stats, digest: null }
      : { stats: null, digest: open.computeDigest() };
    return { known: null, version, text: open.readText() };
  });
  if (found === null) return { version: NO_FILE, file: null, text: null };
  if (found.known !== null) return found.known;
  const { version, text } = found;
  const { length } = text;
  const readText = keepsText ? () => text : createTextReader(reader, version, length);
  return { version, file: { content: parse(text), length, readText }, text: keepsText ? text : null };
}

function createTextReader(reader: FileReader<unknown>, version: FileVersion, length: number): () => TextSource {
  const read = (open: OpenFile) => {
    if (!isVersion(version, open)) return null;
    const bytes = open.readBytes();
    // UTF-8 has as many bytes as characters only if all of them are ASCII.
    return bytes.length === length ? createAsciiSource(bytes) : open.readText();
  };
  return () => {
    const text = readOpenFile(reader, read);
    if (text === null) throw new FileChangedError();
    return text;
  };
}

/** Identifies a file without parsing it. */
export function readVersion(reader: FileReader<unknown>): FileVersion {
  const read = (open: OpenFile): FileVersion => ({ stats: null, digest: open.computeDigest() });
  return readOpenFile(withOwnBuffer(reader), read) ?? NO_FILE;
}

/** Whether a file, or its absence, has not changed since. */
export function isUnchanged(reader: FileReader<unknown>, version: FileVersion): boolean {
  return readOpenFile(withOwnBuffer(reader), (open) => isVersion(version, open)) ?? isMissing(version);
}

/** The text that was read last may still be in use. */
function withOwnBuffer<Content>(reader: FileReader<Content>): FileReader<Content> {
  return { ...reader, getBuffer: Buffer.allocUnsafeSlow };
}

function isMissing({ stats, digest }: FileVersion): boolean {
  return stats === null && digest === null;
}

interface OpenFile {
  stats: BigIntStats;
  isSettled: boolean;
  readBytes: () => Buffer;
  readText: () => string;
  computeDigest: () => string;
}

function isVersion({ stats, digest }: FileVersion, open: OpenFile): boolean {
  return stats === null ? digest !== null && digest === open.computeDigest() : isSameFile(stats, open.stats);
}

/** Null if the file does not exist. Throws AppError if it cannot be read. */
function readOpenFile<Result>(reader: FileReader<unknown>, read: (open: OpenFile) => Result): Result | null {
  const { target, path } = reader;
  try {
    const found = nullIfMissing(() => statSync(target));
    if (found === null) return null;
    // Reading a pipe or a device could block forever.
    if (!found.isFile() && !found.isDirectory())
      throw createStoreError('event-log-unreadable', path, 'it is not a regular file');
    if (found.size > MAX_LOG_BYTES)
      throw createStoreError('event-log-unreadable', path, 'it is larger than 256 MiB, so it is not an event log');
    const descriptor = nullIfMissing(() => openSync(target, 'r'));
    if (descriptor === null) return null;
    try {
      return read(describeOpenFile(descriptor, reader));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw toAppError('event-log-unreadable', path, error);
  }
}

function describeOpenFile(
  descriptor: number,
  { path, settledMs, keepsText, getBuffer }: FileReader<unknown>,
): OpenFile {
  // For the open file, because a network file system may have outdated data for a path.
  const now = Date.now();
  const stats = fstatSync(descriptor, { bigint: true });
  let bytes: Buffer | null = null;
  const readBytes = () => {
    bytes ??= readAll(descriptor, getBuffer(Number(stats.size)));
    return bytes;
  };
  return {
    stats,
    readBytes,
    isSettled: isOlder(stats, now - settledMs),
    readText: () => toText(readBytes(), path, keepsText),
    computeDigest: () => hash('sha256', readBytes()),
  };
}

/** Reads a whole file into a buffer of its size. A file that grows at the same time has another version afterwards. */
function readAll(descriptor: number, buffer: Buffer): Buffer {
  let used = 0;
  while (used < buffer.length) {
    const read = readSync(descriptor, buffer, used, buffer.length - used, used);
    if (read === 0) break;
    used += read;
  }
  return buffer.subarray(0, used);
}

/** Timestamps are in nanoseconds. `ctime` also changes if a program resets the others, and cannot be set itself. */
function isSameFile(a: BigIntStats, b: BigIntStats): boolean {
  return IDENTITY.every((field) => a[field] === b[field]);
}

const IDENTITY = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const;

function isOlder({ mtimeMs, ctimeMs }: BigIntStats, before: number): boolean {
  return mtimeMs < before && ctimeMs < before;
}

/** Node keeps strings of 1 MiB outside of V8's heap, and many of them are freed late. */
const MAX_HEAP_STRING = 512 * 1024;

function toText(bytes: Buffer, path: string, isKept: boolean): string {
  if (!isKept && isAscii(bytes)) return joinAscii(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw createStoreError('event-log-unreadable', path, 'it is not UTF-8 text');
  }
}

function joinAscii(bytes: Buffer): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += MAX_HEAP_STRING) {
    text += bytes.toString('latin1', from, from + MAX_HEAP_STRING);
  }
  return text;
}

export function toAppError(code: StoreErrorCode, path: string, error: unknown): AppError {
  return error instanceof AppError ? error : createStoreError(code, path, error);
}

export function nullIfMissing<Result>(read: () => Result): Result | null {
  return catchErrorCode('ENOENT', read);
}
