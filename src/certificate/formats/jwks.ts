/** Decodes JSON Web Key Sets (RFC 7517): the certificate chains (`x5c`) of public keys. */

import { PEM_BEGIN } from '../detect-format.ts';
import { readJson } from '../encoding/yaml-json.ts';
import { createFailure } from '../failures.ts';
import { createFileSlot, formatSlotName, isFailure, isParsed, type Slot } from '../format-types.ts';
import { findEmbeddedCertificates, readCertificateField } from './embedded.ts';

/** Reads the keys of a set, or a single key, anywhere in the document, and PEM in other fields. */
export function decodeJwks(text: string): Slot[] {
  const document = readJson(text);
  if ('failure' in document) return [createFileSlot('jwks', document.failure)];
  const keys = findKeys(document.value).map(readKey);
  if (!text.includes(PEM_BEGIN)) return keys;
  const others = findEmbeddedCertificates(document.value).filter(({ path }) => !path.includes('x5c'));
  return [
    ...keys,
    ...others.map(({ path, contents }): Slot => ({ format: 'jwks', name: formatSlotName(path.join('/')), contents })),
  ];
}

interface Key {
  kid: unknown;
  x5c: unknown;
  /** The names of the fields that lead to the key, without indexes of items, which change when other items are inserted. */
  path: string;
}

/** The limit is deeper than any configuration with key sets. */
const MAX_DEPTH = 16;

/** Finds every object with a chain. Objects inside such an object are not searched. */
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

/** The slot is named by the key's `kid`, or by its path. */
function readKey({ kid, x5c, path }: Key): Slot {
  const name = (typeof kid === 'string' ? formatSlotName(kid) : null) ?? formatSlotName(path);
  const texts = Array.isArray(x5c) ? x5c.filter((one) => typeof one === 'string') : [];
  // RFC 7517 section 4.7: base64, not base64url, with the certificate of the key first.
  const contents = texts.flatMap((text) => readCertificateField(text, 'The key'));
  const isFound = contents.some((content) => isParsed(content) || isFailure(content));
  if (!isFound) return { format: 'jwks', name, contents: [createFailure('slot-without-certificate')] };
  return { format: 'jwks', name, contents, chained: true };
}
