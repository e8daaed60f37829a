/** Finds the certificate files of a repository by their content, and decides which of them belong to the user. */

import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { listLocationsWithPasswords } from '../../certificate/decode-file.ts';
import { detectBinaryFormat, ENCODED_PEM } from '../../certificate/detect-format.ts';
import { ENCODED_DER } from '../../certificate/formats/embedded.ts';
import type { GroupedSlot } from '../../certificate/group-slots.ts';
import type { ParseCache } from '../../certificate/x509/parse.ts';
import { classifyHost } from '../../discover/classify-host.ts';
import type { FileProblem, FileTree } from '../../discover/read-repository.ts';
import { isDocumentation, isFixturePath, listTestedDirectories } from '../../discover/test-material.ts';
import type { IsoTime } from '../../domain/index.ts';
import { TEXT_CODES } from '../../events/state/read-results.ts';
import { catchBugsSync, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { lazy } from '../../lib/memoize.ts';

/** A file with certificates, or one whose name suggests them, and its kind of content. */
export interface CertificateFile {
  /** `/`-separated, relative to the searched directory. */
  path: string;
  /**
   * `keystore`: it needs a password. `bundle`: CA certificates that come with software. `crl`: a revocation list. `copy`: a link to another
   * file of the repository. `key`: a private key only. `damaged`: its certificate cannot be decoded. `closed`: it could not be read.
   * `outside`: a link out of the workspace. `other`: no certificate. `broken`: a bug kept it from being read.
   */
  kind:
    | 'certificate'
    | 'keystore'
    | 'bundle'
    | 'crl'
    | 'copy'
    | 'key'
    | 'damaged'
    | 'closed'
    | 'outside'
    | 'other'
    | 'broken';
  /** The line of the first certificate, from 1. */
  line: number;
  /** `pem`, `pkcs12`, ...; null if nothing was read. */
  format: string | null;
  /** The reason why it belongs to tests; null: it does not. */
  fixture: string | null;
  /** Whether it is documentation, whose certificates are examples. */
  isDocumentation: boolean;
  /** Whether a scan skips it if a glob matches it, as it skips the text of a private key. */
  isSkipped?: true;
  /** The SHA-256 of each certificate to monitor, in lower-case hex. */
  fingerprints: string[];
  /** The names of the certificates in lower case. */
  names: string[];
  /** The earliest expiry; null if there is none. */
  valid_to: IsoTime | null;
}

/** Common extensions of certificate files. */
const CERTIFICATE_EXTENSION =
  /\.(pem|crt|cer|cert|der|p7b|p7c|p7s|spc|p12|pfx|pkcs12|jks|jceks|keystore|truststore|ca-bundle)$/i;

const KEYSTORE_EXTENSION = /\.(p12|pfx|pkcs12|jks|jceks|keystore|truststore)$/i;

/** The markers of a text with certificates: PEM, base64 of PEM or of DER, SAML metadata, a JWKS. */
const MARKERS = ['CERTIFICATE-----', '-----BEGIN PKCS', '-----BEGIN CMS', 'BEGIN X509 CRL', ENCODED_PEM, ENCODED_DER];

const BINARY: ReadonlySet<string> = new Set(['certificate', 'pkcs7', 'pkcs12', 'jks', 'jceks', 'crl']);

/** The maximum: a file with more certificates is a bundle of CAs that comes with software. */
const MAX_CERTIFICATES_PER_FILE = 20;

/** Collects the certificate files among the files that are read anyway. */
export interface CertificateCollector {
  visit: (path: string, content: Buffer | FileProblem) => void;
  /** Lists the files by path, and decides whether each belongs to tests, which needs the other files. */
  list: () => CertificateFile[];
}

/** Creates a collector. A bug about one file does not affect the others. `domains`: the user's own, whose names are not examples. */
export function createCertificateCollector(
  tree: FileTree,
  domains: readonly string[],
  reportBug: ReportBug,
): CertificateCollector {
  const files: CertificateFile[] = [];
  const cache: ParseCache = new Map();
  return {
    visit: (path, content) => {
      const read = () => readFile(path, content, { tree, domains, cache });
      const file = catchBugsSync(read, () => createFile(path, 'broken'), reportBug);
      if (file !== null) files.push(file);
    },
    list: () => {
      const tested = listTestedDirectories(tree.paths);
      const keyDirectories = new Set(files.filter(({ kind }) => kind === 'key').map(({ path }) => getDirectory(path)));
      return files
        .map((file) => ({ ...file, fixture: file.fixture ?? explainKeyBesideTests(file.path, tested, keyDirectories) }))
        .sort((a, b) => compareText(a.path, b.path));
    },
  };
}

function createFile(
  path: string,
  kind: CertificateFile['kind'],
  fields: Partial<CertificateFile> = {},
): CertificateFile {
  const base = { path, kind, line: 1, format: null, fixture: null, isDocumentation: isDocumentation(path) };
  return { ...base, fingerprints: [], names: [], valid_to: null, ...fields };
}

interface Context {
  tree: FileTree;
  domains: readonly string[];
  cache: ParseCache;
}

/** Reads a file; null for a file without certificates. */
function readFile(
  path: string,
  content: Buffer | FileProblem,
  { tree, domains, cache }: Context,
): CertificateFile | null {
  const isNamed = CERTIFICATE_EXTENSION.test(path);
  if (typeof content === 'string') {
    if (!isNamed) return null;
    if (content === 'outside') return createFile(path, 'outside');
    return createFile(path, content === 'directory' ? 'other' : 'closed');
  }
  if (!isNamed && !isCandidate(content)) return null;
  if (tree.isLink(path)) return isNamed ? createFile(path, 'copy') : null;
  const slots = listLocationsWithPasswords(path, { bytes: content, cache }, null);
  const file = classify(path, content, slots, domains);
  // For other files, failures are ignored, because a text may only mention certificates.
  return isNamed || file.fingerprints.length > 0 || file.kind === 'keystore' ? file : null;
}

function isCandidate(content: Buffer): boolean {
  return BINARY.has(detectBinaryFormat(content)) || MARKERS.some((marker) => content.includes(marker));
}

function classify(
  path: string,
  content: Buffer,
  slots: readonly GroupedSlot[],
  domains: readonly string[],
): CertificateFile {
  const codes = slots.flatMap(({ failure }) => failure?.code ?? []);
  const items = slots.flatMap((slot) => slot.items);
  const leaves = slots.flatMap((slot) => slot.items[0] ?? []);
  if (items.length === 0) {
    const isSkipped = slots.every(({ failure }) => TEXT_CODES.includes(failure?.code ?? ''));
    const skipped = isSkipped && ({ isSkipped: true } as const);
    if (codes.includes('private-key-only')) return createFile(path, 'key', { ...skipped });
    if (codes.includes('keystore-password-missing')) {
      const format = KEYSTORE_EXTENSION.exec(path)?.[1]?.toLowerCase() ?? 'keystore';
      return createFile(path, 'keystore', { format, fixture: explainPath(path) });
    }
    const isOther = ['no-certificate', 'certificate-request', 'file-empty', 'unknown-format', 'container-empty'];
    if (codes.some((code) => isOther.includes(code))) return createFile(path, 'other', { ...skipped });
    return createFile(path, 'damaged', { fixture: explainPath(path) });
  }
  const [valid_to = null] = leaves.map(({ facts }) => facts.valid_to).sort(compareText);
  const facts = leaves.map((leaf) => leaf.facts);
  const names = facts.flatMap(({ common_name, sans }) => [...sans, ...(common_name === null ? [] : [common_name])]);
  return createFile(
    path,
    isBundle(items) ? 'bundle' : items.every(({ kind }) => kind === 'crl') ? 'crl' : 'certificate',
    {
      line: findLine(content),
      format: slots.find((slot) => slot.items.length > 0)?.format ?? null,
      fingerprints: leaves.map(({ fingerprint }) => fingerprint),
      names: [...new Set(names.map((name) => name.toLowerCase()))],
      valid_to,
      fixture: explainPath(path) ?? explainSubject(facts, domains),
    },
  );
}

type Facts = GroupedSlot['items'][number]['facts'];

/** Whether certificates are a bundle: those of public CAs, more than one private root, or more certificates than one server has. */
function isBundle(items: readonly GroupedSlot['items'][number][]): boolean {
  if (items.length > MAX_CERTIFICATES_PER_FILE) return true;
  const roots = items.filter(({ facts }) => isRoot(facts));
  if (roots.length === 0) return false;
  if (roots.length > 1) return true;
  // A server's own chain may end with its root.
  const hasHosts = items.some(({ facts }) => facts.sans.length > 0);
  return !hasHosts && items.some(({ fingerprint }) => getPublicRoots().has(fingerprint));
}

/** Whether a certificate is a root. A self-signed certificate with names of hosts belongs to a server. */
function isRoot({ subject, issuer, sans }: Facts): boolean {
  return subject !== null && subject === issuer && sans.length === 0;
}

const getPublicRoots = lazy(
  () => new Set(rootCertificates.map((pem) => createHash('sha256').update(decodePem(pem)).digest('hex'))),
);

function decodePem(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]*-----/g, ''), 'base64');
}

/** Finds the line of the first marker. Binary formats have one line. */
function findLine(content: Buffer): number {
  const offsets = ['-----BEGIN', ENCODED_PEM, ENCODED_DER]
    .map((marker) => content.indexOf(marker))
    .filter((at) => at >= 0);
  const before = offsets.length === 0 ? 0 : Math.min(...offsets);
  return content.subarray(0, before).filter((byte) => byte === 10).length + 1;
}

function explainPath(path: string): string | null {
  return isFixturePath(path) ? 'the path is one of tests or examples' : null;
}

/** Words that people and tools give to certificates for tests; minica, mkcert and Pebble are CAs for development. */
const TEST_SUBJECT =
  /\b(?:localhost|tests?|testing|example|dummy|fake|snake ?oil|minica|mkcert|pebble|self-?signed test|do not trust)\b/i;

/**
 * Explains why the subject belongs to tests: it says so, or has only names that no server outside of tests has. A host name that contains
 * the word can be a server for tests.
 */
function explainSubject(facts: readonly Facts[], domains: readonly string[]): string | null {
  const isTest = ({ common_name, subject, sans }: Facts) => {
    const hosts = [...sans, ...(common_name?.includes('.') ? [common_name] : [])];
    if (hosts.length === 0) return TEST_SUBJECT.test(common_name ?? subject ?? '');
    const isUsable = (name: string) => name.includes('.') && !isReservedName(name, domains);
    return hosts.some((name) => isReservedName(name, domains)) && !hosts.some(isUsable);
  };
  return facts.every(isTest) ? 'the subject is one of tests or examples' : null;
}

const LOOPBACK = /^(?:127\.|0\.0\.0\.0$|::1$|(?:0:){7}1$)/;

function isReservedName(name: string, domains: readonly string[]): boolean {
  const bare = name.replace(/^\*\./, '').replace(/^.*@/, '');
  const host = classifyHost(bare, domains);
  return ('dropped' in host && host.dropped === 'reserved') || LOOPBACK.test(bare);
}

/** Explains why a certificate beside tests belongs to them: its private key is in the repository, so that it does not protect anything. */
function explainKeyBesideTests(path: string, tested: ReadonlySet<string>, keys: ReadonlySet<string>): string | null {
  const directory = getDirectory(path);
  // The root of a repository is beside all files, so it does not count.
  const isTested = [directory, getDirectory(directory)].some((one) => one !== '' && tested.has(one));
  return isTested && keys.has(directory) ? 'its private key is in the repository, beside tests' : null;
}

function getDirectory(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
