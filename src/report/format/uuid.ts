/** UUIDs that depend on nothing but content. */

import { createHash } from 'node:crypto';

/** `urn:uuid:...`, the same for the same content (version 8, RFC 9562 section 5.8). */
export function createUuidUrn(content: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
