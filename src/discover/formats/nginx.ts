/** nginx: the names of the servers that listen with TLS, for web, mail and streams. */

import type { StartTls } from '../../domain/sources/endpoint.ts';
import { groupBy } from '../../lib/collections.ts';
import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention, Repository } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';
import { hideTemplates } from '../yaml/templates.ts';

export const NGINX: Format = {
  name: 'nginx',
  files: /nginx|sites-(?:available|enabled)\/|conf\.d\/|vhost|\.conf\b/i,
  sniff: (text) => text.includes('server_name'),
  *read({ path, text }, repository) {
    if (DOCUMENT.test(path)) return;
    const context = { path, repository, mail: null, budget: { directives: MAX_INCLUDED } };
    yield* readTemplated(text, (hidden) => readContext(parse(hidden), context));
  },
};

/** Files of documentation and data that can mention nginx. */
const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt|html?|ya?ml|json|lua|py|rb|go|js|ts|sh)$/i;

interface Directive {
  name: string;
  args: Word[];
  line: number;
  /** The directives in the block; null without a block. */
  block: Directive[] | null;
}

interface Word {
  text: string;
  line: number;
}

const MAX_DEPTH = 50;
/** The maximum of directives that the servers of one file may include. */
const MAX_INCLUDED = 50_000;
const MAX_PORTS = 20;
const TOKEN =
  /#[^\n]*|\n|[ \t\r]+|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|(?:\$\{[^{}\n]*\}|\\[\s\S]|[^\s;{}\\])+|[\s\S]/g;

/** Parses the directives of a file, in one pass. An unclosed brace ends with the file. */
function parse(text: string): Directive[] {
  const root: Directive[] = [];
  const open: Directive[][] = [root];
  let words: Word[] = [];
  let line = 1;
  const end = (block: Directive[] | null) => {
    const [first, ...args] = words;
    words = [];
    if (first !== undefined) open.at(-1)?.push({ name: first.text, args, line: first.line, block });
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ';') end(null);
    else if (token === '{') {
      const block: Directive[] = [];
      end(block);
      if (open.length < MAX_DEPTH) open.push(block);
    } else if (token === '}') {
      words = [];
      if (open.length > 1) open.pop();
    } else if (!/^[\s#]/.test(token)) words.push({ text: unquote(token), line });
    for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) line += 1;
  }
  return root;
}

const unquote = (token: string): string => (/^["']/.test(token) ? token.replace(/^["']|["']$/g, '') : token);

interface Context {
  path: string;
  repository: Repository;
  /** The directives of `mail`, whose servers inherit them; null elsewhere. */
  mail: readonly Directive[] | null;
  budget: { directives: number };
}

function* readContext(directives: readonly Directive[], context: Context): Generator<Mention> {
  for (const { name, block } of directives) {
    if (block === null) continue;
    if (name === 'server') yield* readServer(block, context);
    else if (name === 'mail') yield* readContext(block, { ...context, mail: block });
    else yield* readContext(block, context);
  }
}

function* readServer(own: readonly Directive[], context: Context): Generator<Mention> {
  const directives = include(own, context, 0);
  const names = own.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args);
  for (const { port, starttls } of listPorts(directives, context))
    for (const { text, line } of names) {
      if (/^(?:~|_$|$)/.test(text)) continue;
      if (isTemplatedWord(text)) yield { kind: 'unresolved', expression: text, line };
      else {
        // The form `.example.com` stands for the name and its subdomains. A comma is a common mistake.
        const host = text.replace(/^\./, '').replace(/,$/, '');
        yield { kind: 'host', host, port, ...(starttls && { starttls }), line, confidence: 'declared' };
      }
    }
}

/** Lists the ports with TLS; null is 443. A `listen 443` is included if `ssl` is set in it, in the server, or as in older releases. */
function listPorts(
  directives: readonly Directive[],
  { mail }: Context,
): { port: number | null; starttls?: StartTls }[] {
  const settings = [...(mail ?? []), ...directives];
  const find = (name: string) => settings.findLast((one) => one.name === name)?.args[0]?.text;
  const isSsl = find('ssl') === 'on';
  const protocol = find('protocol');
  const starttls =
    mail !== null && /^(?:on|only)$/.test(find('starttls') ?? '') && MAIL_PROTOCOLS.find((one) => one === protocol);
  const listens = directives.filter(({ name }) => name === 'listen');
  // The `listen` directive is in a file outside the repository, or in a file that cannot be found by name.
  if (listens.length === 0 && find('ssl_certificate') !== undefined) return [{ port: null }];
  const ports = listens.flatMap(({ args: [address, ...options] }) => {
    if (address === undefined) return [];
    const hasTls = options.some(({ text }) => text === 'ssl' || text === 'quic');
    return hasTls || isSsl || starttls ? [readPort(address.text)] : [];
  });
  return [...new Set(ports)].slice(0, MAX_PORTS).map((port) => (starttls ? { port, starttls } : { port }));
}

/** Reads the port of `443`, `*:443` or `[::]:443`; 80 for an address alone, and null for 443, a local address, or a template. */
function readPort(address: string): number | null {
  const port = Number(/(?:^|:)(\d{1,5})$/.exec(address)?.[1] ?? 80);
  return port === 443 || isTemplatedWord(address) || isLocalListener(address) ? null : port;
}

const MAIL_PROTOCOLS = ['smtp', 'imap', 'pop3'] as const;

/** Adds the directives of included files of the repository, such as `snippets/tls.conf` with `listen`. */
function include(directives: readonly Directive[], context: Context, depth: number): Directive[] {
  return directives.flatMap((directive) => {
    const [target] = directive.args;
    if (directive.name !== 'include' || target === undefined || depth >= 3) return [directive];
    const { budget } = context;
    const text = budget.directives > 0 ? readIncluded(target.text, context) : null;
    if (text === null) return [];
    const included = parse(text);
    budget.directives -= 1 + included.length;
    return include(included, context, depth + 1);
  });
}

const getName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(TEMPLATE_SUFFIX, '');

const TEMPLATE_SUFFIX = /\.(?:j2|jinja2?|erb|tmpl|tpl|template)$/;

const indexes = new WeakMap<Repository, Map<string, string[]>>();

/** Indexes the paths of a repository by their last part, without the suffix of a template. */
function indexPaths(repository: Repository): Map<string, string[]> {
  const known = indexes.get(repository);
  if (known !== undefined) return known;
  const index = groupBy(repository.paths, getName);
  indexes.set(repository, index);
  return index;
}

/**
 * Reads an included file. Paths are relative to the directory of nginx.conf, which is a parent or sibling of the site's directory. A file
 * that a tool copies there can be anywhere, so a file with a unique name is accepted.
 */
function readIncluded(target: string, { path, repository }: Context): string | null {
  const relative = target.replace(/^\/?(?:etc\/nginx\/)?(?:\.\/)?/, '');
  if (relative === '' || relative.includes('*')) return null;
  const named = indexPaths(repository).get(getName(relative)) ?? [];
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  const near = named.find((one) => {
    const plain = one.replace(TEMPLATE_SUFFIX, '');
    const root = plain.slice(0, plain.length - relative.length);
    return plain.endsWith(relative) && (root === '' || root.endsWith('/')) && directory.startsWith(root);
  });
  const found = near ?? (named.length === 1 ? named[0] : undefined);
  const text = found === undefined ? null : repository.readText(found);
  return text === null ? null : hideTemplates(text);
}
