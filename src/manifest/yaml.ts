/** Text -> a tree with positions, by YAML 1.2 with merge keys. */
import { type Document, isScalar, type ParsedNode, parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from '../types.ts';
import { type Code, diagnostic, whereIs } from './diagnostics.ts';
import { growTree } from './grow.ts';
import type { SourceFile, Span } from './text.ts';
import { reservedStart, type Trap, trapAround } from './traps.ts';
import type { Node } from './tree.ts';

/** `root` is null where the file is empty, or so broken that what can be read of it would be guesswork. */
export interface ParsedYaml {
  root: Node | null;
  diagnostics: Diagnostic[];
}

/** Errors after which the rest of the file still reads as its author meant it. */
const HARMLESS = new Set<YAMLError['code']>(['BAD_SCALAR_START', 'TAB_AS_INDENT', 'BAD_DQ_ESCAPE', 'MULTIPLE_DOCS']);

export function parseYaml(file: SourceFile): ParsedYaml {
  const document = parseDocument(file.text, {
    version: '1.2',
    merge: true,
    prettyErrors: false,
    // The library compares each key with each, and looks for each anchor from the top: growTree does both at once.
    uniqueKeys: false,
    resolveKnownTags: false,
  });
  const diagnostics = syntaxErrors(document, file);
  if (isEmpty(document)) {
    const empty = file.included ? 'included-file-empty' : 'manifest-empty';
    if (diagnostics.length === 0) diagnostics.push(diagnostic(empty, whereIs({ file, start: 0, end: 0 })));
    return { root: null, diagnostics };
  }
  if (document.errors.some((error) => !HARMLESS.has(error.code))) return { root: null, diagnostics };
  const grown = growTree(document.contents as ParsedNode, file);
  return { root: grown.root, diagnostics: [...diagnostics, ...grown.diagnostics] };
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === '');
}

/** Each error of the parser in our words. What follows the first loss of structure is only its echo, and left out. */
function syntaxErrors(document: Document.Parsed, file: SourceFile): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const error of document.errors) {
    found.push(syntaxError(error, file));
    if (!HARMLESS.has(error.code)) break;
  }
  for (const { code, pos } of document.warnings) {
    const span = { file, start: pos[0], end: pos[1] };
    if (code === 'TAG_RESOLVE_FAILED') {
      found.push(diagnostic('unknown-tag', whereIs(span), file.text.slice(span.start, span.end)));
    }
  }
  return found;
}

function syntaxError(error: YAMLError, file: SourceFile): Diagnostic {
  const span = { file, start: error.pos[0], end: error.pos[1] };
  const trap =
    error.code === 'BAD_SCALAR_START' ? reservedStart(file.text, span.start) : trapAround(file.text, span.start);
  if (trap !== null) return trapped(trap, file);
  if (error.code === 'TAB_AS_INDENT') return diagnostic('tab-indent', whereIs(span));
  if (error.code === 'MULTIPLE_DOCS') return diagnostic('multiple-documents', whereIs(firstLine(span)));
  if (error.code === 'TAG_RESOLVE_FAILED') return diagnostic('unknown-tag', whereIs(span), tagAt(span));
  const [what, hint] = SYNTAX[error.code] ?? unexpected(span);
  return diagnostic('yaml-syntax' satisfies Code, whereIs(span), what, hint);
}

export function trapped(trap: Trap, file: SourceFile): Diagnostic {
  return diagnostic('needs-quotes', whereIs({ file, start: trap.start, end: trap.end }), trap.message, trap.quoted);
}

function firstLine({ file, start }: Span): Span {
  return { file, start, end: start + 3 };
}

function tagAt({ file, start, end }: Span): string {
  return file.text.slice(start, Math.min(end, start + 40));
}

const MISSING_END = 'Close every quote, [ and { that is opened, and indent what stands between.';

/** What each error of the parser means for a user. */
const SYNTAX: Partial<Record<YAMLError['code'], [what: string, hint: string]>> = {
  BAD_ALIAS: ['An alias needs a name.', 'Quote a text that begins with "*" or ends with ":".'],
  BAD_DIRECTIVE: ['A directive of YAML is not written so.', 'Take the line that begins with "%" out.'],
  BAD_DQ_ESCAPE: [
    'There is no such escape in a text between double quotes.',
    'Use single quotes, in which a backslash is a backslash.',
  ],
  BAD_INDENT: ['The indentation does not fit what stands above.', 'Align the keys of one map, and indent its values.'],
  BAD_SCALAR_START: ['An unquoted text cannot begin with this character.', 'Put the text in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'A key with its value stands where a text was begun.',
    'Quote a text that has ": " in it; a map begins on a line of its own, indented.',
  ],
  BLOCK_IN_FLOW: [
    'Between [ ] or { } there can be no indented list or map.',
    'Quote a text that has ": " in it, or write the inner map with { } too.',
  ],
  KEY_OVER_1024_CHARS: ['A key cannot be longer than 1024 characters.', 'Is a quote left open above?'],
  MISSING_CHAR: ['Something is left open, or a ":" or "," is missing.', MISSING_END],
  MULTILINE_IMPLICIT_KEY: [
    'A key cannot go over more than one line.',
    'Is the ":" or the space after it missing in this line, or its indentation not that of its neighbours?',
  ],
  MULTIPLE_ANCHORS: ['A value can have one anchor only.', 'Keep one of them.'],
  MULTIPLE_TAGS: ['A value can have one tag only.', 'Take the tags out.'],
  RESOURCE_EXHAUSTION: ['Lists or maps are nested too deeply to be read.', 'A manifest needs no more than ten levels.'],
};

function unexpected({ file, start }: Span): [what: string, hint: string] {
  const before = file.text[start - 1] ?? '';
  const rest = file.text.slice(Math.max(0, start - 2), start).trim();
  if (before === '"' || before === "'" || rest === '"' || rest === "'") {
    return ['Text follows a closing quote.', "Quote the whole text; a quote within single quotes is doubled ('')."];
  }
  if (/^-\s/.test(file.text.slice(start, start + 2))) {
    return ['A list cannot begin on the line of its key.', 'Begin it on the next line, or write [a, b].'];
  }
  return [
    'This cannot stand here.',
    'Check the indentation, and that [ ], { } and quotes are closed where they should.',
  ];
}
