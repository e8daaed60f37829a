/** Condition sets: attributes that `data` has, operators that fit their value. */
import { compileRegex } from '../regex.ts';
import type { Condition, Diagnostic, EventData } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import { kindOf } from './schema-errors.ts';
import { suggest } from './suggest.ts';
import { childOf, isText, itemsOf, type Node, textOf } from './tree.ts';

/** What can follow each attribute's name after a dot: nothing, certain names, or any name. */
const ATTRIBUTES: Record<keyof EventData, 'nothing' | 'anything' | readonly string[]> = {
  event_type: 'nothing',
  certificate: 'nothing',
  certificate_id: 'nothing',
  alert_key: 'nothing',
  common_name: 'nothing',
  subject: 'nothing',
  issuer: 'nothing',
  serial_number: 'nothing',
  fingerprint_sha256: 'nothing',
  sans: 'nothing',
  key_algorithm: 'nothing',
  key_size: 'nothing',
  signature_algorithm: 'nothing',
  valid_from: 'nothing',
  valid_to: 'nothing',
  lifetime_days: 'nothing',
  days_remaining: 'nothing',
  status: 'nothing',
  level: 'nothing',
  threshold: 'nothing',
  threshold_days: 'nothing',
  scan_id: 'nothing',
  timestamp: 'nothing',
  assigned_objects: ['type', 'name'],
  assignment_count: 'nothing',
  labels: 'anything',
  owner: 'nothing',
  tenant: 'nothing',
  renewal_instructions: 'nothing',
  place: 'nothing',
  error: ['code', 'detail'],
  last_seen: 'nothing',
  previous: ['fingerprint_sha256', 'valid_to', 'common_name'],
  repository: 'nothing',
  run_url: 'nothing',
  test: 'nothing',
};

export function checkConditions(node: Node | undefined): Diagnostic[] {
  if (node?.kind !== 'map') return [];
  const members = [...itemsOf(childOf(node, 'and')), ...itemsOf(childOf(node, 'or'))];
  return [...checkAttribute(node), ...checkValue(node), ...members.flatMap(checkConditions)];
}

function checkAttribute(condition: Node): Diagnostic[] {
  const node = childOf(condition, 'attr');
  if (!isText(node) || node.value === '') return [];
  const [first = '', second, ...rest] = node.value.split('.');
  const report = (why: string, hint: string) => [diagnostic('unknown-attribute', whereIs(node), node.value, why, hint)];
  if (first === 'data' && second !== undefined) {
    return report('is looked for in data already', `Write ${[second, ...rest].join('.')}.`);
  }
  if (!Object.hasOwn(ATTRIBUTES, first)) {
    const near = suggest(first, Object.keys(ATTRIBUTES));
    return report(
      'is no attribute of data',
      near ? `Did you mean "${near}"?` : `They are: ${Object.keys(ATTRIBUTES).join(', ')}.`,
    );
  }
  const parts = ATTRIBUTES[first as keyof EventData];
  if (second === undefined || parts === 'anything') return [];
  if (parts === 'nothing') return report('asks for a part of what has none', `Write ${first}.`);
  if (rest.length === 0 && parts.includes(second)) return [];
  return report(`asks for what ${first} does not have`, `It has: ${parts.join(', ')}.`);
}

const NEEDS: Record<Condition['op'], { needed: string; fits: (value: Node) => boolean }> = {
  eq: { needed: 'any value', fits: () => true },
  gt: { needed: 'a number', fits: isNumber },
  gte: { needed: 'a number', fits: isNumber },
  lt: { needed: 'a number', fits: isNumber },
  lte: { needed: 'a number', fits: isNumber },
  in: { needed: 'a list', fits: ({ kind }) => kind === 'list' },
  contains: { needed: 'something that is not null', fits: (node) => node.kind !== 'scalar' || node.value !== null },
  regex: { needed: 'a text', fits: (node) => textOf(node) !== undefined },
};

function isNumber(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'number';
}

function checkValue(condition: Node): Diagnostic[] {
  const op = textOf(childOf(condition, 'op')) ?? 'eq';
  const value = childOf(condition, 'value');
  if (value === undefined || value.kind === 'map' || !Object.hasOwn(NEEDS, op)) return [];
  const { needed, fits } = NEEDS[op as Condition['op']];
  if (!fits(value)) return [diagnostic('condition-type', whereIs(value), op, needed, kindOf(value))];
  const regex = op === 'regex' ? compileRegex(textOf(value) ?? '') : { ok: true as const };
  return regex.ok ? [] : [diagnostic('bad-regex', whereIs(value), textOf(value) ?? '', regex.problem)];
}
