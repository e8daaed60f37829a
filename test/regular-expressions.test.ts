/**
 * A scan reads what strangers send, and `validate` what a pull request holds: no text may hold up one of our expressions, as
 * it can one that is matched by trying every way.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostics } from 'recheck';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';

process.env.RECHECK_SYNC_BACKEND = 'pure';
const { checkSync } = await import('recheck');

const SRC = path.resolve(import.meta.dirname, '../src');

/** Those whose time grows with the square of a text, and why that is short. */
const OF_SHORT_TEXTS: [RegExp, string][] = [
  [/\/\/.*@/, 'an argument of the command line'],
  [/([^/:]+\/[^/:]+?)(?:\.git)?\/?$/, 'a URL in the configuration of git'],
  [/^"(.*".*)"$/, 'a line of a manifest, of which 300 characters are looked at'],
  [/\s#|\s*[,\]}]/, 'a line of a manifest, of which 300 characters are looked at'],
  [/\s+#|\s*$/, 'a line of a manifest, of which 300 characters are looked at'],
  [/\{#[\s\S]*?#\}/g, 'a URL of a manifest, of which 10,000 characters are looked at'],
  [/\B(?=(?:\d{3})+$)/g, 'the digits of one number'],
  [/(\.\d*?)0+(?=e|$)/, 'the digits of one number'],
  [/<!-- certvigil:issue:v1 (\{.*?\}) -->/, 'an issue, which GitHub keeps under 65,536 characters'],
  [
    /%(?:\(([^)]{1,100})\))?([-0+ #]{0,5})(\d{0,3})(?:\.(\d{1,2}))?([sradiufFeEgGxXoc%])/g,
    'of each place 100 characters are looked at',
  ],
];

const isOfShortTexts = (literal: string) => OF_SHORT_TEXTS.some(([known]) => String(known) === literal);

interface Literal {
  where: string;
  written: string;
  pattern: string;
  flags: string;
}

function literalsOf(file: string): Literal[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const found: Literal[] = [];
  const look = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node) {
      const { regex, start, end } = node as { regex: Pick<Literal, 'pattern' | 'flags'>; start: number; end: number };
      const where = `${file}:${text.slice(0, start).split('\n').length}`;
      found.push({ where, written: text.slice(start, end), ...regex });
    } else Object.values(node).forEach(look);
  };
  look(parseAst(text, { lang: 'ts' }));
  return found;
}

const literals = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  .flatMap(literalsOf);

/** Proved; what looks around itself, which that cannot do, is tried with texts, the same each time. */
function check(pattern: string, flags: string): Diagnostics {
  const proved = checkSync(pattern, flags, { checker: 'automaton', timeout: 3_000 });
  return proved.status === 'unknown' ? checkSync(pattern, flags, { checker: 'fuzz', randomSeed: 1 }) : proved;
}

describe('the regular expressions of src/', () => {
  it('are all known here, and no others', () => {
    const written = new Set(literals.map((literal) => literal.written));
    expect(written.size).toBeGreaterThan(300);
    expect(OF_SHORT_TEXTS.filter(([known]) => !written.has(String(known)))).toEqual([]);
  });

  it.each(literals.map((literal) => [literal.where, literal] as const))(
    '%s takes time linear in the text',
    (_, { written, pattern, flags }) => {
      const result = check(pattern, flags);
      const isBounded = result.status === 'vulnerable' && result.complexity.type === 'polynomial';
      if (isBounded && isOfShortTexts(written)) return;
      expect({ written, ...result }).toMatchObject({ status: 'safe' });
    },
  );
});
