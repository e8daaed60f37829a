/** Manifests that are valid or nearly: values of the published schema, changed at one place, and written as YAML in many ways. */

import { readFileSync } from 'node:fs';
import type fc from 'fast-check';
import type { Dice } from '../../helpers/dice.ts';
import { createTapeDice, drawTapes } from '../tape.ts';
import { drawValue, type Schema } from './random-values.ts';

const SCHEMA: Schema = JSON.parse(readFileSync('schema/manifest.schema.json', 'utf8'));

/** Text that is written as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Scalars that versions of YAML, or parsers, read differently. */
const QUIRKS = [
  ...[
    'yes',
    'NO',
    'on',
    'Off',
    'y',
    'true',
    'True',
    'TRUE',
    'null',
    '~',
    'Null',
    '',
    '012',
    '0o14',
    '0x1F',
    '1_000',
    '1:30',
    '0b11',
  ],
  ...[
    '.5',
    '1.',
    '1e3',
    '-1',
    '+1',
    '.inf',
    '-.INF',
    '.nan',
    '2027-01-01',
    '2027-01-01T00:00:00Z',
    '1.0',
    '99999999999999999999',
    '1e400',
  ],
  ...[
    '!!str 1',
    '!!int "1"',
    '!!bool "true"',
    '!!null ""',
    '!!float 1',
    '""',
    "''",
    '"\\x41"',
    '"\\u00e9"',
    "'it''s'",
    '"a\\/b"',
  ],
  ...[
    '{}',
    '[]',
    '[1,2]',
    '{a: b}',
    '[a, ]',
    '"1"',
    'a#b',
    'a: b',
    '@a',
    '`a`',
    '%a',
    '*none',
    '&a',
    '&a b',
    '? a',
    '- a',
    '=',
    '<<',
  ],
];

const WRONG: readonly unknown[] = [
  '',
  'a',
  0,
  -1,
  1e9,
  1.5,
  true,
  false,
  null,
  [],
  {},
  ['a'],
  { a: 'b' },
  [null],
  'x'.repeat(300),
];

/** Draws manifests as text. */
export const manifests: fc.Arbitrary<string> = drawTapes(120).map((tape) => {
  const [first = 0, second = 0, ...rest] = tape;
  return writeManifest(createTapeDice(rest), createTapeDice([first, second, ...rest.toReversed()]));
});

function writeManifest(dice: Dice, edits: Dice): string {
  const manifest = drawValue(SCHEMA, SCHEMA, dice) as Record<string, unknown>;
  if (edits.chance(0.55)) changeOne(manifest, edits);
  const lines = printBlock(manifest, '', edits).concat('');
  return finishText(lines, edits);
}

/** Changes one place of a value. */
function changeOne(manifest: Record<string, unknown>, dice: Dice): void {
  const maps = listContainers(manifest);
  const at = dice.pick(maps);
  const keys = Object.keys(at);
  const key = keys.length === 0 ? 'a' : dice.pick(keys);
  const change = dice.pick([
    'remove',
    'unknown',
    'misspell',
    'wrong',
    'wrong',
    'quirk',
    'quirk',
    'quirk',
    'merge',
  ] as const);
  if (change === 'remove') {
    if (Array.isArray(at)) at.splice(Number(key), 1);
    else delete at[key];
  } else if (change === 'wrong') at[key] = dice.pick(WRONG);
  else if (change === 'quirk') at[key] = new Raw(dice.pick(QUIRKS));
  else if (Array.isArray(at)) at.push(dice.pick(WRONG));
  else if (change === 'unknown') at[dice.pick(['colour', 'x-own', 'on', '1', '__proto__', 'constructor', 'a b'])] = 1;
  else if (change === 'merge')
    at['<<'] = new Raw(dice.pick(['{ a: b }', '{ name: c }', '[{ a: b }, { c: d }]', 'a', '[a]', '{}']));
  else {
    at[`${key}s`] = at[key];
    delete at[key];
  }
}

/** A map, or a list, whose keys are its indices. */
type Container = Record<string, unknown>;

function listContainers(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null || value instanceof Raw) return [];
  return [value as Container, ...Object.values(value).flatMap(listContainers)];
}

/** Prints a map or list in lines of its own. */
function printBlock(value: object, indent: string, dice: Dice): string[] {
  return Object.entries(value).flatMap(([key, item]) => {
    const start = Array.isArray(value) ? `${indent}-` : `${indent}${printKey(key, dice)}:`;
    const isBlock = typeof item === 'object' && item !== null && !(item instanceof Raw) && Object.keys(item).length > 0;
    if (isBlock && !dice.chance(0.15)) {
      const anchor = dice.chance(0.03) ? ' &b' : '';
      return [start + anchor, ...printBlock(item, `${indent}  `, dice)];
    }
    const block = typeof item === 'string' && item !== '' && dice.chance(0.05);
    if (block) return [`${start} ${dice.pick(['|-', '>-', '|', '>+'])}`, `${indent}    ${item}`];
    return [`${start} ${printFlow(item, dice)}${dice.chance(0.05) ? ' # note' : ''}`];
  });
}

function printKey(key: string, dice: Dice): string {
  if (key === '<<') return key;
  return /^[a-z_][\w-]*$/i.test(key) && !dice.chance(0.05) ? key : JSON.stringify(key);
}

function printFlow(value: unknown, dice: Dice): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => printFlow(item, dice)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, item]) => `${printKey(key, dice)}: ${printFlow(item, dice)}`);
    return `{ ${fields.join(', ')} }`;
  }
  const isPlain =
    typeof value === 'string' && /^[a-z][a-z/.]*$/.test(value) && !['true', 'false', 'null'].includes(value);
  if (isPlain && dice.chance(0.7)) return value;
  return JSON.stringify(value);
}

/** Changes the text as a whole. */
function finishText(lines: string[], dice: Dice): string {
  const at = dice.upTo(Math.max(0, lines.length - 2));
  const line = lines[at] ?? '';
  let anchors = 0;
  // PyYAML rejects two anchors of one name, which YAML 1.2 (3.2.2.2) allows.
  const numberAnchor = () => ` &b${++anchors}`;
  const text = (changed = lines) => changed.join('\n').replace(/ &b$/gm, numberAnchor);
  if (!dice.chance(0.3)) return text();
  return dice.pick([
    () => text().replaceAll('\n', '\r\n'),
    () => `\ufeff${text()}`,
    () => `---\n${text()}...\n`,
    () => `${text()}---\nversion: 1\n`,
    () => `%YAML 1.2\n---\n${text()}`,
    () => `\n# note\n\n${text()}`,
    () => text(lines.toSpliced(at, 0, line)),
    () => text(lines.toSpliced(at, 0, `\t${line.trim()}`)),
    () => text(lines.with(at, `${line}\t`)),
    () => text(lines.with(at, `${line} # \u{1f512}`)),
    () => text(lines.toSpliced(at, 0, '')),
    () => text(lines.with(at, ` ${line}`)),
  ])();
}
