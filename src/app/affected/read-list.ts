/** Reads the lists of an announcement: of certificates, also as PEM, and of keys. */

import { hash } from 'node:crypto';
import path from 'node:path';
import {
  type CertificateList,
  type DecodedCertificate,
  parseCertificateList,
} from '../../assess/affected/certificate-list.ts';
import { ignoreMalformed, readIntegerHex } from '../../certificate/asn1/der.ts';
import { classifyLabel, decodePemBlock, findPemBlocks } from '../../certificate/formats/pem-blocks.ts';
import { readStructure } from '../../certificate/x509/structure.ts';
import { AppError } from '../../lib/app-error.ts';
import { readLimited } from '../../lib/files/read-limited.ts';
import type { Io } from '../../lib/io.ts';
import { parseKeyBlocklist } from '../../manifest/lists/key-blocklist.ts';

/** A list of 500,000 fingerprints in CSV with names has about 60 MB. */
const MAX_MEBIBYTES = 128;

/** The name of standard input. */
const STANDARD_INPUT = '-';

/** Reads a list of certificates. Throws AppError `list-unreadable` for a file that cannot be read, and for one without any. */
export async function readCertificateList(file: string, io: Io): Promise<CertificateList> {
  const { text, decoded } = extractCertificates(await readText(file, io));
  const list = parseCertificateList(text, decoded);
  if (list.serials.size + list.fingerprints.size > 0) return list;
  const [first] = list.notUnderstood;
  const reason =
    first === undefined
      ? 'it is empty'
      : `it contains no serial number and no SHA-256 fingerprint; line ${first.line} is "${first.text}"`;
  throw createListError(file, reason, 'Use one serial number or fingerprint a line, CSV with a header, or PEM.');
}

/** Reads a list of the SHA-256 of public keys, in hex or base64. Throws AppError `list-unreadable`, as above. */
export async function readKeyList(file: string, io: Io): Promise<ReadonlySet<string>> {
  const { digests } = parseKeyBlocklist(await readText(file, io));
  if (digests.size > 0) return digests;
  throw createListError(file, 'it contains no SHA-256 of a public key', 'Use one digest a line, in hex or base64.');
}

/** Takes the certificates out of a text. The lines of the others stay the same. */
function extractCertificates(text: string): { text: string; decoded: DecodedCertificate[] } {
  const decoded: DecodedCertificate[] = [];
  const kept: string[] = [];
  let at = 0;
  for (const block of findPemBlocks(text)) {
    const der = classifyLabel(block.label) === 'certificate' ? decodePemBlock(block) : null;
    if (der === null) continue;
    const serial = ignoreMalformed(() => readIntegerHex(der, readStructure(der).serialNumber));
    decoded.push({ line: block.line, fingerprint: hash('sha256', der, 'hex'), serial });
    kept.push(text.slice(at, block.start), text.slice(block.start, block.end).replace(/[^\n]/g, ''));
    at = block.end;
  }
  return { text: kept.join('') + text.slice(at), decoded };
}

async function readText(file: string, io: Io): Promise<string> {
  const bytes = file === STANDARD_INPUT ? await readStandardInput(io) : await readFile(file, io);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

async function readFile(file: string, io: Io): Promise<Uint8Array> {
  const read = await readLimited(path.resolve(io.cwd, file), MAX_MEBIBYTES * 1024 * 1024);
  if ('bytes' in read) return read.bytes;
  if (read.failure === 'not-found') throw createListError(file, 'there is no such file');
  throw createListError(file, read.failure === 'too-large' ? `it is larger than ${MAX_MEBIBYTES} MiB` : read.why);
}

async function readStandardInput(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > MAX_MEBIBYTES * 1024 * 1024)
      throw createListError(STANDARD_INPUT, `it is larger than ${MAX_MEBIBYTES} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function createListError(file: string, reason: string, hint = 'Nothing was searched.'): AppError {
  const name = file === STANDARD_INPUT ? 'standard input' : file;
  return new AppError('list-unreadable', `${name} was not read: ${reason}`, { hint });
}
