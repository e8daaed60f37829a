/** Checks how inventories are read: their fields, pages and conditions. */

import type { Diagnostic } from '../../domain/index.ts';
import { findUnknownDirective } from '../../domain/sources/date-format.ts';
import { REST_PRESETS } from '../../domain/sources/rest-presets/index.ts';
import { getOwn } from '../../lib/collections.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getField, getText, isText, listFields, type Node } from '../yaml/node.ts';
import { checkConditionValues } from './conditions.ts';

export function checkInventories({ entries }: ManifestSections): Diagnostic[] {
  return entries.flatMap((entry) => [
    ...checkMap(entry),
    ...checkFormats(getChild(entry.own, 'map')),
    ...checkNext(entry),
    ...checkBody(entry),
    ...checkConditionValues(getChild(entry.own, 'where')),
  ]);
}

/** Without an ID, an item cannot be recognized; without a certificate or date, there is nothing to monitor. */
function checkMap({ own, node }: EntrySection): Diagnostic[] {
  const source = getField(own, 'rest') ?? getField(own, 'csv');
  if (source === undefined || getChild(node, 'preset') !== undefined) return [];
  const map = getChild(node, 'map');
  const has = (name: string) => getChild(map, name) !== undefined;
  const missing = [...(has('id') ? [] : ['id']), ...(has('pem') || has('valid_to') ? [] : ['pem or valid_to'])];
  return missing.length === 0
    ? []
    : [createDiagnostic('map-incomplete', getField(own, 'map')?.key ?? source.key, missing)];
}

const DATES: ReadonlySet<string> = new Set(['valid_from', 'valid_to']);

function checkFormats(map: Node | undefined): Diagnostic[] {
  return listFields(map).flatMap(([name, { node }]) => {
    const format = getChild(node, 'format');
    if (!isText(format)) return [];
    if (name === 'serial')
      return format.value === 'decimal' ? [] : [createDiagnostic('bad-field-format', format, name, null)];
    if (!DATES.has(name)) return [createDiagnostic('bad-field-format', format, name, null)];
    const unknown = findUnknownDirective(format.value);
    return unknown === null ? [] : [createDiagnostic('bad-field-format', format, name, unknown)];
  });
}

const WAYS = ['link', 'header', 'cursor', 'page', 'offset'];

function checkNext({ own }: EntrySection): Diagnostic[] {
  const used = WAYS.flatMap((way) => getField(getChild(own, 'next'), way) ?? []);
  const [, second] = used;
  return second === undefined ? [] : [createDiagnostic('several-pagings', second.key, WAYS)];
}

function checkBody({ own, node }: EntrySection): Diagnostic[] {
  const body = getField(own, 'body');
  const preset = getOwn(REST_PRESETS, getText(getChild(node, 'preset')) ?? '');
  const method = getText(getChild(node, 'method')) ?? preset?.method ?? 'GET';
  return body === undefined || method === 'POST' ? [] : [createDiagnostic('body-without-post', body.key)];
}
