import { describe, expect, it } from 'vitest';
import type { Mention } from '../../src/discover/format.ts';
import { HELM_VALUES } from '../../src/discover/formats/helm-values.ts';
import { KUBERNETES } from '../../src/discover/formats/kubernetes.ts';

const REPOSITORY = { paths: [], readText: () => null };

function read(text: string, format = HELM_VALUES): string[] {
  const mentions: Mention[] = [...format.read({ path: 'values.yaml', text }, REPOSITORY)];
  return mentions.map(
    (one) => `${one.line} ${one.kind === 'host' ? one.host : one.kind === 'unresolved' ? one.expression : ''}`,
  );
}

const INGRESS = 'ingress:\n  host: shop.example.com\n';

describe('YAML', () => {
  it.each([
    ['brackets', `ingress: ${'['.repeat(10_000)}`],
    ['maps', `ingress: ${'{a: '.repeat(10_000)}`],
    ['indentation', `ingress:\n${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`],
    ['dashes', `ingress:\n${'- '.repeat(10_000)}a`],
  ])('counts a document with too many %s, and reads the next one', (_, text) => {
    expect(read(`${text}\n---\n${INGRESS}`)).toEqual([
      '1 a YAML document with too many levels',
      `${text.split('\n').length + 3} shop.example.com`,
    ]);
  });

  it('counts a document that is too large, and reads the next one', () => {
    const large = `ingress: { host: ${'a'.repeat(1_000_000)}.example.com }`;
    expect(read(`${large}\n--- # next\n${INGRESS}`)).toEqual([
      '1 a YAML document of more than 1 MB',
      '4 shop.example.com',
    ]);
  });

  it('does not multiply lists with aliases', () => {
    const lists = Array.from({ length: 60 }, (_, index) => `l${index}: &l${index} [*l${index - 1}, *l${index - 1}]\n`);
    expect(read(`l: &l-1 [a.example.com]\n${lists.join('')}ingress:\n  hosts: *l59\n  host: shop.example.com`)).toEqual(
      ['64 shop.example.com'],
    );
  });

  it('resolves a template only if the result is short', () => {
    const repeated = '{{ .Values.a }}'.repeat(60);
    expect(read(`a: ${'a'.repeat(900)}\ningress:\n  host: "${repeated}.example.com"\n`)).toEqual([
      `3 ${repeated}.example.com`,
    ]);
  });

  it.each([
    ['a mistake in the syntax', `a: b: c\n${INGRESS}`],
    ['a tab', `a:\n\tb\n${INGRESS}`],
    ['an unknown tag', `a: !Ref b\n${INGRESS}`],
    ['a repeated key', `a: 1\na: 2\n${INGRESS}`],
    ['an alias without an anchor', `a: *missing\n${INGRESS}`],
    ['a template that never ends', `a: "{{ .Values"\n${INGRESS}`],
    ['only templates on a line', `{{- if .a }}{{ with .b }}\n{{ end }}{{ end }}\n${INGRESS}`],
  ])('is read in spite of %s', (_, text) => {
    expect(read(text)).toEqual([`${text.trimEnd().split('\n').length} shop.example.com`]);
  });

  it('reads both branches of a template', () => {
    const text = [
      'apiVersion: networking.k8s.io/v1',
      'kind: Ingress',
      'spec:',
      '  rules:',
      '    {{- if .Values.production }}',
      '    - host: shop.example.com',
      '    {{- else }}',
      '    - host: {{ .Values.name }}-test.example.com',
      '    {{- end }}',
      '',
    ].join('\n');
    expect(read(text, KUBERNETES)).toEqual(['6 shop.example.com', '8 {{ .Values.name }}-test.example.com']);
  });
});
