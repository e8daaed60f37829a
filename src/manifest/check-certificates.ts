import { parseTime } from '../time.ts';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { isHostName, parseEndpoint } from './endpoint.ts';
import type { EntryPart, Parts } from './parts.ts';
import { childOf, isText, oneOrMore } from './tree.ts';

export function checkCertificates({ entries }: Parts): Diagnostic[] {
  return entries.flatMap(({ own }) => [...checkEndpoints(own), ...checkServerName(own), ...checkDate(own)]);
}

function checkEndpoints(entry: EntryPart['own']): Diagnostic[] {
  const places = new Set<string>();
  return oneOrMore(childOf(entry, 'endpoint'))
    .filter(isText)
    .filter(({ value }) => value !== '')
    .flatMap((node) => {
      const parsed = parseEndpoint(node.value);
      if ('problem' in parsed) {
        return [diagnostic('bad-endpoint', whereIs(node), node.value, parsed.problem, parsed.better)];
      }
      if (places.has(parsed.place)) return [diagnostic('duplicate-place', whereIs(node), node.value)];
      places.add(parsed.place);
      return [];
    });
}

function checkServerName(entry: EntryPart['own']): Diagnostic[] {
  const name = childOf(entry, 'server_name');
  if (!isText(name) || name.value === '' || isHostName(name.value)) return [];
  return [diagnostic('bad-server-name', whereIs(name), name.value)];
}

function checkDate(entry: EntryPart['own']): Diagnostic[] {
  const date = childOf(entry, 'expires');
  if (!isText(date) || (date.value.length === 10 && parseTime(date.value) !== null)) return [];
  return [diagnostic('bad-date', whereIs(date), date.value)];
}
