import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Mention } from '../../src/discover/format.ts';
import { COMPOSE } from '../../src/discover/formats/compose.ts';
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
    ['keys in a line', `ingress: ${'a: '.repeat(300)}`],
    ['errors in brackets', `ingress: {${'a: b\na: '.repeat(300)}`],
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

  it('has every host of the values in the documentation', () => {
    const page = readFileSync('docs/reference/discovery.md', 'utf8');
    const [, values = ''] = /^```yml\n(ingress:[\s\S]*?)^```$/m.exec(page) ?? [];
    const names = values.match(/[\w.]+\.example\.com/g) ?? [];
    expect(names.length).toBeGreaterThan(5);
    expect(read(values).map((one) => one.replace(/^\d+ /, ''))).toEqual(names);
  });

  it('reads a map whose key is an alias', () => {
    expect(read('name: &app shop\ningress:\n  *app :\n    host: shop.example.com\n')).toEqual(['4 shop.example.com']);
  });

  it('compares many labels of a container in linear time', () => {
    const labels = Array.from(
      { length: 10_000 },
      (_, index) => `    - traefik.http.routers.r${index}.rule=Host(\`a.example\`)`,
    );
    const text = `services:\n  web:\n   labels:\n${labels.join('\n')}\n    - traefik.enable=false\n`;
    expect(read(text, COMPOSE)).toEqual([]);
  });
});

describe('a text in a manifest', () => {
  const ingress = (host: string) => [
    'apiVersion: networking.k8s.io/v1',
    'kind: Ingress',
    'spec:',
    '  rules:',
    '',
    `    - host: ${host}`,
  ];
  const configMap = (lines: readonly string[], style = '|') => [
    ...['apiVersion: v1', 'kind: ConfigMap', 'data:', `  inner.yaml: ${style}`],
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
  ];

  it.each(['a.example.com', '"{{ .Values.name }}.example.com"', '{{ .Values.name }}.example.com'])(
    'names the host %s at its line',
    (host) => {
      for (const style of ['|', '|-', '|4'])
        expect(read(configMap(ingress(host), style).join('\n'), KUBERNETES)).toEqual([
          `10 ${host.replaceAll('"', '')}`,
        ]);
    },
  );

  it('is read in two levels of texts, and no more', () => {
    const lines = ingress('a.example.com');
    expect(read(configMap(configMap(lines)).join('\n'), KUBERNETES)).toEqual(['14 a.example.com']);
    expect(read(configMap(configMap(configMap(lines))).join('\n'), KUBERNETES)).toEqual([]);
  });
});
