/** Condition sets: attributes that `data` has, operators that fit their value. */

import type { Condition, Diagnostic, EventData } from '../../domain/index.ts';
import type { Suggest } from '../../lib/did-you-mean.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import { getChild, getSchemaType, getText, isText, listItems, type Node, type TextNode } from '../yaml/node.ts';

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
  effective_valid_to: 'nothing',
  limited_by: ['subject', 'fingerprint_sha256'],
  renewal: ['expected_at', 'source', 'window', 'explanation_url', 'error'],
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
  finding: ['event', 'about', 'severity', 'code', 'detail'],
  error: ['code', 'detail'],
  last_seen: 'nothing',
  previous: ['fingerprint_sha256', 'valid_to', 'common_name'],
  repository: 'nothing',
  run_url: 'nothing',
  test: 'nothing',
};

export function checkConditions(node: Node | undefined, near: Suggest): Diagnostic[] {
  if (node?.kind !== 'map') return [];
  const members = [...listItems(getChild(node, 'and')), ...listItems(getChild(node, 'or'))];
  return [
    ...checkAttribute(node, near),
    ...checkValue(node),
    ...members.flatMap((member) => checkConditions(member, near)),
  ];
}

function checkAttribute(condition: Node, near: Suggest): Diagnostic[] {
  const node = getChild(condition, 'attr');
  return isText(node) ? checkAttributeName(node, near) : [];
}

/** What is no attribute of `data`; an empty text is told of by itself. `others` are known beside the attributes. */
export function checkAttributeName(node: TextNode, near: Suggest, others: readonly string[] = []): Diagnostic[] {
  const { value } = node;
  if (value === '' || isAttribute(value) || others.includes(value)) return [];
  const known = [...listAttributes(value), ...others];
  // `data.` and a part of what has none are slips that the right name is seen in.
  const bare = value.replace(/^data\./, '');
  const meant = [bare, bare.split('.')[0] ?? ''].find(isAttribute) ?? near(bare, known);
  return [createDiagnostic('unknown-attribute', toLocation(node), value, meant, known)];
}

function isAttribute(attr: string): boolean {
  const [first = '', second, ...rest] = attr.split('.');
  if (!Object.hasOwn(ATTRIBUTES, first)) return false;
  const parts = ATTRIBUTES[first as keyof EventData];
  if (second === undefined || parts === 'anything') return true;
  return parts !== 'nothing' && rest.length === 0 && parts.includes(second);
}

/** The attributes of data, or of the one whose part is asked for. */
function listAttributes(attr: string): string[] {
  const first = attr.split('.')[0] ?? '';
  const parts = Object.hasOwn(ATTRIBUTES, first) ? ATTRIBUTES[first as keyof EventData] : 'nothing';
  return typeof parts === 'string' ? Object.keys(ATTRIBUTES) : parts.map((part) => `${first}.${part}`);
}

const OPERAND_TYPES: Record<Condition['op'], readonly string[]> = {
  eq: ['string', 'number', 'boolean', 'null', 'array'],
  gt: ['number'],
  gte: ['number'],
  lt: ['number'],
  lte: ['number'],
  in: ['array'],
  contains: ['string', 'number', 'boolean', 'array'],
  regex: ['string'],
};

function checkValue(condition: Node): Diagnostic[] {
  const op = getText(getChild(condition, 'op')) ?? 'eq';
  const value = getChild(condition, 'value');
  if (value === undefined || value.kind === 'map' || !Object.hasOwn(OPERAND_TYPES, op)) return [];
  const needed = OPERAND_TYPES[op as Condition['op']];
  if (needed.includes(getSchemaType(value))) return [];
  return [createDiagnostic('condition-type', toLocation(value), op, needed[0] ?? '', getSchemaType(value))];
}
