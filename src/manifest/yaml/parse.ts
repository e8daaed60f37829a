/** Parses YAML 1.2 with merge keys into a tree with positions, and explains syntax errors. */
import { type Document, isScalar, type ParsedNode, parseDocument, visit, type YAMLError } from 'yaml';
import type { Diagnostic } from '../../domain/index.ts';
import { runWithoutStackTraces } from '../../lib/without-stack-traces.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { isSyntaxProblem, type SyntaxProblem } from '../diagnostics/messages.ts';
import { buildTree, createPitfallDiagnostic } from './build-tree.ts';
import { findMissingComma } from './missing-comma.ts';
import type { Node } from './node.ts';
import {
  findColonInText,
  findGlobAlias,
  findPitfallAround,
  findReservedCharacter,
  type Pitfall,
} from './quoting-pitfalls.ts';
import { findLineIndex, getLine, type SourceFile, type Span } from './source-file.ts';

/** `root` is null if the file is empty or its structure is broken. */
export interface ParsedYaml {
  root: Node | null;
  diagnostics: Diagnostic[];
}

/** Errors after which the rest of the file can still be parsed correctly. */
const HARMLESS = new Set<YAMLError['code']>(['BAD_SCALAR_START', 'BAD_DQ_ESCAPE', 'MULTIPLE_DOCS']);

/** Maximum number of errors to inspect after the structure is broken. */
const MAX_ERRORS_AFTER_BREAK = 200;

const MAX_SYNTAX_ERRORS = 1_000;

/** Parses a file. Syntax errors are diagnostics, and never thrown. */
export function parseYaml(file: SourceFile): ParsedYaml {
  const document = parseText(file.text);
  const diagnostics = listSyntaxErrors(document, file);
  if (isEmpty(document)) {
    const empty = file.included ? 'included-file-empty' : 'manifest-empty';
    if (diagnostics.length === 0) diagnostics.push(createDiagnostic(empty, { file, start: 0, end: 0 }));
    return { root: null, diagnostics };
  }
  if (document.errors.some((error) => !HARMLESS.has(error.code))) {
    return { root: null, diagnostics: [...diagnostics, ...findGlobPitfalls(document, file)] };
  }
  const tree = buildTree(document.contents as ParsedNode, file);
  return { root: tree.root, diagnostics: [...diagnostics, ...tree.diagnostics] };
}

/** Parses YAML 1.2 with merge keys. Problems are in `errors` and `warnings` of the result. */
function parseText(text: string): Document.Parsed {
  return runWithoutStackTraces(() =>
    parseDocument(text, {
      version: '1.2',
      merge: true,
      prettyErrors: false,
      // buildTree checks keys and anchors in linear time; the library compares each key with all others.
      uniqueKeys: false,
      resolveKnownTags: false,
    }),
  );
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === '');
}

/**
 * Explains the parser's errors. Errors after the first one that breaks the structure are usually its consequences and are omitted, except
 * further strings that need quotes.
 */
function listSyntaxErrors(document: Document.Parsed, file: SourceFile): Diagnostic[] {
  const broken = findBreakingError(document);
  const isPitfall = (error: YAMLError | undefined) => error !== undefined && findPitfall(error, file.text) !== null;
  const relevant = document.errors.filter(
    (error, index) =>
      broken === -1 ||
      index <= broken ||
      (error.code === 'TAB_AS_INDENT' && error.code === document.errors[broken]?.code) ||
      (index <= broken + MAX_ERRORS_AFTER_BREAK && isPitfall(document.errors[broken]) && isPitfall(error)),
  );
  const [first] = relevant;
  const comma = first === undefined || findConflictMarker(file) !== null ? null : findMissingComma(file);
  if (comma !== null) return [createDiagnostic('yaml-syntax', comma, 'missing-comma')];
  const open = first?.code === 'MISSING_CHAR' ? findOpenQuote(document, file) : null;
  if (open !== null) return [createDiagnostic('yaml-syntax', { file, start: open, end: open + 1 }, 'open-quote')];
  return [...relevant, ...document.warnings]
    .slice(0, MAX_SYNTAX_ERRORS)
    .flatMap((error) => explainSyntaxError(error, file) ?? []);
}

function findBreakingError({ errors }: Document.Parsed): number {
  return errors.findIndex(({ code }) => !HARMLESS.has(code));
}

/** Unquoted globs in the intact part of a file with a broken structure, for which no tree is built. */
function findGlobPitfalls(document: Document.Parsed, file: SourceFile): Diagnostic[] {
  const broken = document.errors[findBreakingError(document)];
  const end =
    broken === undefined || findPitfall(broken, file.text) !== null ? Number.POSITIVE_INFINITY : broken.pos[0];
  const found: Diagnostic[] = [];
  visit(document, {
    Alias: (_, { range }) => {
      const pitfall = range && range[0] < end ? findGlobAlias(file.text, range[0]) : null;
      if (pitfall !== null) found.push(createPitfallDiagnostic(pitfall, file));
      return found.length < MAX_ERRORS_AFTER_BREAK ? undefined : visit.BREAK;
    },
  });
  return found;
}

function explainSyntaxError(error: YAMLError, file: SourceFile): Diagnostic | null {
  const { text } = file;
  const { code } = error;
  const start = skipToToken(error, text);
  const end = Math.max(error.pos[1], start + 1);
  const span = { file, start, end };
  const conflict = findConflictMarker(file);
  if (conflict !== null) return createDiagnostic('yaml-syntax', conflict, 'conflict-marker');
  const pitfall = findPitfall(error, text);
  if (pitfall !== null) return createPitfallDiagnostic(pitfall, file);
  // The depth at which the parser stops depends on the machine, so only the line is reported.
  if (code === 'RESOURCE_EXHAUSTION') return createDiagnostic('yaml-syntax', toLineStart(span), code);
  if (code === 'TAB_AS_INDENT') return createDiagnostic('tab-indent', span);
  if (code === 'MULTIPLE_DOCS') return createDiagnostic('multiple-documents', toDocumentMarker(span));
  if (code === 'TAG_RESOLVE_FAILED')
    return createDiagnostic('unknown-tag', span, text.slice(start, Math.min(end, start + 40)));
  const line = getLine(file, findLineIndex(file, start));
  const dash = /^\s*-(?=[A-Za-z_"'])/.exec(line);
  if (dash !== null) return createDiagnostic('yaml-syntax', locateDash(span, dash[0].length), 'dash-without-space');
  const isItem = /^ *-(?:\s|$)/.test(line) && startsLine(span);
  const swallowed = code === 'BLOCK_AS_IMPLICIT_KEY' && !isItem ? findSwallowedKey(span) : null;
  const outdented = code === 'MULTILINE_IMPLICIT_KEY' ? findOutdentedLine(span) : null;
  const misplaced = swallowed ?? outdented;
  if (misplaced !== null) return createDiagnostic('yaml-syntax', misplaced, 'BAD_INDENT');
  // At the start of a line, the cause is usually its indentation.
  if (LINE_CODES.has(code) && startsLine(span)) return createDiagnostic('yaml-syntax', span, 'BAD_INDENT');
  return createDiagnostic('yaml-syntax', span, isSyntaxProblem(code) ? code : classifyUnexpected(span));
}

/** The offset of an error. That of a misplaced list is in the white space before its first dash, and can be on the line above. */
function skipToToken({ code, pos: [start] }: YAMLError, text: string): number {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY') return start;
  let at = start;
  while (/[\s#]/.test(text[at] ?? '')) at = text[at] === '#' ? findLineEnd(text, at) : at + 1;
  return at;
}

function findLineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

/** Finds the first line of a merge conflict, which causes the following errors. */
function findConflictMarker(file: SourceFile): Span | null {
  const marker = /^(?:<{7} .*|={7}|>{7} .*)$/m.exec(file.text);
  return marker === null ? null : { file, start: marker.index, end: marker.index + marker[0].trimEnd().length };
}

function findPitfall({ code, pos: [start] }: YAMLError, text: string): Pitfall | null {
  if (code === 'BAD_SCALAR_START') return findReservedCharacter(text, start);
  return code === 'BLOCK_AS_IMPLICIT_KEY' ? findColonInText(text, start) : findPitfallAround(text, start);
}

/** A key, also of an item or in quotes. A string with spaces may be text that contains a colon. */
const SWALLOWED_KEY = /^\s+(?:- +)?(?:[\w.-]+|<<|"[^"]*"|'[^']*'):(?:\s|$)/;

/** A key that YAML reads as part of the string on the line above, because it is indented deeper. */
function findSwallowedKey({ file, start }: Span): Span | null {
  const line = findLineIndex(file, start);
  const indent = (at: number) => getLine(file, at).search(/\S/);
  let next = line + 1;
  while (next < file.lineStarts.length && getLine(file, next).trim() === '') next += 1;
  if (indent(next) <= indent(line) || !SWALLOWED_KEY.test(getLine(file, next))) return null;
  const begins = file.lineStarts[next] as number;
  return { file, start: begins + indent(next), end: begins + indent(next) + 1 };
}

/** A line that begins left of the key of an item, so it belongs neither to the key nor beside it. YAML reads it as part of the key. */
function findOutdentedLine({ file, start, end }: Span): Span | null {
  const first = findLineIndex(file, start);
  const before = file.text.slice(file.lineStarts[first], start);
  if (!/^ *(?:- +)+$/.test(before) || /["']/.test(file.text[start] ?? '')) return null;
  for (let at = first + 1; at <= findLineIndex(file, end); at += 1) {
    const indent = getLine(file, at).search(/\S/);
    const begins = (file.lineStarts[at] as number) + indent;
    if (indent >= 0 && indent < before.length) return { file, start: begins, end: begins + 1 };
  }
  return null;
}

function locateDash({ file, start }: Span, length: number): Span {
  const end = (file.lineStarts[findLineIndex(file, start)] ?? 0) + length;
  return { file, start: end - 1, end };
}

const LINE_CODES = new Set<YAMLError['code']>(['MISSING_CHAR', 'BLOCK_AS_IMPLICIT_KEY']);

/** Whether the span is at the start of a line with a key or an item. */
function startsLine({ file, start }: Span): boolean {
  const line = getLine(file, findLineIndex(file, start));
  const before = file.text.slice(file.lineStarts[findLineIndex(file, start)], start);
  return before.trim() === '' && /^ +(?:-(?:\s|$)|[\w-]+:(?: |$))/.test(line);
}

/** The offset of a quoted string that is not closed before the end of the file. */
function findOpenQuote(document: Document.Parsed, { text }: SourceFile): number | null {
  let open: number | null = null;
  visit(document, {
    Scalar: (_, { type, range }) => {
      const quote = type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : null;
      if (quote === null || !range || text.slice(range[1]).trim() !== '') return;
      if (range[1] - range[0] < 2 || !text.slice(range[0], range[1]).trimEnd().endsWith(quote)) open = range[0];
    },
  });
  return open;
}

function toLineStart({ file, start }: Span): Span {
  const at = file.lineStarts[findLineIndex(file, start)] ?? start;
  return { file, start: at, end: at + 1 };
}

function toDocumentMarker({ file, start }: Span): Span {
  return { file, start, end: start + 3 };
}

function classifyUnexpected({ file, start }: Span): SyntaxProblem {
  const before = file.text
    .slice(Math.max(0, start - 2), start)
    .trimEnd()
    .at(-1);
  if (before === '"' || before === "'") return 'after-quote';
  return /^-\s/.test(file.text.slice(start, start + 2)) ? 'list-beside-key' : 'unexpected';
}
