/** Names the artifact of the JSON report of a manifest: a repository can have several manifests, and an artifact of each. */

import { createHash } from 'node:crypto';
import path from 'node:path';
import { REPORT_ARTIFACT } from './failures.ts';

const PREFIX = `${REPORT_ARTIFACT}-`;
/** The maximum length of the encoded path. Artifacts are stored as files with this name. */
const MAX_LENGTH = 150;

/**
 * Formats the name: `certvigil-report` for `defaultManifest`, the one that is found without a path, `certvigil-report-eu%2Fcertvigil.yaml` for another one. The path
 * is encoded, because `" : < > | * ? / \\` and line breaks are not allowed in the name of an artifact. A long one ends with its digest.
 */
export function formatArtifactName(manifest: string, defaultManifest: string | null): string {
  const normalized = path.posix.normalize(manifest.replaceAll(path.sep, '/'));
  if (normalized === defaultManifest) return REPORT_ARTIFACT;
  const encoded = encodeURIComponent(normalized.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*~]/g,
    escapeCharacter,
  );
  if (encoded.length <= MAX_LENGTH) return PREFIX + encoded;
  const digest = createHash('sha256').update(normalized).digest('hex').slice(0, 16);
  return `${PREFIX}${encoded.slice(0, MAX_LENGTH - digest.length - 1)}~${digest}`;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Parses a name: the path of the manifest, or its shortened form; null for the default manifest, undefined for other artifacts. */
export function parseArtifactName(name: string): string | null | undefined {
  if (name === REPORT_ARTIFACT) return null;
  if (!name.startsWith(PREFIX)) return undefined;
  const encoded = name.slice(PREFIX.length);
  try {
    const manifest = decodeURIComponent(encoded);
    return encoded.includes('~') || formatArtifactName(manifest, null) === name ? manifest : undefined;
  } catch {
    return encoded.includes('~') ? encoded : undefined;
  }
}
