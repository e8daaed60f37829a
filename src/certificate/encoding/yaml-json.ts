/** Parses documents of YAML or JSON within limits of size and time. */

import { parseDocument } from 'yaml';
import type { Failure } from '../../domain/index.ts';
import { createFailure } from '../failures.ts';

/** The value of a document, or the failure and the text that could not be parsed. */
export type ParsedDocument = { value: unknown } | { failure: Failure; text: string };

/** Characters that start a node: the parser takes up to 25 microseconds for each. Long values, such as certificates, are cheap. */
const NODES = /[\n,:?[{]|- /g;
const MAX_DOCUMENT_NODES = 200_000;
const MAX_FILE_NODES = 600_000;

/** Documents without any of these cannot have a certificate, and are not parsed. */
const RELEVANT =
  /-----BEGIN |LS0tLS1CRUdJTi|MII[A-Za-z0-9+/]{60}|caBundle|trustBundle|\b(?:data|stringData|binaryData)["']?\s*:/;

/** The boundaries of YAML documents, which cannot begin a line elsewhere (YAML 1.2.2 section 9.1). */
const BOUNDARY = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/m;

/** Tools write several JSON documents one after another, each at the beginning of a line. */
const JSON_BOUNDARY = /^(?:(?:---|\.\.\.)(?=[ \t\r\n]|$)|(?=[{[]))/m;
/** In YAML, a document that begins with a quote may be a mapping whose keys are quoted. */
const JSON_HEAD = /^\s*(?:\[\s*)*(?:\{\s*["}]|\[\s*["\]])/;

/** Parses each document separately, so that a malformed one does not hide the others. */
export function readDocuments(text: string): ParsedDocument[] {
  const isJson = /^\s*[{[]/.test(text);
  const whole = isJson ? readJson(text) : null;
  if (whole !== null && ('value' in whole || whole.failure.code !== 'document-malformed')) return [whole];
  const documents: ParsedDocument[] = [];
  const budget = { left: MAX_FILE_NODES };
  let line = 1;
  for (const part of text.split(isJson ? JSON_BOUNDARY : BOUNDARY)) {
    const where = `The document at line ${line}`;
    // Text that is not JSON may be YAML in flow style, or a template.
    if (JSON_HEAD.test(part)) documents.push(readJson(part, where));
    else if (RELEVANT.test(part)) documents.push(readYaml(part, where, budget));
    line += part.split('\n').length - 1;
  }
  return documents;
}

/** Objects and lists: parsing them is cheap, but small ones take over twenty times as much memory as their JSON. */
const MAX_JSON_CONTAINERS = 750_000;
const JSON_CONTAINERS = /[[{]/g;

/** Parses JSON. The failure is `document-too-large` or `document-malformed`; `where` is the subject of its sentence. */
export function readJson(text: string, where = 'The file'): ParsedDocument {
  if (countMatches(text, JSON_CONTAINERS) > MAX_JSON_CONTAINERS) {
    return { failure: createFailure('document-too-large', where), text };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { failure: createFailure('document-malformed', where, 'JSON'), text };
  }
}

/** `budget.left` is the number of nodes that the remaining documents may have. */
function readYaml(text: string, where: string, budget: { left: number }): ParsedDocument {
  const nodes = countMatches(text, NODES);
  if (nodes > Math.min(MAX_DOCUMENT_NODES, budget.left))
    return { failure: createFailure('document-too-large', where), text };
  budget.left -= nodes;
  try {
    const document = parseDocument(text, {
      merge: true,
      prettyErrors: false,
      uniqueKeys: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    });
    if (document.errors.length === 0) return { value: document.toJS() };
  } catch (error) {
    // The document has over 100 aliases of one value, or overflows the stack. Any other ReferenceError is an undefined alias.
    const isTooLarge = error instanceof RangeError || (error as Error).message.startsWith('Excessive alias');
    if (isTooLarge) return { failure: createFailure('document-too-large', where), text };
  }
  return { failure: createFailure('document-malformed', where, 'YAML'), text };
}

/** Counts the matches without storing them. */
function countMatches(text: string, pattern: RegExp): number {
  let found = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) found += 1;
  return found;
}
