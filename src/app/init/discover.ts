/** What a repository holds that could be watched: files that are certificates by their content, not by their name. */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { decodePlace } from '../../certificate/decode.ts';
import type { IsoTime } from '../../domain/index.ts';
import { compareText } from '../../lib/collections.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';

/** A file that could be a certificate by its name, and what it is by its content. */
export interface DiscoveredFile {
  /** `/`-separated, relative to the folder that was searched. */
  path: string;
  /**
   * `key`: a private key alone. `closed`: a keystore, or something else that cannot be read as it is. `outside`: a link that leads
   * out of the workspace.
   */
  kind: 'certificate' | 'key' | 'closed' | 'outside' | 'other';
  /** SHA-256 in lower-case hex, one for each certificate that would be watched. */
  fingerprints: string[];
  /** When the first of them ends; null where nothing could be read. */
  valid_to: IsoTime | null;
}

export interface Discovery {
  /** Sorted by path. */
  files: DiscoveredFile[];
  /** Folders that were not looked into, such as node_modules; a glob must not lead there. */
  skipped: string[];
}

/** Endings that certificates are given; content decides. */
const CERTIFICATE_EXTENSION =
  /\.(pem|crt|cer|cert|der|p7b|p7c|p7s|spc|p12|pfx|pkcs12|jks|jceks|keystore|truststore|ca-bundle)$/i;

/** Never a user's own certificates, and too large to look through. Git knows more; this is for where it is not asked. */
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

/** Far more than a bundle of roots; a larger file is no certificate of a service. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;

/** Looks through `root`. Files that git ignores are left out, since a runner does not have them. */
export async function discoverCertificates(root: string, env: Io['env']): Promise<Discovery> {
  const workspace = resolveWorkspace(root, env);
  const { paths, skipped } = (await listGitFiles(root)) ?? walk(root);
  const candidates = paths.filter((name) => CERTIFICATE_EXTENSION.test(name)).sort(compareText);
  const files: DiscoveredFile[] = [];
  for (const name of candidates) files.push(await classify(name, root, workspace));
  return { files, skipped };
}

interface Listing {
  paths: string[];
  skipped: string[];
}

/** Tracked files, and those that are new and not ignored; null where git is not there or `root` is no repository. */
async function listGitFiles(root: string): Promise<Listing | null> {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  try {
    // A repository's own configuration may name a program for fsmonitor: none is run from here.
    const { stdout } = await promisify(execFile)('git', ['-c', 'core.fsmonitor=false', ...listed], {
      cwd: root,
      maxBuffer: 256 * MAX_FILE_BYTES,
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

/** Links to folders are not followed: they can lead in circles. */
function walk(root: string): Listing {
  const paths: string[] = [];
  const skipped: string[] = [];
  const visit = (folder: string) => {
    for (const entry of entriesOf(path.join(root, folder))) {
      const name = path.posix.join(folder, entry.name);
      if (!entry.isDirectory()) paths.push(name);
      else if (SKIPPED_DIRECTORIES.has(entry.name)) skipped.push(name);
      else visit(name);
    }
  };
  visit('');
  return { paths, skipped };
}

/** A folder that may not be read holds nothing for us. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function classify(name: string, root: string, workspace: Workspace): Promise<DiscoveredFile> {
  const content = readContent(path.join(root, name), workspace);
  const nothing = { path: name, fingerprints: [], valid_to: null };
  if (typeof content === 'string') return { ...nothing, kind: content };
  const places = await decodePlace({ place: name, address: null, content }, null);
  const certificates = places.flatMap(({ certificate }) => certificate ?? []);
  const codes = places.flatMap(({ failure }) => failure?.code ?? []);
  if (certificates.length === 0) {
    if (codes.includes('private-key-only')) return { ...nothing, kind: 'key' };
    const holdsNone = ['no-certificate', 'certificate-request', 'file-empty'].some((code) => codes.includes(code));
    return { ...nothing, kind: holdsNone ? 'other' : 'closed' };
  }
  const ends = certificates.map(({ facts }) => facts.valid_to).sort(compareText);
  return {
    path: name,
    kind: 'certificate',
    fingerprints: certificates.map(({ fingerprint }) => fingerprint),
    valid_to: ends[0] ?? null,
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
