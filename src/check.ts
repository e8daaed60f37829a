import type { Io } from './io.ts';
import { diagnostic } from './manifest/diagnostics.ts';
import { type LoadedManifest, loadManifest } from './manifest/load.ts';
import type { Diagnostic, Entry, Manifest, Webhook } from './types.ts';

/**
 * Loads a manifest and checks what its text alone cannot tell: templates, and globs that match nothing. Offline,
 * without secrets, and nothing is rendered.
 */
export async function checkManifest(file: string | null, io: Io): Promise<LoadedManifest> {
  const loaded = await loadManifest(file, io);
  if (loaded.manifest === null) return loaded;
  const found = [...(await templateProblems(loaded.manifest, loaded)), ...(await fileProblems(loaded.manifest, loaded))];
  const diagnostics = [...loaded.diagnostics, ...found].sort(byPosition);
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  return { ...loaded, manifest: broken ? null : loaded.manifest, diagnostics };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}

export function isJsonMediaType(contentType: string): boolean {
  return /^application\/(?:[\w.!#$&^-]+\+)?json\s*(?:;|$)/i.test(contentType);
}
