/** JSON Web Key Sets (RFC 7517): the certificate chains (`x5c`) that may stand beside public keys. */

import { PEM_BEGIN } from '../detect-format.ts';
import { readJson } from '../encoding/yaml-json.ts';
import { createFailure } from '../failures.ts';
import { formatSlotName, isFailure, isParsed, type Slot } from '../format-types.ts';
import { findEmbeddedCertificates, readCertificateField } from './embedded.ts';

/** The keys of a set, or a single one, wherever they are in the document, and PEM that stands beside them. */
export function decodeJwks(text: string): Slot[] {
  const document = readJson(text);
  if ('failure' in document) return [{ format: 'jwks', slot: null, findings: [document.failure] }];
  const keys = findKeys(document.value).map(readKey);
  if (!text.includes(PEM_BEGIN)) return keys;
  const elsewhere = findEmbeddedCertificates(document.value).filter(({ path }) => !path.includes('x5c'));
  return [
    ...keys,
    ...elsewhere.map(
      ({ path, findings }): Slot => ({ format: 'jwks', slot: formatSlotName(path.join('/')), findings }),
    ),
  ];
}

interface Key {
  kid: unknown;
  x5c: unknown;
  /** The names that lead to it, without the numbers of items, which change with what stands before them. */
  path: string;
}

/** A set in a set in a configuration is as deep as it gets. */
const MAX_DEPTH = 16;

/** Every object with a chain; what is in one is no key. */
function findKeys(document: unknown): Key[] {
  const keys: Key[] = [];
  const visit = (value: unknown, path: string, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if ('x5c' in value) keys.push({ kid: 'kid' in value ? value.kid : null, x5c: value.x5c, path });
    else if (Array.isArray(value)) for (const inner of value) visit(inner, path, depth + 1);
    else
      for (const [name, inner] of Object.entries(value)) visit(inner, (path && `${path}/${name}`) || name, depth + 1);
  };
  visit(document, '', 0);
  return keys;
}

/** A slot is the key's `kid`, or where it stands. */
function readKey({ kid, x5c, path }: Key): Slot {
  const slot = (typeof kid === 'string' ? formatSlotName(kid) : null) ?? formatSlotName(path);
  const texts = Array.isArray(x5c) ? x5c.filter((one) => typeof one === 'string') : [];
  // Section 4.7: base64, not base64url, and the key's own certificate first.
  const findings = texts.flatMap((text) => readCertificateField(text, 'The key'));
  const isFound = findings.some((finding) => isParsed(finding) || isFailure(finding));
  if (!isFound) return { format: 'jwks', slot, findings: [createFailure('slot-without-certificate')] };
  return { format: 'jwks', slot, findings, chained: findings.every(isParsed) };
}
