/** Finds the certificate files of a repository by their content, and decides which of them belong to the user. */

import { listLocationsWithPasswords } from '../../certificate/decode-file.ts';
import { detectBinaryFormat, ENCODED_PEM } from '../../certificate/detect-format.ts';
import { ENCODED_DER } from '../../certificate/formats/embedded.ts';
import type { GroupedSlot } from '../../certificate/group-slots.ts';
import { createChainFinder } from '../../certificate/order-chain.ts';
import type { ParseCache, Parsed, ParsedCertificate } from '../../certificate/x509/parse.ts';
import { type CertificateEvidence, createNameClassifier, explainFixture } from '../../discover/explain-fixture.ts';
import type { FileProblem, FileTree } from '../../discover/read-repository.ts';
import { explainUnused, type TestPaths } from '../../discover/test-material.ts';
import type { IsoTime } from '../../domain/index.ts';
import { TEXT_CODES } from '../../events/state/read-results.ts';
import { catchBugsSync, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { getDirectory } from '../../lib/files/repository-path.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';
import { type BundleKind, classifyBundle, createKeyTest, getPublicRoots } from './bundles.ts';

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
  /** The reason why no server uses it; null: there is none. */
  unused: ReturnType<typeof explainUnused>;
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

/** Collects the certificate files among the files that are read anyway. */
export interface CertificateCollector {
  visit: (path: string, content: Buffer | FileProblem) => void;
  /**
   * Lists the files by path, and decides what needs the other files: whether each belongs to tests, and whether it is a bundle. `saml`: the
   * files with metadata. `now`: milliseconds since the epoch.
   */
  list: (saml: ReadonlySet<string>, now: number) => Promise<CertificateFile[]>;
}

/** A file, and its certificates. */
interface Collected {
  file: CertificateFile;
  items: readonly Parsed[];
  /** The certificates to monitor among them. */
  leaves: readonly Parsed[];
  bundle?: BundleKind | null;
}

export interface CollectorOptions {
  tests: TestPaths;
  /** The user's own domains, whose names are not examples. */
  domains: readonly string[];
  reportBug: ReportBug;
}

/** Creates a collector. A bug about one file does not affect the others. */
export function createCertificateCollector(
  tree: FileTree,
  { tests, domains, reportBug }: CollectorOptions,
): CertificateCollector {
  const collected: Collected[] = [];
  const cache: ParseCache = new Map();
  return {
    visit: (path, content) => {
      const read = () => readFile(path, content, tree, cache);
      const found = catchBugsSync(read, () => withoutCertificates(createFile(path, 'broken')), reportBug);
      if (found !== null) collected.push(found);
    },
    list: async (saml, now) => {
      const hasKey = createKeyTest(
        tree.paths,
        collected.map(({ file }) => file),
      );
      const classifyFile = ({ file, bundle }: Collected): CertificateFile => {
        const isOwn = bundle !== 'public' && (saml.has(file.path) || (bundle === 'roots' && hasKey(file.path)));
        return file.kind === 'bundle' && isOwn ? { ...file, kind: 'certificate' } : file;
      };
      const { isPublicName } = await import('../../lib/network/registrable-domain.ts');
      const classifyName = createNameClassifier(domains, isPublicName);
      const findOrigin = createOriginFinder(collected);
      const keyDirectories = new Set(
        collected.filter(({ file }) => file.kind === 'key').map(({ file }) => getDirectory(file.path)),
      );
      const explain = ({ file: { path, kind }, leaves }: Collected) => {
        if (!MAY_BE_FIXTURE.has(kind)) return null;
        const hasKeyBesideTests = keyDirectories.has(getDirectory(path)) && tests.isBesideTests(path);
        const evidence = leaves.map((leaf) => toEvidence(leaf, findOrigin, now));
        return explainFixture({ isTestFile: tests.isTestFile(path), hasKeyBesideTests }, evidence, classifyName);
      };
      return collected
        .map((one) => ({ ...classifyFile(one), fixture: explain(one) }))
        .sort((a, b) => compareText(a.path, b.path));
    },
  };
}

/** The kinds of files that a scan would read. */
const MAY_BE_FIXTURE: ReadonlySet<CertificateFile['kind']> = new Set([
  'certificate',
  'bundle',
  'crl',
  'keystore',
  'damaged',
]);

/** A certificate that expired earlier is not in use. */
const MAX_DAYS_EXPIRED = 90;

function toEvidence(
  leaf: Parsed,
  findOrigin: (leaf: Parsed) => CertificateEvidence['origin'],
  now: number,
): CertificateEvidence {
  const { common_name, subject, issuer, sans, valid_to } = leaf.facts;
  return {
    names: [...sans, ...(common_name?.includes('.') ? [common_name] : [])],
    subject: common_name ?? subject ?? '',
    issuer: issuer ?? '',
    origin: findOrigin(leaf),
    isAbandoned: parseIsoTime(valid_to) < now - MAX_DAYS_EXPIRED * 86_400_000,
  };
}

/** Creates a function that finds where the issuer of a certificate is. Roots of public CAs in the repository do not count. */
function createOriginFinder(collected: readonly Collected[]): (leaf: Parsed) => CertificateEvidence['origin'] {
  const certificates = collected.flatMap(({ items }) => items.filter((one) => one.kind === 'certificate'));
  const findChain = createChainFinder(certificates);
  return (leaf) => {
    if (leaf.kind !== 'certificate' || isSelfSigned(leaf)) return 'self-signed';
    const isAnchor = (one: ParsedCertificate) => isSelfSigned(one) && !getPublicRoots().has(one.fingerprint);
    return findChain(leaf).some(isAnchor) ? 'repository' : 'elsewhere';
  };
}

/** As in OpenSSL, a certificate with its own subject as issuer is self-signed unless its key identifiers contradict that. */
function isSelfSigned({ subject, issuer, subject_key_id, authority_key_id }: ParsedCertificate): boolean {
  if (subject !== issuer) return false;
  return subject_key_id === null || authority_key_id === null || subject_key_id === authority_key_id;
}

function createFile(
  path: string,
  kind: CertificateFile['kind'],
  fields: Partial<CertificateFile> = {},
): CertificateFile {
  const base = { path, kind, line: 1, format: null, fixture: null, unused: explainUnused(path) };
  return { ...base, fingerprints: [], names: [], valid_to: null, ...fields };
}

function withoutCertificates(file: CertificateFile): Collected {
  return { file, items: [], leaves: [] };
}

/** Reads a file; null for a file without certificates. */
function readFile(path: string, content: Buffer | FileProblem, tree: FileTree, cache: ParseCache): Collected | null {
  const isNamed = CERTIFICATE_EXTENSION.test(path);
  if (typeof content === 'string') {
    if (!isNamed) return null;
    const kind = content === 'outside' ? 'outside' : content === 'directory' ? 'other' : 'closed';
    return withoutCertificates(createFile(path, kind));
  }
  if (!isNamed && !isCandidate(content)) return null;
  if (tree.isLink(path)) return isNamed ? withoutCertificates(createFile(path, 'copy')) : null;
  const slots = listLocationsWithPasswords(path, { bytes: content, cache }, null);
  const bundle = classifyBundle(slots, content);
  const file = classify(path, content, slots, bundle);
  // For other files, failures are ignored, because a text may only mention certificates.
  if (!isNamed && file.fingerprints.length === 0 && file.kind !== 'keystore') return null;
  const items = slots.flatMap((slot) => slot.items);
  return { file, items, leaves: slots.flatMap((slot) => slot.items[0] ?? []), bundle };
}

function isCandidate(content: Buffer): boolean {
  return BINARY.has(detectBinaryFormat(content)) || MARKERS.some((marker) => content.includes(marker));
}

function classify(
  path: string,
  content: Buffer,
  slots: readonly GroupedSlot[],
  bundle: BundleKind | null,
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
      return createFile(path, 'keystore', { format });
    }
    const isOther = ['no-certificate', 'certificate-request', 'file-empty', 'unknown-format', 'container-empty'];
    if (codes.some((code) => isOther.includes(code))) return createFile(path, 'other', { ...skipped });
    return createFile(path, 'damaged');
  }
  const [valid_to = null] = leaves.map(({ facts }) => facts.valid_to).sort(compareText);
  const facts = leaves.map((leaf) => leaf.facts);
  const names = facts.flatMap(({ common_name, sans }) => [...sans, ...(common_name === null ? [] : [common_name])]);
  return createFile(
    path,
    bundle !== null ? 'bundle' : items.every(({ kind }) => kind === 'crl') ? 'crl' : 'certificate',
    {
      line: findLine(content),
      format: slots.find((slot) => slot.items.length > 0)?.format ?? null,
      fingerprints: leaves.map(({ fingerprint }) => fingerprint),
      names: [...new Set(names.map((name) => name.toLowerCase()))],
      valid_to,
    },
  );
}

/** Finds the line of the first marker. Binary formats have one line. */
function findLine(content: Buffer): number {
  const offsets = ['-----BEGIN', ENCODED_PEM, ENCODED_DER]
    .map((marker) => content.indexOf(marker))
    .filter((at) => at >= 0);
  const before = offsets.length === 0 ? 0 : Math.min(...offsets);
  return content.subarray(0, before).filter((byte) => byte === 10).length + 1;
}
