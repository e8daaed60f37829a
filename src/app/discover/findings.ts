/** The findings of `discover`: each host, domain and certificate once, whether an entry watches it, and a proposed entry. */

import type { Confidence } from '../../discover/format.ts';
import type { Discovered, Located } from '../../discover/index.ts';
import { explainUnused } from '../../discover/test-material.ts';
import type { StartTls } from '../../domain/sources/endpoint.ts';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import type { CertificateFile } from './certificate-files.ts';

/** A found item, before it is compared with the manifest. */
export interface FoundItem
  extends Pick<DiscoveryFinding, 'kind' | 'value' | 'port' | 'file' | 'line' | 'other_lines' | 'format' | 'valid_to'> {
  confidence: Confidence;
  starttls: StartTls | null;
}

const CONFIDENCES: readonly Confidence[] = ['declared', 'dns', 'mentioned'];
const KINDS: readonly DiscoveryFinding['kind'][] = ['host', 'domain', 'certificate', 'keystore', 'saml', 'fixture'];

/** Lists found items, sorted by kind, file and line. `isInTests`: whether a file is in a directory of tests or examples. */
export function listFoundItems(
  { mentions }: Pick<Discovered, 'mentions'>,
  files: readonly CertificateFile[],
  isInTests: (path: string) => boolean,
): FoundItem[] {
  const saml = listSamlFiles(mentions);
  const items = [
    ...mentions.flatMap((mention) => toItem(mention, isInTests)),
    ...files.flatMap((file) => toFileItem(file, saml.has(file.path))),
  ];
  return [...groupBy(items, identifyItem).values()].flatMap(merge).sort(compareItems);
}

/** Lists the files with the certificates of identity and service providers in a format of their own. */
export function listSamlFiles(mentions: readonly Located[]): ReadonlySet<string> {
  return new Set(mentions.flatMap((one) => (one.kind === 'embedded' && one.saml ? one.file : [])));
}

/** Identifies an item. A host without a port has port 443; a file is one finding for all of its certificates. */
export function identifyItem({ kind, value, port }: Pick<FoundItem, 'kind' | 'value' | 'port'>): string {
  if (kind === 'host') return `host ${value} ${port ?? 443}`;
  return kind === 'domain' ? `domain ${value}` : `file ${value}`;
}

function toItem(mention: Located, isInTests: (path: string) => boolean): FoundItem[] {
  const { file, line, format } = mention;
  const named = { file, line, other_lines: [], format, valid_to: null };
  if (mention.kind === 'domain') {
    const domain = mention.domain.toLowerCase().replace(/\.$/, '');
    const confidence = isInTests(file) || explainUnused(file) !== null ? 'mentioned' : 'declared';
    return [{ kind: 'domain', value: domain, port: null, ...named, confidence, starttls: null }];
  }
  if (mention.kind !== 'host') return [];
  const { host, port, starttls = null, confidence } = mention;
  return [{ kind: 'host', value: host, port, ...named, confidence, starttls }];
}

function toFileItem(file: CertificateFile, isSaml: boolean): FoundItem[] {
  const { path, line, kind, format, fixture, valid_to, unused } = file;
  if (kind !== 'certificate' && kind !== 'keystore' && kind !== 'crl') return [];
  const watched = kind === 'keystore' || format === 'pkcs12' || format === 'jks' ? 'keystore' : 'certificate';
  const confidence = unused !== null ? 'mentioned' : kind === 'crl' ? 'dns' : 'declared';
  return [
    {
      kind: fixture !== null ? 'fixture' : isSaml || format === 'saml' ? 'saml' : watched,
      value: path,
      port: null,
      file: path,
      line,
      other_lines: [],
      format: format ?? 'unknown',
      valid_to,
      confidence,
      starttls: null,
    },
  ];
}

/** Merges findings into the one with the highest confidence, with the lines of the others. */
function merge(same: readonly FoundItem[]): FoundItem[] {
  const [best, ...others] = same.toSorted(
    (a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence),
  );
  if (best === undefined) return [];
  const elsewhere = others.filter(({ file, line }) => file !== best.file || line !== best.line);
  const lines = groupBy(elsewhere, ({ file, line }) => `${line} ${file}`);
  return [
    {
      ...best,
      port: best.port ?? others.find(({ port }) => port !== null)?.port ?? null,
      starttls: best.starttls ?? others.find(({ starttls }) => starttls !== null)?.starttls ?? null,
      other_lines: [...lines.values()].flatMap(([one]) =>
        one === undefined ? [] : { file: one.file, line: one.line },
      ),
    },
  ];
}

function compareItems(a: FoundItem, b: FoundItem): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compareText(a.file, b.file) ||
    a.line - b.line ||
    compareText(a.value, b.value)
  );
}
