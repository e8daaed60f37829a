/** JSON Web Key Sets (RFC 7517): the certificate chains (`x5c`) that may stand beside public keys. */

import { type Item, isParsed, slotName } from './content.ts';
import { readJson } from './documents.ts';
import { failure } from './failures.ts';
import { tryParse } from './x509.ts';

/** `keys` of a set, or a single key; a slot is the key's `kid`, or where it stands. */
export function decodeJwks(text: string): Item[] {
  const document = readJson(text);
  if ('failure' in document) return [{ format: 'jwks', slot: null, findings: [document.failure] }];
  const keys = fieldsOf(document.value).keys;
  return Array.isArray(keys)
    ? keys.flatMap((key, index) => itemOf(key, `keys/${index}`))
    : itemOf(document.value, null);
}

function itemOf(key: unknown, position: string | null): Item[] {
  const { kid, x5c } = fieldsOf(key);
  if (x5c === undefined) return [];
  const slot = typeof kid === 'string' ? slotName(kid) : position;
  const texts = Array.isArray(x5c) ? x5c.filter((one) => typeof one === 'string') : [];
  if (texts.length === 0) return [{ format: 'jwks', slot, findings: [failure('slot-without-certificate')] }];
  // Section 4.7: base64, not base64url, and the key's own certificate first.
  const findings = texts.map((text) => tryParse(Buffer.from(text, 'base64'), 'The key'));
  return [{ format: 'jwks', slot, findings, chained: findings.every(isParsed) }];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
