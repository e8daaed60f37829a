/** Terraform: HashiCorp's own parser of HCL, as WebAssembly (`@cdktf/hcl2json`), gives the blocks, attributes and literal values. */

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { type Body, type Expression, parseHcl } from '../../../src/discover/hcl/parse.ts';
import type { Program } from './program.ts';

/** Parts of strings in quotes. */
const QUOTED = [
  ...[
    'a',
    'a.example.com',
    '\\n',
    '\\t',
    '\\"',
    '\\\\',
    '\\u00e9',
    '\\U0001F600',
    '$',
    '%',
    '$$',
    '# x',
    '// x',
    '/* x',
  ],
  ...['$$', '%%'].map((escaped) => `${escaped}{no}`),
  ...[
    `\${var.x}`,
    `\${"lit"}`,
    `\${upper("a")}`,
    `x\${~ var.x ~}x`,
    `%{ if var.x }yes%{ endif }`,
    `\${{ a = "}" }[var.x]}`,
  ],
  ...['é', ' ', "'", '{', '}', '{{', '<<EOT'],
];
/** Lines of heredocs. */
const LINES = [
  ...['a.example.com', '  two', '    four', '"quoted" \\n', '', '# no comment', 'EOT x', '$${no}', '/* no */', '}'],
  ...[`x \${var.x}`, `%{ if var.x }yes%{ endif }`],
];
const LITERALS = ['1', '1.5', '1e3', '0', '-2', 'true', 'false', 'null'];
/** Expressions whose value depends on others. */
const DYNAMIC = [
  ...[
    'var.x',
    'local.a["b"]',
    'upper("a")',
    'var.x ? "a" : "b"',
    '1 + var.x',
    '!var.x',
    'a.b[*].c',
    'a.*.b',
    'f(x...)',
  ],
  ...['[for s in var.l : s]', '{ for k, v in var.m : k => v if v != "" }', '{ for k, v in var.m : k => v... }'],
  ...['cidrsubnet(\n    "a",\n    1,\n  )', 'var.x ?\n  "a" :\n  "b"', 'a.0.b', '-var.x', 'provider::a::f("x")'],
];
const COMMENTS = ['# a = "b"', '// x { ', '/* a = "b"\n  } */', '/**/'];

type Tree =
  | { kind: 'quoted'; parts: string[] }
  | { kind: 'heredoc' | 'indented'; parts: string[] }
  | { kind: 'literal' | 'dynamic'; text: string }
  | { kind: 'list' | 'object'; items: { key: number; value: Tree }[]; style: number };

interface Item {
  kind: 'attribute' | 'block' | 'comment';
  value: Tree;
  label: string | null;
  items: Item[];
  at: number;
}

const tree = (depth: number): fc.Arbitrary<Tree> =>
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('quoted'),
        parts: fc.array(fc.constantFrom(...QUOTED), { maxLength: 4 }),
      }) as fc.Arbitrary<Tree>,
      weight: 4,
    },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('heredoc', 'indented'),
        parts: fc.array(fc.constantFrom(...LINES), { maxLength: 4 }),
      }) as fc.Arbitrary<Tree>,
      weight: depth === 2 ? 2 : 1,
    },
    {
      arbitrary: fc.record({ kind: fc.constant('literal'), text: fc.constantFrom(...LITERALS) }) as fc.Arbitrary<Tree>,
      weight: 1,
    },
    {
      arbitrary: fc.record({ kind: fc.constant('dynamic'), text: fc.constantFrom(...DYNAMIC) }) as fc.Arbitrary<Tree>,
      weight: 1,
    },
    ...(depth === 0
      ? []
      : [
          {
            arbitrary: fc.record({
              kind: fc.constantFrom('list', 'object'),
              items: fc.array(fc.record({ key: fc.nat(4), value: tree(depth - 1) }), { maxLength: 3 }),
              style: fc.nat(2),
            }) as fc.Arbitrary<Tree>,
            weight: 2,
          },
        ]),
  );

const items = (depth: number): fc.Arbitrary<Item[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('attribute', 'attribute', 'block', 'comment'),
      value: tree(2),
      label: fc.option(fc.constantFrom('a', '"b.c"', '"d e"')),
      items: depth === 0 ? fc.constant([]) : items(depth - 1),
      at: fc.nat(9),
    }),
    { maxLength: 4 },
  );

function writeTree(value: Tree, depth = 0): string {
  if (value.kind === 'quoted') return `"${value.parts.join('')}"`;
  if ('text' in value) return value.text;
  if ('parts' in value) {
    const [mark, blank] = value.kind === 'heredoc' ? ['<<', ''] : ['<<-', '    '];
    return `${mark}EOT\n${value.parts.map((one) => `${blank}${one}\n`).join('')}${blank}EOT\n`;
  }
  const [open, close] = value.kind === 'list' ? '[]' : '{}';
  const written = value.items.map(({ key, value: inner }, at) => {
    const text = writeTree(inner, depth + 1);
    const name = [`k${at}`, `"q${at}"`, `"q ${at}.x"`, `k-${at}`, `"é${at}"`][key];
    return value.kind === 'list' ? text : `${name} ${value.style === 1 ? ':' : '='} ${text}`;
  });
  const separator = value.kind === 'list' || value.style === 0 ? ',' : '';
  return `${open}\n${written.map((one) => `  ${one.trimEnd()}${one.endsWith('\n') ? '\n' : ''}${separator}\n`).join('')}${close}`;
}

function writeItems(listed: readonly Item[], depth = 0): string {
  return listed
    .map(({ kind, value, label, items: inner, at }, index) => {
      if (kind === 'comment') return `${COMMENTS[at % COMMENTS.length]}\n`;
      if (kind === 'attribute') {
        const text = writeTree(value);
        return `a${index} = ${text}${text.endsWith('\n') ? '' : at === 0 ? ' # a comment\n' : '\n'}`;
      }
      return `${label === null ? 'bare' : 'labelled'} ${label ?? ''} {\n${writeItems(inner, depth + 1)}}\n`;
    })
    .join('');
}

/** A value of JSON as text, with `?` for what depends on others. */
function formatJson(json: unknown): unknown {
  if (typeof json === 'string')
    return /(?:^|[^$])\$\{|(?:^|[^%])%\{/.test(json.replaceAll('$${', '').replaceAll('%%{', '')) ? '?' : json;
  if (Array.isArray(json)) return json.map(formatJson);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .sort()
      .map(([key, value]) => [key, formatJson(value)]),
  );
}

const escapeTemplates = (text: string): string => text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');

function toJson(expression: Expression): unknown {
  if (expression.kind === 'literal')
    return typeof expression.value === 'string' ? escapeTemplates(expression.value) : expression.value;
  if (expression.kind === 'list') return expression.items.map(toJson);
  if (expression.kind === 'object')
    return Object.fromEntries(expression.entries.map(([key, value]) => [String(toJson(key)), toJson(value)]));
  if (expression.kind !== 'template') return `\${}`;
  const parts = expression.parts.map(toJson);
  return parts.every((part) => typeof part !== 'object') ? parts.join('') : `\${}`;
}

function listBody({ attributes, blocks }: Body): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of attributes) json[name] = toJson(value);
  for (const { type, labels, body } of blocks) {
    const path = [type, ...labels];
    let at = json;
    for (const key of path.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    const last = path.at(-1) ?? '';
    at[last] = [...((at[last] as unknown[] | undefined) ?? []), listBody(body)];
  }
  return json;
}

const format = (json: unknown): string => {
  const text = JSON.stringify(formatJson(json));
  return text === '{}' ? 'empty' : `file ${text}`;
};

/** A file that Terraform rejects, too. */
const isRejected = (error: unknown) => /parse config/.test(String(error));

export const HCL_FILES: Program<Item[]> = {
  name: 'node',
  cases: items(2),
  answer: (listed) => format(listBody(parseHcl(writeItems(listed)))),
  differences: [],
  open: async () => {
    // Its types would add those of browsers to the whole project.
    const load = createRequire(import.meta.url);
    const { parse } = load('@cdktf/hcl2json') as { parse: (name: string, text: string) => Promise<unknown> };
    const { version } = load('@cdktf/hcl2json/package.json') as { version: string };
    const askOne = async (listed: Item[]) => {
      try {
        return format(await parse('main.tf', writeItems(listed)));
      } catch (error) {
        if (isRejected(error)) return null;
        throw error;
      }
    };
    return { name: `hcl2json ${version}`, ask: (all) => Promise.all(all.map(askOne)) };
  },
};
