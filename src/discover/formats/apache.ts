/** Apache httpd: the names of the virtual hosts with TLS, and the domains of mod_md. */

import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const APACHE: Format = {
  name: 'apache',
  files: /apache|httpd|sites-(?:available|enabled)\/|conf\.d\/|vhost|\.conf\b/i,
  sniff: (text) => /<VirtualHost\s|^[ \t]*MDomain/im.test(text),
  *read({ path, text }) {
    if (DOCUMENT.test(path)) return;
    yield* readTemplated(text, (hidden) => readDirectives(listDirectives(hidden)));
  },
};

const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt|html?|ya?ml|json|py|rb|go|js|ts|sh)$/i;

interface Word {
  text: string;
  line: number;
}

interface Directive {
  /** The name in lower case; `</virtualhost` is a directive too. */
  name: string;
  args: Word[];
}

/** Lists the directives of a file: one per line, which a backslash continues, also if it is a comment. */
function listDirectives(text: string): Directive[] {
  const directives: Directive[] = [];
  let words: Word[] = [];
  let isCommented = false;
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trimEnd();
    const isContinued = line.endsWith('\\');
    const isComment: boolean = isCommented || (words.length === 0 && line.trimStart().startsWith('#'));
    isCommented = isComment && isContinued;
    if (isComment) continue;
    const found = (isContinued ? line.slice(0, -1) : line).match(/"[^"]*"?|'[^']*'?|[^\s"'>]+|>/g) ?? [];
    for (const word of found) words.push({ text: word.replace(/^["']|["']$/g, ''), line: index + 1 });
    if (isContinued) continue;
    const [first, ...args] = words;
    words = [];
    if (first !== undefined) directives.push({ name: first.text.toLowerCase(), args });
  }
  return directives;
}

interface VirtualHost {
  ports: (number | null)[];
  /** The value of `SSLEngine`; null if it is absent. */
  engine: boolean | null;
  names: Word[];
}

function* readDirectives(directives: readonly Directive[]): Generator<Mention> {
  const defined = new Map<string, string>();
  let current: VirtualHost | null = null;
  for (const { name, args } of directives) {
    const names = args.map(({ text, line }) => ({ text: resolve(text, defined), line }));
    const [first, second] = args;
    if (name === 'define') defined.set(first?.text ?? '', second?.text ?? '');
    else if (name === '<virtualhost')
      current = { ports: args.flatMap(({ text }) => readPort(text)), engine: null, names: [] };
    else if (name === '</virtualhost') {
      if (current !== null) yield* readVirtualHost(current);
      current = null;
    } else if (name === 'mdomain' || name === '<mdomainset') {
      for (const one of names.filter(({ text }) => text.includes('.'))) yield createMention(one, null);
    } else if (current !== null && name === 'sslengine') current.engine = /^on|^optional/i.test(first?.text ?? '');
    else if (current !== null && (name === 'servername' || name === 'serveralias'))
      for (const one of names) current.names.push(one);
  }
}

/**
 * Reads the port of an address such as `*:443`, `[::1]:8443` or `192.0.2.1`; 0 if it is absent or local. The list is empty for the closing
 * bracket.
 */
function readPort(address: string): (number | null)[] {
  if (address === '>') return [];
  const port = Number(/:(\d{1,5})$/.exec(address)?.[1] ?? 0);
  if (port === 443) return [null];
  return [isLocalListener(address) ? 0 : port];
}

/** Port 443 uses TLS unless `SSLEngine` is `off`; other ports use it if `SSLEngine` is `on`. */
function* readVirtualHost({ ports, engine, names }: VirtualHost): Generator<Mention> {
  const secure = ports.filter((port) => (port === null ? engine !== false : engine === true));
  for (const port of new Set(secure.map((one) => (one === 0 ? null : one))))
    for (const one of names) yield createMention(one, port);
}

function createMention({ text, line }: Word, port: number | null): Mention {
  if (isTemplatedWord(text)) return { kind: 'unresolved', expression: text, line };
  // A name such as `ServerName https://www.example.com:443` is allowed.
  const host = text.replace(/^https?:\/\//, '').replace(/:\d+$/, '');
  return { kind: 'host', host, port, line, confidence: 'declared' };
}

/** Replaces the variables of `Define`. */
function resolve(text: string, defined: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (written, name: string) => defined.get(name) ?? written);
}
