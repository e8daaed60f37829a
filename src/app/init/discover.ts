/** Finds the certificate files of a repository, by content and not only by name. */

import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodeLocation } from '../../certificate/decode.ts';
import type { IsoTime } from '../../domain/index.ts';
import { TEXT_CODES } from '../../events/state/read-results.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { compareText } from '../../lib/collections.ts';
import { walkGlob } from '../../lib/files/glob-walk.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';

/** A file whose name suggests certificates, and what its content is. */
export interface DiscoveredFile {
  /** `/`-separated, relative to the searched directory. */
  path: string;
  /**
   * `key`: a private key only. `closed`: it could not be read, such as a keystore with a password. `outside`: a link out
   * of the workspace. `other`: no certificate. `broken`: a bug kept it from being read.
   */
  kind: 'certificate' | 'key' | 'closed' | 'outside' | 'other' | 'broken';
  /** Whether a scan skips it if a glob matches it, as it skips the text of a private key. */
  isSkipped?: true;
  /** SHA-256 in lower-case hex, one for each certificate to monitor. */
  fingerprints: string[];
  /** The earliest expiry; null if there is none. */
  valid_to: IsoTime | null;
}

export interface Discovery {
  /** Sorted by path. */
  files: DiscoveredFile[];
  /** Directories that were not searched, such as node_modules. No proposed glob may cover them. */
  skipped: string[];
}

/** Common extensions of certificate files. */
const CERTIFICATE_EXTENSION =
  /\.(pem|crt|cer|cert|der|p7b|p7c|p7s|spc|p12|pfx|pkcs12|jks|jceks|keystore|truststore|ca-bundle)$/i;

/** Large directories that never hold the user's own certificates. */
const SKIPPED_DIRECTORIES = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'vendor',
  '.venv',
  'venv',
  'target',
  '.terraform',
]);

/** Far more than a bundle of root certificates. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_LISTING_BYTES = 512 * 1024 * 1024;

/** Searches `root`. Files that git ignores are left out, because a runner does not have them. A bug about one file spares the others. */
export async function discoverCertificates(root: string, io: Pick<Io, 'env' | 'stderr'>): Promise<Discovery> {
  const workspace = resolveWorkspace(root, io.env);
  const reportBug = createBugReporter(io);
  const { paths, skipped } = (await listGitFiles(root)) ?? listFiles(root, workspace, reportBug);
  const candidates = paths.filter((name) => CERTIFICATE_EXTENSION.test(name)).sort(compareText);
  const files: DiscoveredFile[] = [];
  for (const name of candidates) {
    const broken: DiscoveredFile = { path: name, kind: 'broken', fingerprints: [], valid_to: null };
    files.push(
      await catchBugs<DiscoveredFile>(
        () => classify(name, root, workspace),
        () => broken,
        reportBug,
      ),
    );
  }
  return { files, skipped };
}

interface Listing {
  paths: string[];
  skipped: string[];
}

/** Tracked files, and new files that are not ignored; null without git or a repository. */
async function listGitFiles(root: string): Promise<Listing | null> {
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  try {
    // The repository's own configuration could name a program for fsmonitor.
    const { stdout } = await promisify(execFile)('git', ['-c', 'core.fsmonitor=false', ...command], {
      cwd: root,
      maxBuffer: MAX_LISTING_BYTES,
    });
    const paths = [...new Set(stdout.split('\0').filter((name) => name !== ''))];
    return {
      paths: paths.filter((name) => !name.split('/').some((part) => SKIPPED_DIRECTORIES.has(part))),
      skipped: [],
    };
  } catch {
    return null;
  }
}

/** Every file below `root`, as a scan would find it with the glob `**`. */
function listFiles(root: string, workspace: Workspace, reportBug: ReportBug): Listing {
  const skipped: string[] = [];
  const excluded = (name: string) => {
    if (!SKIPPED_DIRECTORIES.has(path.posix.basename(name))) return false;
    skipped.push(name);
    return true;
  };
  const matches = [...walkGlob('**/*', { root, workspace, excluded, hidden: true, reportBug })];
  return { paths: matches.flatMap((match) => (match?.kind === 'file' ? match.path : [])), skipped };
}

async function classify(name: string, root: string, workspace: Workspace): Promise<DiscoveredFile> {
  const content = readContent(path.join(root, name), workspace);
  const nothing = { path: name, fingerprints: [], valid_to: null };
  if (typeof content === 'string') return { ...nothing, kind: content };
  const locations = await decodeLocation({ location: name, address: null, content }, null);
  const certificates = locations.flatMap(({ certificate }) => certificate ?? []);
  const codes = locations.flatMap(({ failure }) => failure?.code ?? []);
  if (certificates.length === 0) {
    const isSkipped = locations.every(({ failure }) => TEXT_CODES.includes(failure?.code ?? ''));
    const skipped = isSkipped && ({ isSkipped: true } as const);
    if (codes.includes('private-key-only')) return { ...nothing, ...skipped, kind: 'key' };
    const isOther = ['no-certificate', 'certificate-request', 'file-empty', 'unknown-format'].some((code) =>
      codes.includes(code),
    );
    return isOther ? { ...nothing, ...skipped, kind: 'other' } : { ...nothing, kind: 'closed' };
  }
  const [earliest = null] = certificates.map(({ facts }) => facts.valid_to).sort(compareText);
  return {
    path: name,
    kind: 'certificate',
    fingerprints: certificates.map(({ fingerprint }) => fingerprint),
    valid_to: earliest,
  };
}

function readContent(file: string, workspace: Workspace): Buffer | 'outside' | 'closed' | 'other' {
  try {
    if (workspace.isOutside(file)) return 'outside';
    const stats = statSync(file);
    if (!stats.isFile()) return 'other';
    return stats.size <= MAX_FILE_BYTES ? readFileSync(file) : 'closed';
  } catch {
    return 'closed';
  }
}
