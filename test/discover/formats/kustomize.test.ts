import { describe, expect, it } from 'vitest';
import { KUSTOMIZE } from '../../../src/discover/formats/kustomize.ts';

const PATH = 'overlay/kustomization.yaml';

/** What is found in the kustomization of the overlay: hosts, and `? …` for what is unresolved. */
function find(text: string, others: Record<string, string> = {}): string[] {
  const files: Record<string, string> = { [PATH]: text, ...others };
  const repository = { paths: Object.keys(files).sort(), readText: (path: string) => files[path] ?? null };
  if (KUSTOMIZE.sniff?.(text) === false) return [];
  return [...KUSTOMIZE.read({ path: PATH, text }, repository)].map((one) => {
    if (one.kind === 'unresolved') return `${one.line} ? ${one.expression}`;
    return one.kind === 'host' ? `${one.line} ${one.host}` : one.kind;
  });
}

const SPEC = '{"rules": [{"host": "a.example.com"}]}';

describe('patches of Kustomize', () => {
  it('are read in single and double quotes', () => {
    const operations = `[{"op": "add", "path": "/spec/host", "value": "a.example.com"}]`;
    expect(find(`patches:\n  - patch: '${operations}'\n`)).toEqual(['2 a.example.com']);
    expect(find(`patches:\n  - patch: ${JSON.stringify(operations)}\n`)).toEqual(['2 a.example.com']);
  });

  it('are read with any kind if they have a target', () => {
    const patch = `{"kind": "Any", "metadata": {"name": "any"}, "spec": ${SPEC}}`;
    expect(find(`patches:\n  - target: { kind: Ingress }\n    patch: '${patch}'\n`)).toEqual(['3 a.example.com']);
    expect(
      find('patches:\n  - target: { kind: Ingress }\n    path: ./any.yaml\n', { 'overlay/any.yaml': patch }),
    ).toEqual(['3 a.example.com']);
  });
});

describe('replacements of Kustomize', () => {
  const write = (source: string, more = '') =>
    `resources: [../base]\nreplacements:\n  - source: ${source}\n    targets:\n      - fieldPaths: [spec.rules.0.host, metadata.name]\n${more}`;
  const SOURCE = '{ kind: ConfigMap, name: names, fieldPath: data.HOST }';
  const BASE = { 'base/kustomization.yaml': 'resources: [names.yaml]\n' };
  const MAP = '{apiVersion: v1, kind: ConfigMap, metadata: {name: names}, data: {HOST: a.example.com}}';

  it('have the value of a ConfigMap in the build', () => {
    expect(find(write(SOURCE), { ...BASE, 'base/names.yaml': MAP })).toEqual(['5 a.example.com']);
    expect(find(write(SOURCE), { ...BASE, 'base/names.yaml': `kind: List\nitems: [${MAP}]` })).toEqual([
      '5 a.example.com',
    ]);
  });

  it('have no value of a ConfigMap in another build', () => {
    expect(find(write(SOURCE), { 'other/names.yaml': MAP })).toEqual(['5 ? spec.rules.0.host']);
  });

  it('of a part of a host are unresolved', () => {
    const options = '        options: { delimiter: ., index: 0 }\n';
    expect(find(write(SOURCE, options), { ...BASE, 'base/names.yaml': MAP })).toEqual(['5 ? spec.rules.0.host']);
  });
});
