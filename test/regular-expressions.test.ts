/** Checks that no untrusted text can make a regular expression of src/ backtrack for a long time. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostics } from 'recheck';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';

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

/** Expressions that were checked already, one a line. Checking all of them takes minutes. */
const CHECKED = path.resolve(import.meta.dirname, 'golden/regular-expressions.txt');

/** Enough for each of the two checks on a busy machine. */
const TIMEOUT_MS = 25_000;

/** Proves linear time. Expressions with lookaround cannot be proved, so they are fuzzed, with the same texts each time. */
async function check({ pattern, flags }: Literal): Promise<Diagnostics> {
  process.env.RECHECK_SYNC_BACKEND = 'pure';
  const { checkSync } = await import('recheck');
  const proved = checkSync(pattern, flags, { checker: 'automaton', timeout: TIMEOUT_MS });
  return proved.status === 'unknown'
    ? checkSync(pattern, flags, { checker: 'fuzz', randomSeed: 1, timeout: TIMEOUT_MS })
    : proved;
}

async function isFast(literal: Literal): Promise<boolean> {
  const result = await check(literal);
  const isBounded = result.status === 'vulnerable' && result.complexity.type === 'polynomial';
  return result.status === 'safe' || (isBounded && isForShortTexts(literal.written));
}

describe('the regular expressions of src/', () => {
  it('include every listed exception', () => {
    const written = new Set(literals.map((literal) => literal.written));
    expect(written.size).toBeGreaterThan(300);
    expect(FOR_SHORT_TEXTS.filter(([known]) => !written.has(String(known)))).toEqual([]);
  });

  // With -u, expressions that are new are checked too, and recorded only if all of them are fast.
  it('take time linear in the text', { timeout: 600_000 }, async () => {
    const checked = new Set(existsSync(CHECKED) ? readFileSync(CHECKED, 'utf8').split('\n') : []);
    const slow: Literal[] = [];
    for (const literal of literals) if (!checked.has(literal.written) && !(await isFast(literal))) slow.push(literal);
    expect(slow).toEqual([]);
    const lines = [...new Set(literals.map(({ written }) => `${written}\n`))].sort();
    await expect(lines.join('')).toMatchFileSnapshot(CHECKED);
  });
});
