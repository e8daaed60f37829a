/** Finds encrypted keystores, which a check without secrets cannot open, and those that a scan cannot open either. */

import type { Diagnostic, Entry, FileSource, Manifest, RawPlace } from '../../domain/index.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import type { LoadedManifest } from '../../manifest/load.ts';

const KEYSTORE = /\.(?:p12|pfx|pkcs12|jks|jceks|keystore|truststore|bcfks)$/i;
/** Nobody reads more, and each is decoded. */
const MAX_KEYSTORES = 50;

/** Files outside the workspace are not read, because the manifest may be untrusted. */
export async function checkKeystores(
  { entries, root }: Manifest,
  { locate }: Pick<LoadedManifest, 'locate'>,
  io: Io,
): Promise<Diagnostic[]> {
  const files = entries.filter(({ enabled, source }) => enabled && source.kind === 'file') as (Entry & {
    source: FileSource;
  })[];
  if (files.length === 0) return [];
  const { matchFiles } = await import('../../scan/sources/match-files.ts');
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const diagnostics: Diagnostic[] = [];
  let remaining = MAX_KEYSTORES;
  for (const { name, source, passwords } of files) {
    const matches = await matchFiles(source, root, workspace);
    for (const [index, { pattern, paths }] of matches.entries()) {
      const keystores = paths.filter((file) => KEYSTORE.test(file)).slice(0, Math.max(remaining, 0));
      remaining -= keystores.length;
      if (keystores.length === 0) continue;
      const encrypted = await listEncrypted({ ...source, patterns: keystores, exclude: [] }, root, io);
      if (encrypted.length === 0) continue;
      const code = passwords.length === 0 ? 'keystore-without-password' : 'keystore-not-checked';
      const where = locate({ in: 'entry', name }, ['file', index]);
      diagnostics.push(createDiagnostic(code, where, encrypted[0] ?? pattern, encrypted.length));
    }
  }
  return diagnostics;
}

/** The keystores that need a password. */
async function listEncrypted(source: FileSource, root: string, io: Io): Promise<string[]> {
  const [{ readFiles }, { decodePlace }, { escapeGlob }] = await Promise.all([
    import('../../scan/sources/file.ts'),
    import('../../certificate/decode.ts'),
    import('../../lib/files/glob.ts'),
  ]);
  const workspace = restrictToWorkspace(resolveWorkspace(root, io.env));
  const patterns = source.patterns.map(escapeGlob);
  const context = { root, workspace, reportBug: createBugReporter(io) };
  const decode = (raw: RawPlace) => decodePlace(raw, null);
  const sources = await readFiles('', { ...source, patterns }, context, decode);
  const places = sources.flatMap((one) => one.places);
  return places.filter(({ failure }) => failure?.code === 'keystore-password-missing').map(({ place }) => place);
}
