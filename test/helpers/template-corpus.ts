/**
 * Reads templates and their renderings by the original Jinja2 from test/golden/templates. `npm run test:real` verifies
 * them, and updates them with `-u`: to add a template, add only its text.
 */

import { readdirSync, readFileSync } from 'node:fs';

const DIRECTORY = new URL('../golden/templates/', import.meta.url);
/** Every filter, test and operator over every kind of value. */
const EVERY_VALUE = 'every-value.json';

/** The result of Jinja2; `error`: the name of its exception. */
export type Outcome = { text: string } | { error: string };

interface Entry {
  template: string;
  text?: string;
  error?: string;
  /** Our own rendering, if it differs for a reason that docs/reference/templates.md lists. */
  ours?: string;
}

interface File {
  context: object;
  templates: Entry[];
}

/** A text is null if Jinja2 fails. */
interface Matrix {
  values: Record<string, string>;
  rows: { template: string; texts: Record<string, string | null> }[];
}

export interface Case {
  template: string;
  context: object;
  /** The case as it is in the file. */
  expected: Outcome;
  ours: string | null;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, DIRECTORY), 'utf8'));
const format = (content: object): string => `${JSON.stringify(content, null, 1)}\n`;

const outcome = ({ text, error }: Entry): Outcome =>
  text === undefined ? { error: error ?? 'not rendered yet' } : { text };

/** The cases of each file. */
export function readCorpus(): { file: string; cases: Case[] }[] {
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.json') && name !== EVERY_VALUE);
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

/** The text of a file with the results of Jinja2, in the order of its cases. */
export function formatCorpus(file: string, outcomes: Outcome[]): string {
  if (file === EVERY_VALUE) {
    const matrix = read(file) as Matrix;
    const names = Object.keys(matrix.values);
    for (const [location, row] of matrix.rows.entries()) {
      const own = outcomes.slice(location * names.length, (location + 1) * names.length);
      row.texts = Object.fromEntries(names.map((name, index) => [name, toText(own[index])]));
    }
    return format(matrix);
  }
  const content = read(file) as File;
  const templates = content.templates.map(({ template, ours }, index) => {
    return { template, ...outcomes[index], ...(ours === undefined ? {} : { ours }) };
  });
  return format({ ...content, templates });
}

const toText = (made: Outcome | undefined): string | null => (made !== undefined && 'text' in made ? made.text : null);
