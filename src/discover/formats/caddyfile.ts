/** Caddyfile: the addresses of sites, which Caddy serves with TLS by default, and the hosts of their matchers. */

import type { Format, Mention } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const CADDYFILE: Format = {
  name: 'caddyfile',
  files: /(?:^|\/)Caddyfile[^/]*$|\.caddy(?:file)?$/i,
  read: ({ text }) => readTemplated(text, (hidden) => listSites(listLines(hidden)).flatMap(readSite)),
};

interface Line {
  /** A placeholder such as `{$DOMAIN}` is one word; a brace that opens or closes a block is a word too. */
  words: string[];
  line: number;
}

/** Lists the lines with words. A comment starts at a word; a list of addresses continues after a comma. */
function listLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const words = written.match(/"(?:[^"\\]|\\.)*"?|`[^`]*`?|[^\s"`][^\s]*/g) ?? [];
    const comment = words.findIndex((word) => word.startsWith('#'));
    const kept = (comment === -1 ? words : words.slice(0, comment)).map((word) => word.replace(/^["`]|["`]$/g, ''));
    if (kept.length > 0) lines.push({ words: kept, line: index + 1 });
  }
  return lines;
}

interface Site {
  addresses: { text: string; line: number }[];
  body: Line[];
}

/** Global options (a block without addresses) and snippets (`(name)`) are not sites. A single site may omit the braces. */
function listSites(lines: readonly Line[]): Site[] {
  const sites: Site[] = [];
  let current: Site = { addresses: [], body: [] };
  let depth = 0;
  for (const { words, line } of lines) {
    const opens = words.at(-1) === '{';
    if (depth === 0 && words[0] !== '}') {
      const texts = (opens ? words.slice(0, -1) : words)
        .flatMap((word) => word.split(','))
        .filter((text) => text !== '');
      for (const text of texts) current.addresses.push({ text, line });
      // Without braces the first line is the address, and the rest is the body.
      if (!opens && !words.at(-1)?.endsWith(',')) depth = Number.POSITIVE_INFINITY;
    } else current.body.push({ words, line });
    if (opens) depth += 1;
    if (words[0] !== '}') continue;
    depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    sites.push(current);
    current = { addresses: [], body: [] };
  }
  return depth > 0 ? [...sites, current] : sites;
}

function readSite({ addresses, body }: Site): Mention[] {
  // The certificates of the local authority are renewed by Caddy every few hours.
  const isInternal = body.some(({ words }) => words[0] === 'tls' && words[1] === 'internal');
  if (isInternal || addresses.some(({ text }) => text.startsWith('('))) return [];
  const served = addresses.flatMap(({ text, line }) => readAddress(text, line));
  const [first] = served;
  if (first === undefined) return [];
  const port = first.kind === 'host' ? first.port : null;
  return [...served, ...listMatchedHosts(body).map((host): Mention => ({ ...createHost(host.text, port, host.line) }))];
}

const createHost = (text: string, port: number | null, line: number): Mention =>
  isTemplatedWord(text)
    ? { kind: 'unresolved', expression: text, line }
    : { kind: 'host', host: text, port, line, confidence: 'declared' };

/** `http://` and port 80 do not use TLS; an address that is only a port has no name. */
function readAddress(text: string, line: number): Mention[] {
  const [, scheme, host = '', port] =
    /^(?:([a-z]+):\/\/)?([^/:]*(?::[^/:}]*\})?)(?::(\d{1,5}))?(?:\/.*)?$/.exec(text) ?? [];
  if (host === '' || scheme === 'http' || (port === '80' && scheme !== 'https')) return [];
  return [createHost(host, port === undefined || port === '443' ? null : Number(port), line)];
}

/** Lists the names in `@name host a.example.com` and in `host` of a matcher block, which a wildcard site serves. */
function listMatchedHosts(body: readonly Line[]): { text: string; line: number }[] {
  return body.flatMap(({ words, line }) => {
    const [first = '', second] = words;
    const names = first.startsWith('@') && second === 'host' ? words.slice(2) : first === 'host' ? words.slice(1) : [];
    return names.filter((text) => text !== '{').map((text) => ({ text, line }));
  });
}
