/**
 * Finds entries that request revocation checks, although the CRLs and OCSP responders that their certificates name are in a private network
 * that scans must not connect to. Without a network, private servers are recognized by their addresses and names.
 */

import { isIP } from 'node:net';
import { decodeLocation } from '../../certificate/decode.ts';
import { parsePathFields } from '../../certificate/x509/path-fields.ts';
import { classifyHost } from '../../discover/classify-host.ts';
import type { Diagnostic, Entry, Manifest, PathFields } from '../../domain/index.ts';
import type { SourceTrust } from '../../domain/sources/trust.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { createPublicAddressPolicy } from '../../lib/network/address-policy.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';
import { readFiles } from '../../scan/sources/file.ts';
import { matchFiles } from '../../scan/sources/match-files.ts';

/** The maximum of files of an entry: one certificate of a CA shows where its revocation information is. */
const MAX_FILES = 20;

type CheckedEntry = Entry & { source: Extract<Entry['source'], SourceTrust> };

/** Returns one warning for each entry, about its first certificate. Reads files of the workspace only: certificates, and CA files. */
export async function checkRevocationAccess(
  { entries, root, scan }: Manifest,
  { locate }: Pick<LoadedManifest, 'locate'>,
  io: Io,
): Promise<Diagnostic[]> {
  const isDenied = createHostTest(scan.network);
  const diagnostics: Diagnostic[] = [];
  for (const entry of entries) {
    if (!entry.enabled || entry.probe !== null || !isChecked(entry)) continue;
    const certificates = await readCertificates(entry, root, io);
    const denied = certificates.map((fields) => findDeniedHost(fields, isDenied)).find((host) => host !== null);
    if (denied === undefined || denied === null) continue;
    const where = locate({ in: 'entry', name: entry.name }, ['revocation']);
    diagnostics.push(createDiagnostic('revocation-not-allowed', where, denied));
  }
  return diagnostics;
}

function isChecked(entry: Entry): entry is CheckedEntry {
  return 'revocation_required' in entry.source && entry.source.revocation_required === true;
}

/** Creates a test for hosts to which no scan connects. The address of a private name is unknown, so any allowed address may be its own. */
function createHostTest({ deny, allow }: Manifest['scan']['network']): (host: string) => boolean {
  const permits = createPublicAddressPolicy({ deny, allow });
  return (host) => {
    const address = host.replace(/^\[|\]$/g, '');
    if (isIP(address) !== 0) return !permits(address);
    const classified = classifyHost(host);
    const isPrivate =
      'dropped' in classified && (classified.dropped === 'internal' || classified.dropped === 'private');
    return isPrivate && allow.length === 0;
  };
}

/** Finds a host if every source of the certificate is denied. Trust anchors are not checked, and so are not in question. */
function findDeniedHost(fields: PathFields, isDenied: (host: string) => boolean): string | null {
  const urls = [...fields.distributionPoints.flatMap((point) => point.urls), ...fields.ocsp_urls];
  const hosts = urls.flatMap((url) => (/^https?:/i.test(url) && URL.canParse(url) ? new URL(url).hostname : []));
  const [first] = hosts;
  const isAnchor = JSON.stringify(fields.subject) === JSON.stringify(fields.issuer);
  return first !== undefined && !isAnchor && hosts.every(isDenied) ? first : null;
}

async function readCertificates({ source }: CheckedEntry, root: string, io: Io): Promise<PathFields[]> {
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const matched = source.kind === 'file' ? await matchFiles(source, root, workspace) : [];
  const caFiles = source.ca_file === null ? [] : [source.ca_file];
  const paths = [...matched.flatMap((one) => one.paths).slice(0, MAX_FILES), ...caFiles];
  const files = { patterns: paths.map(escapeGlob), exclude: [] };
  const sources = await readFiles('', files, { root, workspace, reportBug: createBugReporter(io) });
  const readings = sources.flatMap(({ locations }) =>
    [...locations].flatMap((raw) => decodeLocation(raw, null, { keepDer: true })),
  );
  return readings.flatMap(({ chainDer = [] }) => chainDer.flatMap((der) => parsePathFields(der) ?? []));
}
