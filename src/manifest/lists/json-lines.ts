/** Reads an entry list in JSON Lines: one entry a line, as a JSON object. */
import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { type Field, getField, listFields, type MapNode, toFirstCharacter } from '../yaml/node.ts';
import { findLineIndex, type SourceFile } from '../yaml/source-file.ts';
import { createMap, findColumn, isIgnored, type ParsedList } from './columns.ts';
import { parseJson } from './json.ts';

/** Maximum number of errors to report. */
const MAX_ERRORS = 10_000;

export function parseJsonLines(file: SourceFile): ParsedList {
  const entries: MapNode[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, start] of file.lineStarts.entries()) {
    const end = file.lineStarts[index + 1] ?? file.text.length;
    if (/^\s*$/.test(file.text.slice(start, end))) continue;
    const node = parseJson(file, start, end, diagnostics);
    if (node?.kind === 'map') entries.push(readEntry(node, diagnostics));
    else if (node !== null) diagnostics.push(createDiagnostic('json-syntax', toFirstCharacter(node), 'not-an-object'));
    if (diagnostics.length > MAX_ERRORS) break;
  }
  return { entries, diagnostics };
}

/** Moves `labels.team` into `labels`, and drops values that are null, like an empty cell in CSV. */
function readEntry(entry: MapNode, diagnostics: Diagnostic[]): MapNode {
  const fields = new Map<string, Field>();
  const dotted: [name: string, field: Field][] = [];
  for (const [name, field] of entry.fields) {
    if (isIgnored(name) || (field.node.kind === 'scalar' && field.node.value === null)) continue;
    if (name.includes('.') && findColumn(name) !== null) dotted.push([name, field]);
    else fields.set(name, field);
  }
  for (const [name, field] of dotted) addInner(fields, name, field, diagnostics);
  return createMap(entry, fields);
}

function addInner(fields: Map<string, Field>, name: string, field: Field, diagnostics: Diagnostic[]): void {
  const dot = name.indexOf('.');
  const [key, innerKey] = [name.slice(0, dot), name.slice(dot + 1)];
  const outer = fields.get(key);
  const inner = listFields(outer?.node);
  const first = outer?.node.kind === 'map' ? getField(outer.node, innerKey)?.key : outer?.key;
  if (first === undefined) {
    const node = createMap(field.node, new Map([...inner, [innerKey, field]]));
    fields.set(key, { key: outer?.key ?? field.key, node });
  } else {
    const line = findLineIndex(first.file, first.start) + 1;
    diagnostics.push(createDiagnostic('duplicate-key', field.key, name, line));
  }
}
