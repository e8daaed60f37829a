/** Computes digests of the settings for reading entries, to find entries that changed after a probe read them. */

import { createHash } from 'node:crypto';
import type { Entry, Manifest } from '../../domain/index.ts';
import { toCanonicalJson } from '../../lib/canonical-json.ts';
import { compareText } from '../../lib/collections.ts';

/**
 * Computes the SHA-256 of all settings that determine what a probe reads: the source, the passwords, and the server of renewal information.
 * References to variables are not replaced. Settings for decisions, such as thresholds and expectations, are not part of it.
 */
export function computeSourceDigest({ source, passwords, acme }: Pick<Entry, 'source' | 'passwords' | 'acme'>): string {
  return createHash('sha256').update(toCanonicalJson({ source, passwords, acme })).digest('hex');
}

/** Computes the SHA-256 of the names, probes and sources of all enabled entries. */
export function computeManifestDigest({ entries }: Pick<Manifest, 'entries'>): string {
  const lines = entries
    .filter(({ enabled }) => enabled)
    .map((entry) => `${entry.name} ${entry.probe ?? ''} ${computeSourceDigest(entry)}\n`);
  return createHash('sha256').update(lines.sort(compareText).join('')).digest('hex');
}
