/** Checks condition sets: attributes must exist in `data`, and operators must fit their value. */

import { resolveAttribute } from '../../domain/event-data.ts';
import type { Condition, Diagnostic } from '../../domain/index.ts';
import { type DataShape, EVENT_DATA } from '../../generated/template-data.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { getChild, getSchemaType, getText, isText, listItems, type Node, type TextNode } from '../yaml/node.ts';

/** The attributes of `data` and their nested attributes. Null: any name. */
const ATTRIBUTES = Object.fromEntries(
  Object.entries(EVENT_DATA).map(([name, shape]) => [name.replace('?', ''), listNestedNames(shape)]),
);

function listNestedNames(shape: DataShape): string[] | null {
  if (typeof shape === 'string') return [];
  const [fields] = [shape].flat();
  const names = typeof fields === 'object' ? Object.keys(fields) : [];
  return names.includes('*') ? null : names.map((name) => name.replace('?', ''));
}

/** Checks values and operators only: the attributes are those of an inventory. */
export function checkConditionValues(node: Node | undefined): Diagnostic[] {
  if (node?.kind !== 'map') return [];
  const members = [...listItems(getChild(node, 'and')), ...listItems(getChild(node, 'or'))];
  return [...checkValue(node), ...members.flatMap(checkConditionValues)];
}

/** Checks the conditions of a rule: attributes, operators and values. `near` suggests attributes. */
export function checkConditions(node: Node | undefined, near: Suggest): Diagnostic[] {
  if (node?.kind !== 'map') return [];
  const attr = getChild(node, 'attr');
  const members = [...listItems(getChild(node, 'and')), ...listItems(getChild(node, 'or'))];
  return [
    ...(isText(attr) ? checkAttributeName(attr, near) : []),
    ...checkValue(node),
    ...members.flatMap((member) => checkConditions(member, near)),
  ];
}

/** Reports a name that is neither an attribute of `data` nor one of `others`. The schema reports an empty name. */
export function checkAttributeName(node: TextNode, near: Suggest, others: readonly string[] = []): Diagnostic[] {
  const { value } = node;
  if (value === '' || isAttribute(value) || others.includes(value)) return [];
  const known = [...listSuggestedAttributes(value), ...others];
  // Common mistakes: the prefix `data.`, and nested attributes that do not exist.
  const bare = value.replace(/^data\./, '');
  const meant = [bare, bare.split('.')[0] ?? ''].find(isAttribute) ?? near(bare, known);
  return [createDiagnostic('unknown-attribute', node, value, meant, known)];
}

function isAttribute(attr: string): boolean {
  const [first = '', second, ...rest] = resolveAttribute(attr).split('.');
  const nested = getOwn(ATTRIBUTES, first);
  if (nested === undefined) return false;
  return second === undefined || nested === null || (rest.length === 0 && nested.includes(second));
}

/** Lists the nested attributes of the attribute before the dot, or all attributes if it has none. */
function listSuggestedAttributes(attr: string): string[] {
  const first = attr.split('.')[0] ?? '';
  const nested = getOwn(ATTRIBUTES, first) ?? [];
  return nested.length === 0 ? Object.keys(ATTRIBUTES) : nested.map((name) => `${first}.${name}`);
}

/** The types that each operator can compare with. */
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
  const types = getOwn(OPERAND_TYPES, op);
  if (value === undefined || value.kind === 'map' || types === undefined || types.includes(getSchemaType(value)))
    return [];
  return [createDiagnostic('condition-type', value, op, types[0] ?? '', getSchemaType(value))];
}
