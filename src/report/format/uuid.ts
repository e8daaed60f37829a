/** Creates UUIDs that depend only on content. */

import { createHash } from 'node:crypto';
import { renderCompactPieces } from '../json.ts';

/**
 * Creates `urn:uuid:...`, the same for the same content (version 8, RFC 9562 section 5.8). Iterables are lists, down to those in members of
 * `content`: they are hashed while they are generated.
 */
export function createUuidUrn(content: object): string {
  const sha256 = createHash('sha256');
  for (const piece of renderCompactPieces(content, 3)) sha256.update(piece);
  const hash = sha256.digest('hex');
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
