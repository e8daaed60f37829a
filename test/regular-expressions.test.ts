/** Checks that no untrusted text can make a regular expression of src/ backtrack for a long time. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostics } from 'recheck';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';

process.env.RECHECK_SYNC_BACKEND = 'pure';
const { checkSync } = await import('recheck');

const SRC = path.resolve(import.meta.dirname, '../src');

/** Expressions that take quadratic time, and why their texts are short. */
const FOR_SHORT_TEXTS: [RegExp, string][] = [
  [/\/\/.*@/, 'an argument of the command line'],
  [/([^/:]+\/[^/:]+?)(?:\.git)?\/?$/, 'a URL in the configuration of git'],
  [/^"(.*".*)"$/, 'a line of a manifest, limited to 300 characters'],
  [/\s#|\s*[,\]}]/, 'a line of a manifest, limited to 300 characters'],
  [/\s+#|\s*$/, 'a line of a manifest, limited to 300 characters'],
  [/\{#[\s\S]*?#\}/g, 'a URL of a manifest, limited to 10,000 characters'],
  [/\B(?=(?:\d{3})+$)/g, 'the digits of one number'],
  [/(\.\d*?)0+(?=e|$)/, 'the digits of one number'],
  [/<!-- certvigil:issue:v1 (\{.*?\}) -->/, 'an issue, limited by GitHub to 65,536 characters'],
];

const isForShortTexts = (literal: string) => FOR_SHORT_TEXTS.some(([known]) => String(known) === literal);

interface Literal {
  where: string;
  written: string;
  pattern: string;
  flags: string;
}

function listLiterals(file: string): Literal[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const found: Literal[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node) {
      const { regex, start, end } = node as { regex: Pick<Literal, 'pattern' | 'flags'>; start: number; end: number };
      const where = `${file}:${text.slice(0, start).split('\n').length}`;
      found.push({ where, written: text.slice(start, end), ...regex });
    } else Object.values(node).forEach(visit);
  };
  visit(parseAst(text, { lang: 'ts' }));
  return found;
}

const literals = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .flatMap(listLiterals);

/** Enough for each of the two checks on a busy machine, within the time limit of a test. */
const TIMEOUT_MS = 25_000;

/** Proves linear time. Expressions with lookaround cannot be proved, so they are fuzzed, with the same texts each time. */
function check(pattern: string, flags: string): Diagnostics {
  const proved = checkSync(pattern, flags, { checker: 'automaton', timeout: TIMEOUT_MS });
  return proved.status === 'unknown'
    ? checkSync(pattern, flags, { checker: 'fuzz', randomSeed: 1, timeout: TIMEOUT_MS })
    : proved;
}

describe('the regular expressions of src/', () => {
  it('include every listed exception', () => {
    const written = new Set(literals.map((literal) => literal.written));
    expect(written.size).toBeGreaterThan(300);
    expect(FOR_SHORT_TEXTS.filter(([known]) => !written.has(String(known)))).toEqual([]);
  });

  it.each(literals.map((literal) => [literal.where, literal] as const))(
    '%s takes time linear in the text',
    (_, { written, pattern, flags }) => {
      const result = check(pattern, flags);
      const isBounded = result.status === 'vulnerable' && result.complexity.type === 'polynomial';
      if (isBounded && isForShortTexts(written)) return;
      expect({ written, ...result }).toMatchObject({ status: 'safe' });
    },
  );
});
