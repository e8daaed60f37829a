/** Verifies that a file is complete, unchanged and authentic, before anything in it is used. */

import { createHash, createHmac, type Hmac, timingSafeEqual } from 'node:crypto';
import type { ObservationHeader, ObservationTrailer } from '../../generated/observations.ts';
import { FILE_START, OBSERVATIONS_VERSION, parseLine } from './format.ts';
import { RejectedFile } from './observation-problems.ts';
import type { ProbeSecret } from './probe-secret.ts';
import { type ObservationFile, readLines } from './read-lines.ts';

export interface VerifiedFile {
  file: ObservationFile;
  header: ObservationHeader;
  sha256: string;
}

/** The secret of a probe. */
export type SecretResolver = (probe: string | null) => ProbeSecret;

/**
 * Verifies a file with the secret of the probe that its header names, so that a file that names another probe is rejected. Throws
 * `RejectedFile`.
 */
export async function verifyFile(file: ObservationFile, resolveSecret: SecretResolver): Promise<VerifiedFile> {
  const { name } = file;
  const hash = createHash('sha256');
  let signing: Signing | null = null;
  let last: Buffer | null = null;
  let count = 0;
  for await (const line of readLines(file)) {
    signing ??= startSigning(line, name, resolveSecret);
    if (last !== null) {
      hash.update(last);
      signing.hmac?.update(last);
      count += 1;
    }
    last = line;
  }
  if (signing === null || last === null) throw new RejectedFile('observations-empty', name);
  const trailer = parseTrailer(last);
  if (trailer === null) throw new RejectedFile('observations-truncated', name);
  const sha256 = hash.digest('hex');
  if (trailer.sha256 !== sha256 || trailer.lines !== count) throw new RejectedFile('observations-modified', name);
  const { header } = signing;
  if (header === null) throw new RejectedFile('observations-invalid', name, 'line 1 is not a valid header');
  checkSignature(trailer, signing, name);
  return { file, header, sha256 };
}

interface Signing {
  /** The header; null if it is not valid. */
  header: ObservationHeader | null;
  secret: ProbeSecret;
  hmac: Hmac | null;
}

function startSigning(first: Buffer, name: string, resolveSecret: SecretResolver): Signing {
  checkStart(first, name);
  const line = parseLine(first.toString());
  const header = line?.kind === 'header' ? line : null;
  const secret = header === null ? null : resolveSecret(header.probe);
  return { header, secret, hmac: secret !== null && 'value' in secret ? createHmac('sha256', secret.value) : null };
}

/** Distinguishes a file of another kind or version from a damaged one. */
function checkStart(line: Buffer, name: string): void {
  if (!FILE_START.startsWith(line.toString('latin1', 0, FILE_START.length)))
    throw new RejectedFile('observations-unknown-format', name);
  const version = readVersion(line.toString());
  if (version === OBSERVATIONS_VERSION) return;
  throw new RejectedFile('observations-other-version', name, typeof version === 'number' ? String(version) : 'unknown');
}

/** Parses the trailer; null if the line is not the trailer, or is incomplete. */
function parseTrailer(line: Buffer): ObservationTrailer | null {
  const text = line.toString();
  const parsed = text.endsWith('\n') ? parseLine(text) : null;
  return parsed?.kind === 'trailer' ? parsed : null;
}

function checkSignature(trailer: ObservationTrailer, { secret, hmac }: Signing, name: string): void {
  if (secret !== null && 'unusable' in secret)
    throw new RejectedFile('observations-secret-missing', name, secret.unusable);
  if (hmac === null) return;
  if (trailer.hmac === undefined) throw new RejectedFile('observations-unsigned', name);
  if (!timingSafeEqual(Buffer.from(trailer.hmac, 'hex'), hmac.digest()))
    throw new RejectedFile('observations-signature', name);
}

/** Reads the version; for a truncated header, the present one. */
function readVersion(text: string): unknown {
  try {
    return (JSON.parse(text) as { version?: unknown }).version;
  } catch {
    return OBSERVATIONS_VERSION;
  }
}
