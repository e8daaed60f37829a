/**
 * Recognizes bundles of CA certificates that come with software. The shape of a certificate does not tell: the certificate of an identity
 * provider is often self-signed, without names, and two of them are in use during a key rollover. So the format and the keys beside decide.
 */

import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { GroupedSlot } from '../../certificate/group-slots.ts';
import type { Parsed } from '../../certificate/x509/parse.ts';
import { isPrivateKeyName } from '../../domain/certificate-names.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { getDirectory, getFileName } from '../../lib/files/repository-path.ts';
import { lazy } from '../../lib/memoize.ts';

/**
 * `public`: certificates of public CAs. `many`: more certificates than one server has. `roots`: several roots, unless a private key or the
 * metadata of other parties is beside.
 */
export type BundleKind = 'public' | 'many' | 'roots';

/** A file with more certificates is a bundle. */
const MAX_CERTIFICATES_PER_FILE = 20;

/** Formats in which each certificate belongs to one party. */
const PARTIES: ReadonlySet<GroupedSlot['format']> = new Set([
  'saml',
  'jwks',
  'kubeconfig',
  'provisioning-profile',
] as const);

/** Formats of lists, whose certificates have no names. In other formats, each root is the value of its own key. */
const LISTS: ReadonlySet<GroupedSlot['format']> = new Set(['pem', 'pkcs7', 'pkcs12', 'jks', 'jceks'] as const);

/** Classifies the certificates of a file; null: they are not a bundle. */
export function classifyBundle(slots: readonly GroupedSlot[], content: Buffer): BundleKind | null {
  const items = slots.flatMap((slot) => slot.items);
  if (slots.some(({ format, hasKey }) => PARTIES.has(format) || hasKey)) return null;
  if (items.length > MAX_CERTIFICATES_PER_FILE) return 'many';
  const roots = items.filter(isRoot);
  // A server's own chain may end with its root.
  const isChain = roots.length === 1 && items.some(({ facts }) => facts.sans.length > 0);
  if (!isChain && roots.some(({ fingerprint }) => getPublicRoots().has(fingerprint))) return 'public';
  const isList = slots.every(({ format }) => LISTS.has(format)) && !hasKeyPerBlock(content);
  return roots.length > 1 && isList ? 'roots' : null;
}

/** Whether a certificate is a root. A self-signed certificate with names of hosts belongs to a server. */
function isRoot({ facts: { subject, issuer, sans } }: Parsed): boolean {
  return subject !== null && subject === issuer && sans.length === 0;
}

/** The SHA-256 of the public roots in lower-case hex. */
export const getPublicRoots = lazy(
  () => new Set(rootCertificates.map((pem) => createHash('sha256').update(decodePem(pem)).digest('hex'))),
);

function decodePem(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');
}

/** Whether PEM blocks are values of different keys, as in YAML and JSON, instead of one list. Comments between them do not count. */
function hasKeyPerBlock(content: Buffer): boolean {
  const between = content
    .toString('latin1')
    .split(/-----END [^-\n]*CERTIFICATE-----/)
    .slice(1, -1)
    .map((text) => text.slice(0, Math.max(0, text.indexOf('-----BEGIN'))));
  const hasKey = (line: string) => !/^(?:#|\/\/)/.test(line) && /[\w"'\]] ?(?::|=)[^/]/.test(line);
  return between.length > 0 && between.every((text) => text.split('\n').some((line) => hasKey(`${line.trim()} `)));
}

/** A file with certificates, or with a private key. */
interface Sibling {
  path: string;
  kind: string;
}

/**
 * Creates a test for bundles of the kind `roots`: whether a private key in the directory belongs to them. It has their name, or there are no
 * other certificates that it could belong to. `paths`: all files of the repository.
 */
export function createKeyTest(paths: readonly string[], files: readonly Sibling[]): (path: string) => boolean {
  const keys = new Map<string, Set<string>>();
  for (const path of [
    ...paths.filter(isPrivateKeyName),
    ...files.flatMap(({ path, kind }) => (kind === 'key' ? path : [])),
  ])
    getOrCreate(keys, getDirectory(path), () => new Set<string>()).add(getStem(path));
  const taken = new Set(files.flatMap(({ path, kind }) => (kind === 'certificate' ? getDirectory(path) : [])));
  return (path) => {
    const here = keys.get(getDirectory(path));
    return here !== undefined && (!taken.has(getDirectory(path)) || here.has(getStem(path)));
  };
}

/** Returns the name without its extension, and without the word for the key. */
function getStem(path: string): string {
  return getFileName(path)
    .replace(/\.[^.]*$/, '')
    .replace(/[-_.]key$/, '');
}
