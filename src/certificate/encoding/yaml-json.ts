/** Documents of YAML or JSON as plain values, bounded in what they may cost. */

import { parseDocument } from 'yaml';
import type { Failure } from '../../domain/index.ts';
import { createFailure } from '../failures.ts';

/** A value; or why there is none, and what was to be read. */
export type ParsedDocument = { value: unknown } | { failure: Failure; text: string };

/** What a Kubernetes file needs of aliases is none; Helm and hand-written ones have a few. */
const MAX_ALIASES = 100;

/** What begins a node: the parser takes up to 25 microseconds for each. Long values, as certificates are, cost nothing. */
const NODES = /[\n,:?[{]|- /g;
const MAX_DOCUMENT_NODES = 200_000;
const MAX_FILE_NODES = 600_000;

/** Only these lead to a certificate: a document without them is not worth its parsing. */
const RELEVANT =
  /-----BEGIN |LS0tLS1CRUdJTi|MII[A-Za-z0-9+/]{60}|caBundle|trustBundle|\b(?:data|stringData|binaryData)["']?\s*:/;

/** Where documents of YAML meet: neither may stand at the head of a line elsewhere (YAML 1.2.2 section 9.1). */
const BOUNDARY = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/m;

/** As tools write several documents of JSON: one behind the other, each from the head of a line on. */
const JSON_BOUNDARY = /^(?:(?:---|\.\.\.)(?=[ \t\r\n]|$)|(?=[{[]))/m;
const JSON_HEAD = /^\s*(?:\[\s*)*(?:\{\s*["}]|["\]])/;

/** Parses each document by itself, so that one that is broken hides none of the others. */
export function readDocuments(text: string): ParsedDocument[] {
  const isJson = /^\s*[{[]/.test(text);
  const whole = isJson ? readJson(text) : null;
  if (whole !== null && ('value' in whole || whole.failure.code !== 'document-malformed')) return [whole];
  const documents: ParsedDocument[] = [];
  const work = { left: MAX_FILE_NODES };
  let line = 1;
  for (const part of text.split(isJson ? JSON_BOUNDARY : BOUNDARY)) {
    const where = `The document at line ${line}`;
    // What is no JSON may be YAML still, in its flow style or a template.
    if (JSON_HEAD.test(part)) documents.push(readJson(part, where));
    else if (RELEVANT.test(part)) documents.push(readYaml(part, where, work));
    line += part.split('\n').length - 1;
  }
  return documents;
}

/** Objects and lists: reading them costs little, but the smallest take over twenty times the room that they have in JSON. */
const MAX_JSON_CONTAINERS = 750_000;
const JSON_CONTAINERS = /[[{]/g;

export function readJson(text: string, where = 'The file'): ParsedDocument {
  if (
    text.length > MAX_JSON_CONTAINERS &&
    countMatches(text, JSON_CONTAINERS, MAX_JSON_CONTAINERS) > MAX_JSON_CONTAINERS
  ) {
    return { failure: createFailure('document-too-large', where), text };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { failure: createFailure('document-malformed', where, 'JSON'), text };
  }
}

/** `work.left`: how many nodes the documents that follow may have. */
function readYaml(text: string, where: string, work: { left: number }): ParsedDocument {
  const nodes = countMatches(text, NODES, MAX_DOCUMENT_NODES);
  if (nodes > Math.min(MAX_DOCUMENT_NODES, work.left))
    return { failure: createFailure('document-too-large', where), text };
  work.left -= nodes;
  try {
    const document = parseDocument(text, {
      merge: true,
      prettyErrors: false,
      uniqueKeys: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    });
    if (document.errors.length > 0) return { failure: createFailure('document-malformed', where, 'YAML'), text };
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    // Aliases without end, a nesting that the parser's stack does not hold, an alias of nothing.
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { failure: createFailure('document-too-large', where), text };
    }
    return { failure: createFailure('document-malformed', where, 'YAML'), text };
  }
}

/** How often the pattern is there, up to one over the most. */
function countMatches(text: string, pattern: RegExp, most: number): number {
  let found = 0;
  pattern.lastIndex = 0;
  while (found <= most && pattern.test(text)) found += 1;
  return found;
}
