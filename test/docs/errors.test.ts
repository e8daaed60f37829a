import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MESSAGE_TABLES } from './message-tables.ts';

// The error reference documents every code of the source, and no other.

const ENTRY = /^ {2}'([a-z0-9]+(?:-[a-z0-9]+)+)': [({]/gm;

/** Codes that are named where they are used: thrown, shown as an annotation, or the code of a finding. */
const THROWN = /new AppError\(\s*'([a-z0-9-]+)'/g;
const ANNOTATED = /\btitle: '([a-z0-9]+(?:-[a-z0-9]+)+)'/g;
const FAILURE = /\bcode: '([a-z0-9]+(?:-[a-z0-9]+)*)', detail\b/g;
const FINDINGS = /\bcode: (?:\w+ \? )?'([a-z-]+)'(?: : '([a-z-]+)')?,$/gm;

function codesIn(file: string, pattern: RegExp): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(pattern), ([, ...codes]) => codes.filter(Boolean)).flat();
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join('src', name));

const PAGES = readdirSync('docs/reference/errors')
  .filter((name) => name !== 'README.md')
  .map((name) => path.join('docs/reference/errors', name));

/** The documented codes, each with its text. Headings of codes are formatted as code; others group them. */
const documented = PAGES.flatMap((page) =>
  Array.from(
    readFileSync(page, 'utf8').matchAll(/^##+ `([a-z0-9-]+)`\n([\s\S]*?)(?=^##+ |$(?![\s\S]))/gm),
    ([, code = '', text = '']) => [code, text.trim()] as const,
  ),
);

describe('docs/reference/errors/', () => {
  it.each(MESSAGE_TABLES)('documents every code of %s', (file) => {
    const codes = codesIn(file, ENTRY);
    expect(codes.length).toBeGreaterThan(2);
    const known = documented.map(([code]) => code);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('documents every code that the source uses, and no other', () => {
    const findings = sources
      .filter((file) => file.startsWith(path.join('src', 'assess', 'findings')))
      .flatMap((file) => codesIn(file, FINDINGS));
    expect(findings).toContain('renewal-overdue');
    const used = new Set([
      ...MESSAGE_TABLES.flatMap((file) => codesIn(file, ENTRY)),
      ...sources.flatMap((file) => [THROWN, ANNOTATED].flatMap((pattern) => codesIn(file, pattern))),
      ...[
        'src/events/log/messages.ts',
        'src/store/branch-history.ts',
        'src/assess/notices.ts',
        'src/assess/overdue.ts',
        'src/lib/process/node-version.ts',
      ].flatMap((file) => codesIn(file, FAILURE)),
      ...codesIn(path.join('src', 'scan', 'dnssec', 'failures.ts'), FINDINGS),
      ...findings,
    ]);
    expect(documented.map(([code]) => code).sort()).toEqual([...used].sort());
  });

  it('lists the code of every policy check', () => {
    const [, table = ''] =
      /^const CHECKS = \{\n(.*?)^\}/ms.exec(readFileSync('src/assess/policies/index.ts', 'utf8')) ?? [];
    const codes = Array.from(
      table.matchAll(/^ {2}(\w+): /gm),
      ([, name = '']) => `policy-${name.replaceAll('_', '-')}`,
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codesIn('docs/reference/errors/policies.md', /^\| `(policy-[a-z-]+)`/gm)).toEqual(codes);
  });

  it('explains each code in at least 60 characters', () => {
    const short = documented.filter(([, text]) => text.length < 60).map(([code]) => code);
    expect(short).toEqual([]);
  });
});

describe('the source', () => {
  it('has no table of codes outside the files that this test reads', () => {
    const own = path.join('src', 'domain', 'red-reasons.ts');
    const tables = sources.filter((file) => file !== own && codesIn(file, ENTRY).length > 2);
    expect(tables.sort()).toEqual([...MESSAGE_TABLES].sort());
  });
});
