/** Verifies that a file is complete, unchanged and authentic, before anything in it is used. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ObservationHeader, ObservationTrailer } from '../../generated/observations.ts';
import { OBSERVATIONS_VERSION, parseLine } from './format.ts';
import { RejectedFile } from './problems.ts';
import { type ObservationFile, readLines } from './read-lines.ts';

export interface VerifiedFile {
  file: ObservationFile;
  header: ObservationHeader;
  sha256: string;
}

/** The secret of the manifest: null if it has none, `missing` if its variable is not set. */
export type FileSecret = string | null | { missing: string };

/** Throws `RejectedFile`. */
export async function verifyFile(file: ObservationFile, secret: FileSecret): Promise<VerifiedFile> {
  const { name } = file;
  const hash = createHash('sha256');
  const hmac = typeof secret === 'string' ? createHmac('sha256', secret) : null;
  let first: Buffer | null = null;
  let last: Buffer | null = null;
  let count = 0;
  for await (const line of readLines(file)) {
    if (first === null) checkStart(line, name);
    first ??= line;
    if (last !== null) {
      hash.update(last);
      hmac?.update(last);
      count += 1;
    }
    last = line;
  }
  if (first === null || last === null) throw new RejectedFile('observations-empty', name);
  const trailer = parseTrailer(last);
  if (trailer === null) throw new RejectedFile('observations-truncated', name);
  const sha256 = hash.digest('hex');
  if (trailer.sha256 !== sha256 || trailer.lines !== count) throw new RejectedFile('observations-modified', name);
  checkSignature(trailer, hmac?.digest() ?? null, secret, name);
  return { file, header: parseHeader(first, name), sha256 };
}

const START = '{"kind":"header",';

/** Tells a file of another kind or version from one that is damaged. */
function checkStart(line: Buffer, name: string): void {
  if (!START.startsWith(line.toString('latin1', 0, START.length)))
    throw new RejectedFile('observations-unknown-format', name);
  const version = readVersion(line.toString());
  if (version === OBSERVATIONS_VERSION) return;
  throw new RejectedFile('observations-other-version', name, typeof version === 'number' ? String(version) : 'unknown');
}

/** null if the line is not the trailer, or is not complete. */
function parseTrailer(line: Buffer): ObservationTrailer | null {
  const text = line.toString();
  const parsed = text.endsWith('\n') ? parseLine(text) : null;
  return parsed?.kind === 'trailer' ? parsed : null;
}

function checkSignature({ hmac }: ObservationTrailer, expected: Buffer | null, secret: FileSecret, name: string): void {
  if (secret !== null && typeof secret === 'object')
    throw new RejectedFile('observations-secret-missing', name, `\${${secret.missing}}`);
  if (expected === null) return;
  if (hmac === undefined) throw new RejectedFile('observations-unsigned', name);
  if (!timingSafeEqual(Buffer.from(hmac, 'hex'), expected)) throw new RejectedFile('observations-signature', name);
}

function parseHeader(line: Buffer, name: string): ObservationHeader {
  const header = parseLine(line.toString());
  if (header?.kind !== 'header') throw new RejectedFile('observations-invalid', name, 'line 1 is not a valid header');
  return header;
}

/** Of a header that is cut off, our own. */
function readVersion(text: string): unknown {
  try {
    return (JSON.parse(text) as { version?: unknown }).version;
  } catch {
    return OBSERVATIONS_VERSION;
  }
}
