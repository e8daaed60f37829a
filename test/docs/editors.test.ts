/** The hook for pre-commit, and the entry for the catalog of schemastore.org. */

import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCHEMA_URL } from '../../src/app/init/manifest-template.ts';
import { parseArguments } from '../../src/cli/parse-options.ts';
import { MANIFEST_NAMES } from '../../src/manifest/files.ts';

const { files } = JSON.parse(readFileSync('package.json', 'utf8'));

describe('the pre-commit hook', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));

  it('runs the bundled command with the files that pre-commit passes', () => {
    const [program, ...args] = hook.entry.split(' ');
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(program).mode & 0o111).toBe(0o111);
    const request = parseArguments([...args, '--strict', 'certvigil.yaml', 'ops/certvigil.yml']);
    expect(request).toMatchObject({
      options: { command: 'validate', strict: true, files: ['certvigil.yaml', 'ops/certvigil.yml'] },
    });
    expect(hook).toMatchObject({ id: 'certvigil-validate', language: 'script' });
  });

  it.each(MANIFEST_NAMES)('matches %s and nothing similar', (name) => {
    const pattern = new RegExp(hook.files);
    expect(pattern.test(name)).toBe(true);
    expect(pattern.test(`ops/${name}`)).toBe(true);
    expect(pattern.test(`my-${name.replace(/^.*\//, '')}`)).toBe(false);
  });
});

describe('the schema', () => {
  it('has the same address in the manifest of init, in the catalog entry and in the documentation', () => {
    const entry = JSON.parse(readFileSync('docs/internals/schemastore.json', 'utf8'));
    expect(entry.url).toBe(SCHEMA_URL);
    expect(readFileSync('docs/guides/editor.md', 'utf8')).toContain(`$schema=${SCHEMA_URL}`);
    expect(SCHEMA_URL.endsWith('/schema/manifest.schema.json')).toBe(true);
    expect(files).toContain('schema');
  });

  it('is offered for the names that certvigil looks for', () => {
    const entry = JSON.parse(readFileSync('docs/internals/schemastore.json', 'utf8'));
    const names = new Set(MANIFEST_NAMES.map((name) => name.replace(/^.*\//, '')));
    expect(new Set(entry.fileMatch)).toEqual(names);
  });
});
