/** Documents of YAML or JSON as plain values, bounded in what they may cost. */

import { parseDocument } from 'yaml';
import type { Failure } from '../types.ts';
import { failure } from './failures.ts';

/** A value; or why there is none, and what was to be read. */
export type Document = { value: unknown } | { failure: Failure; text: string };

/** What a Kubernetes file needs of aliases is none; Helm and hand-written ones have a few. */
const MOST_ALIASES = 100;

/** What begins a node: the parser takes up to 25 microseconds for each. Long values, as certificates are, cost nothing. */
const NODES = /[\n,:?[{]|- /g;
const MOST_NODES = 200_000;

/** Only these words lead to a certificate: a document without them is not worth its parsing. */
const TELLING = /caBundle|trustBundle|CERTIFICATE|\b(?:data|stringData|binaryData)["']?\s*:/;

/** Where documents of YAML meet: three hyphens may stand at the head of a line nowhere else (YAML 1.2.2 section 9.1). */
const BOUNDARY = /^---(?=[ \t\r\n]|$)/m;

/** Parses each document by itself, so that one that is broken hides none of the others. */
export function readDocuments(text: string): Document[] {
  if (/^\s*[{[]/.test(text)) return [readJson(text)];
  const documents: Document[] = [];
  let line = 1;
  for (const part of text.split(BOUNDARY)) {
    const where = `The document at line ${line}`;
    if (TELLING.test(part)) documents.push(readYaml(part, where));
    line += part.split('\n').length - 1;
  }
  return documents;
}

export function readJson(text: string): Document {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { failure: failure('document-malformed', 'The file', 'JSON'), text };
  }
}

function readYaml(text: string, where: string): Document {
  if (countNodes(text) > MOST_NODES) return { failure: failure('document-too-large', where), text };
  try {
    const document = parseDocument(text, {
      merge: true,
      prettyErrors: false,
      uniqueKeys: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    });
    if (document.errors.length > 0) return { failure: failure('document-malformed', where, 'YAML'), text };
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    // Aliases without end, a nesting that the parser's stack does not hold, an alias of nothing.
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { failure: failure('document-too-large', where), text };
    }
    return { failure: failure('document-malformed', where, 'YAML'), text };
  }
}

function countNodes(text: string): number {
  let count = 0;
  NODES.lastIndex = 0;
  while (count <= MOST_NODES && NODES.test(text)) count += 1;
  return count;
}
