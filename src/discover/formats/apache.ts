/** Apache httpd: the names of the virtual hosts with TLS, and the domains of mod_md. */

import { type Directive, listDirectives, type Word } from '../apache/directives.ts';
import { createExpansion, expandDirectives } from '../apache/expand.ts';
import { APACHE_PATH, isApacheFile, isApacheText } from '../apache/files.ts';
import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const APACHE: Format = {
  name: 'apache',
  files: APACHE_PATH,
  sniff: isApacheText,
  *read({ path, text }, repository) {
    if (!isApacheFile(path, text)) return;
    yield* readTemplated(text, (hidden) => {
      const expansion = createExpansion(path, repository);
      const mentions = [...readDirectives(expandDirectives(listDirectives(hidden), expansion))];
      return [
        ...mentions,
        ...expansion.unread.map((one): Mention => ({ kind: 'unresolved', expression: one.text, line: one.line })),
      ];
    });
  },
};

interface VirtualHost {
  ports: (number | null)[];
  /** The value of `SSLEngine`; null if it is absent. */
  engine: boolean | null;
  names: Word[];
}

function* readDirectives(directives: Iterable<Directive>): Generator<Mention> {
  let current: VirtualHost | null = null;
  for (const { name, args } of directives) {
    if (name === '<virtualhost')
      current = { ports: args.flatMap(({ text }) => readPort(text)), engine: null, names: [] };
    else if (name === '</virtualhost') {
      if (current !== null) yield* readVirtualHost(current);
      current = null;
    } else if (name === 'mdomain' || name === '<mdomainset') {
      for (const one of args.filter(({ text }) => text.includes('.'))) yield createMention(one, null);
    } else if (current !== null && name === 'sslengine') current.engine = /^on|^optional/i.test(args[0]?.text ?? '');
    else if (current !== null && (name === 'servername' || name === 'serveralias')) current.names.push(...args);
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
