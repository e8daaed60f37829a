/** The template reference lists every name that templates see. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/jinja/index.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';

const page = readFileSync('docs/reference/templates.md', 'utf8');
const [, variables = ''] = /^## Template variables$(.*?)^## /ms.exec(page) ?? [];
const documented = new Set(Array.from(variables.matchAll(/`(\w+)`/g), ([, name]) => name));

function listNames(schema: Schema | undefined): string[] {
  return Object.keys(schema?.fields ?? {});
}

describe('the template reference', () => {
  const { data, ...context } = createContextSchema(['token']);

  it('lists every variable', () => {
    const names = ['data', ...Object.keys(context)];
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !documented.has(name))).toEqual([]);
  });

  it('lists every field of data, for events and the digest', () => {
    expect(listNames(data).length).toBeGreaterThan(40);
    expect(listNames(data).filter((name) => !documented.has(name))).toEqual([]);
  });

  it('lists every field of a finding, a failure and the summary of a digest', () => {
    const nested = ['finding', 'error', 'summary'].flatMap((name) => listNames(data?.fields?.[name]));
    expect(nested.length).toBeGreaterThan(14);
    expect(nested.filter((name) => !documented.has(name))).toEqual([]);
  });
});
