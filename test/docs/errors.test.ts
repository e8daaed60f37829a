import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// The reference of error codes and the source name the same codes: none is missing, none is stale.

/** Where the tables code -> wording stand: a key in quotes at the first level, before a function or an object. */
const TABLES = [
  'src/manifest/diagnostics/messages/yaml.ts',
  'src/manifest/diagnostics/messages/schema.ts',
  'src/manifest/diagnostics/messages/certificates.ts',
  'src/manifest/diagnostics/messages/receivers.ts',
  'src/manifest/diagnostics/messages/rules.ts',
  'src/manifest/diagnostics/messages/policies.ts',
  'src/scan/failures.ts',
  'src/scan/acme/renewal-info-response.ts',
  'src/scan/http/untrusted-fetcher.ts',
  'src/scan/http/failures.ts',
  'src/certificate/failures.ts',
  'src/trust/revocation/messages.ts',
  'src/assess/expectations.ts',
  'src/trust/chain-notices.ts',
  'src/trust/messages.ts',
  'src/notify/failures.ts',
  'src/notify/email/failures.ts',
  'src/jinja/errors.ts',
  'src/store/failures.ts',
  'src/events/log/messages.ts',
  'src/lib/github/errors.ts',
];
const ENTRY = /^ {2}'([a-z0-9]+(?:-[a-z0-9]+)+)': [({]/gm;

/** Codes that are named where they are thrown or shown. */
const THROWN = /new AppError\(\s*'([a-z0-9-]+)'/g;
const ANNOTATED = /\btitle: '([a-z0-9]+(?:-[a-z0-9]+)+)'/g;

function codesIn(file: string, pattern: RegExp): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(pattern), ([, code]) => code as string);
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.join('src', name));

const PAGES = readdirSync('docs/reference/errors')
  .filter((name) => name !== 'README.md')
  .map((name) => path.join('docs/reference/errors', name));

/** Each documented code with its paragraph: a heading is a code if it is written as code. */
const documented = PAGES.flatMap((page) =>
  Array.from(
    readFileSync(page, 'utf8').matchAll(/^## `([a-z0-9-]+)`\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm),
    ([, code = '', text = '']) => [code, text.trim()] as const,
  ),
);

describe('docs/reference/errors/', () => {
  it.each(TABLES)('has every code of %s', (file) => {
    const codes = codesIn(file, ENTRY);
    expect(codes.length).toBeGreaterThan(2);
    const known = documented.map(([code]) => code);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('has every code that is named where it is thrown, and no other', () => {
    const used = new Set([
      ...TABLES.flatMap((file) => codesIn(file, ENTRY)),
      ...sources.flatMap((file) => [...codesIn(file, THROWN), ...codesIn(file, ANNOTATED)]),
    ]);
    expect(documented.map(([code]) => code).sort()).toEqual([...used].sort());
  });

  it('says of each what it means and what to do', () => {
    const short = documented.filter(([, text]) => text.length < 60).map(([code]) => code);
    expect(short).toEqual([]);
  });
});

describe('the source', () => {
  it('keeps every table of codes where this test looks for it', () => {
    const tables = sources.filter((file) => codesIn(file, ENTRY).length > 2);
    expect(tables.sort()).toEqual([...TABLES].sort());
  });
});
