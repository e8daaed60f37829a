/**
 * Templates with what real Jinja2 renders of them, from test/golden/templates. `npm run test:real` checks them against
 * it, and writes them anew with UPDATE_GOLDEN=1; a template that is added needs nothing but its own text.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../golden/templates/', import.meta.url);
/** Every filter, test and operator over every kind of value. */
const EVERY_VALUE = 'every-value.json';

/** What Jinja2 makes of a template; `error`: the name of its exception. */
export type Outcome = { text: string } | { error: string };

interface Entry {
  template: string;
  text?: string;
  error?: string;
  /** What is known to be rendered here instead: a difference that docs/reference/templates.md lists. */
  ours?: string;
}

interface File {
  context: object;
  templates: Entry[];
}

/** A text is null where Jinja2 fails. */
interface Matrix {
  values: Record<string, string>;
  rows: { template: string; texts: Record<string, string | null> }[];
}

export interface Case {
  template: string;
  context: object;
  /** As it stands in the file. */
  expected: Outcome;
  ours: string | null;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
const write = (name: string, content: object): void =>
  writeFileSync(new URL(name, FOLDER), `${JSON.stringify(content, null, 1)}\n`);

const outcome = ({ text, error }: Entry): Outcome =>
  text === undefined ? { error: error ?? 'not asked yet' } : { text };

/** The cases of each file. */
export function readCorpus(): { file: string; cases: Case[] }[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== EVERY_VALUE);
  const lists = files.sort().map((file) => {
    const { context, templates } = read(file) as File;
    const cases = templates.map((entry) => {
      return { template: entry.template, context, expected: outcome(entry), ours: entry.ours ?? null };
    });
    return { file, cases };
  });
  return [...lists, { file: EVERY_VALUE, cases: everyValue(read(EVERY_VALUE) as Matrix) }];
}

function everyValue({ values, rows }: Matrix): Case[] {
  return rows.flatMap(({ template, texts }) =>
    Object.entries(values).map(([name, value]) => {
      const text = texts[name] ?? null;
      const expected = text === null ? { error: 'fails' } : { text };
      return { template: `{% set v = ${value} %}${template}`, context: {}, expected, ours: null };
    }),
  );
}

/** Writes what Jinja2 renders into a file, in the order of its cases. */
export function writeCorpus(file: string, outcomes: Outcome[]): void {
  if (file === EVERY_VALUE) {
    const matrix = read(file) as Matrix;
    const names = Object.keys(matrix.values);
    for (const [place, row] of matrix.rows.entries()) {
      const own = outcomes.slice(place * names.length, (place + 1) * names.length);
      row.texts = Object.fromEntries(names.map((name, index) => [name, textOf(own[index])]));
    }
    return void write(file, matrix);
  }
  const content = read(file) as File;
  const templates = content.templates.map(({ template, ours }, index) => {
    return { template, ...outcomes[index], ...(ours === undefined ? {} : { ours }) };
  });
  write(file, { ...content, templates });
}

const textOf = (made: Outcome | undefined): string | null => (made !== undefined && 'text' in made ? made.text : null);
