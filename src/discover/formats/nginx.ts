/** nginx: the names of the servers that listen with TLS, for web, mail and streams, and those by which streams pass TLS on. */

import type { StartTls } from '../../domain/sources/endpoint.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention, Repository } from '../format.ts';
import { findIncludedFiles } from '../included-files.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';
import { hideTemplates } from '../yaml/templates.ts';

export const NGINX: Format = {
  name: 'nginx',
  files: /nginx|sites-(?:available|enabled)\/|conf\.d\/|vhost|\.conf\b/i,
  sniff: (text) => text.includes('server_name') || text.includes('include'),
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
  const servers = new Map(
    directives.flatMap(({ name, block }) => (name === 'server' && block ? [[block, include(block, context, 0)]] : [])),
  );
  const secure = new Set([...servers.values()].flatMap(listSecureAddresses));
  for (const { name, args, block } of directives) {
    if (block === null) continue;
    const [source, target] = args;
    if (name === 'server') yield* readServer(servers.get(block) ?? [], secure, context);
    else if (name === 'map' && SERVER_NAME.test(source?.text ?? ''))
      yield* readMap(block, getPassingPorts(directives).get(target?.text ?? '') ?? UNKNOWN_PORTS, context);
    else if (name === 'mail') yield* readContext(block, { ...context, mail: block });
    else yield* readContext(block, context);
  }
}

/** `443`, `*:443` and `0.0.0.0:443` are the same address. */
const normalizeAddress = (address: string): string => address.replace(/^(?:\*|0\.0\.0\.0):/, '');

/** Lists the addresses with `listen … ssl`: all servers at an address use TLS if one of them does. */
const listSecureAddresses = (directives: readonly Directive[]): string[] =>
  directives.flatMap(({ name, args: [address, ...options] }) =>
    name === 'listen' && address !== undefined && options.some(({ text }) => text === 'ssl')
      ? [normalizeAddress(address.text)]
      : [],
  );

function* readServer(
  directives: readonly Directive[],
  secure: ReadonlySet<string>,
  context: Context,
): Generator<Mention> {
  const names = directives.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args);
  for (const { port, starttls } of listPorts(directives, secure, context))
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

/** The variables with the name of a TLS handshake. */
const SERVER_NAME = /^\$\{?ssl_(?:preread_)?server_name\}?$/;

type Ports = ReadonlySet<number | null>;

/** The ports of a server in another file. */
const UNKNOWN_PORTS: Ports = new Set([null]);

/** The ports of the servers next to a map that pass connections on to the value of a variable, by the variable. */
const getPassingPorts = memoizeWeakly((directives: readonly Directive[]): ReadonlyMap<string, Ports> => {
  const passing = new Map<string, Set<number | null>>();
  for (const { name, block } of directives) {
    if (name !== 'server' || block === null) continue;
    const variable = block.findLast((one) => one.name === 'proxy_pass')?.args[0]?.text ?? '';
    const ports = getOrCreate(passing, variable, () => new Set());
    for (const { args } of block.filter((one) => one.name === 'listen'))
      if (ports.size < MAX_PORTS && !args.some(({ text }) => text === 'udp')) ports.add(readPort(args[0]?.text ?? ''));
  }
  return new Map([...passing].filter(([, ports]) => ports.size > 0));
});

/**
 * Reads the names of a map. A name that is passed on to itself is that of somebody else's server, as in a proxy for outgoing connections.
 * The line of a name in an included file is that of the `include`.
 */
function* readMap(
  entries: readonly Directive[],
  ports: Ports,
  context: Context,
  included?: number,
): Generator<Mention> {
  for (const { name, args, line: own, block } of entries) {
    const line = included ?? own;
    const [value] = args;
    if (block !== null || value === undefined || name === 'default' || /^(?:~|$)/.test(name)) continue;
    const host = name.replace(/^\\/, '').replace(/^\./, '');
    if (name === 'include' && included === undefined) yield* readIncludedMap(value, ports, context, line);
    else if (name === 'include' || isTemplatedWord(host)) yield { kind: 'unresolved', expression: host, line };
    else {
      const isOutgoing = value.text.startsWith('$ssl_') || value.text.replace(/:\d+$/, '') === host;
      for (const port of ports)
        yield { kind: 'host', host, port, line, confidence: isOutgoing ? 'mentioned' : 'declared' };
    }
  }
}

function* readIncludedMap(target: Word, ports: Ports, context: Context, line: number): Generator<Mention> {
  const { budget } = context;
  const entries = budget.directives > 0 ? readIncluded(target.text, context) : null;
  if (entries === null) yield { kind: 'unresolved', expression: target.text, line };
  else {
    budget.directives -= 1 + entries.length;
    yield* readMap(entries, ports, context, line);
  }
}

/** Lists the ports with TLS; null is 443. A `listen 443` is included if `ssl` is set in it, in the server, or as in older releases. */
function listPorts(
  directives: readonly Directive[],
  secure: ReadonlySet<string>,
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
    const hasTls = secure.has(normalizeAddress(address.text)) || options.some(({ text }) => text === 'quic');
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
    const included = budget.directives > 0 ? readIncluded(target.text, context) : null;
    if (included === null) return [];
    budget.directives -= 1 + included.length;
    return include(included, context, depth + 1).map((one) => placeAt(one, directive.line));
  });
}

/** Gives a directive of an included file the line of the `include`. */
const placeAt = (directive: Directive, line: number): Directive => ({
  ...directive,
  line,
  args: directive.args.map(({ text }) => ({ text, line })),
});

/** The directives of included files by path: a file that is included many times is parsed once. */
const getParsed = memoizeWeakly((_: Repository) => new Map<string, Directive[] | null>());

/** Reads the included files. Returns null if the repository has none. */
function readIncluded(target: string, { path, repository }: Context): Directive[] | null {
  const parsed = getParsed(repository);
  const read = findIncludedFiles(target.replace(/^\/?etc\/nginx\//, ''), path, repository).flatMap((file) => {
    const directives = getOrCreate(parsed, file, () => {
      const text = repository.readText(file);
      return text === null ? null : parse(hideTemplates(text));
    });
    return directives === null ? [] : [directives];
  });
  return read.length === 0 ? null : read.flat();
}
