/** Caddyfile: the addresses of sites, which Caddy serves with TLS by default, and the hosts of their matchers. */

import { createImports, expandImports, type Imports, readImported } from '../caddy/imports.ts';
import { type Line, parseLines, type Word } from '../caddy/lines.ts';
import type { Format, Mention } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const CADDYFILE: Format = {
  name: 'caddyfile',
  files: /(?:^|\/)Caddyfile[^/]*$|\.caddy(?:file)?$/i,
  *read({ path, text }, repository) {
    yield* readTemplated(text, (hidden) => {
      const imports = createImports(path, repository);
      const sites = listSites(parseLines(hidden), imports);
      return [...sites.flatMap(readSite), ...imports.unread.map(createUnresolved)];
    });
  },
};

interface Site {
  addresses: Word[];
  body: Line[];
}

/** Lists the lines outside sites with their imports replaced, and collects the snippets (`(name)`). Named routes (`&(name)`) are dropped. */
function* listTopLines(lines: readonly Line[], imports: Imports): Generator<Line> {
  for (const one of lines) {
    const { words, block } = one;
    const [first, target] = words;
    if (isDefinition(one)) {
      if (first?.text.startsWith('(')) imports.snippets.set(first.text.slice(1, -1), block ?? []);
    } else if (first?.text !== 'import' || target === undefined) yield one;
    // The sites of a Caddyfile are found there, but its snippets can be used here.
    else if (!imports.snippets.has(target.text) && CADDYFILE.files.test(target.text))
      yield* listTopLines((readImported(target, imports) ?? []).filter(isDefinition), imports);
    else yield* listTopLines(expandImports([one], imports), imports);
  }
}

const isDefinition = ({ words: [first] }: Line): boolean => /^&?\(.*\)$/.test(first?.text ?? '');

/** Lists the sites. Global options are a block without addresses. */
function listSites(lines: readonly Line[], imports: Imports): Site[] {
  const sites: Site[] = [];
  let addresses: Word[] = [];
  let whole: Site | null = null;
  for (const { words, block } of listTopLines(lines, imports)) {
    if (whole !== null) whole.body.push({ words, block });
    else {
      for (const { text, line } of words) addresses.push({ text: text.replace(/,$/, ''), line });
      if (block === null && words.at(-1)?.text.endsWith(',')) continue;
      const site: Site = { addresses, body: [...(block ?? [])] };
      sites.push(site);
      addresses = [];
      // Without braces, the first line is the address, and the rest is the body.
      if (block === null) whole = site;
    }
  }
  return sites.map((site) => ({ ...site, body: expandImports(site.body, imports) }));
}

function readSite({ addresses, body }: Site): Mention[] {
  // The certificates of the local authority are renewed by Caddy every few hours.
  const settings = body.filter(({ words }) => words[0]?.text === 'tls');
  if (settings.some(isInternal)) return [];
  const served = addresses.flatMap((address) => readAddress(address, settings.length > 0));
  const ports = [...new Set(served.map(({ port }) => port))].slice(0, MAX_PORTS);
  return [
    ...served.flatMap(({ host, port }) => (host.text === '' ? [] : [createHost(host, port)])),
    ...listMatchedHosts(body).flatMap((host) => ports.map((port) => createHost(host, port))),
  ];
}

const MAX_PORTS = 20;

const isInternal = ({ words, block }: Line): boolean =>
  words[1]?.text === 'internal' ||
  (block ?? []).some(({ words: [name, value] }) => name?.text === 'issuer' && value?.text === 'internal');

const createUnresolved = ({ text, line }: Word): Mention => ({ kind: 'unresolved', expression: text, line });

const createHost = (host: Word, port: number | null): Mention =>
  isTemplatedWord(host.text)
    ? createUnresolved(host)
    : { kind: 'host', host: host.text, port, line: host.line, confidence: 'declared' };

/**
 * Reads an address with TLS: `http://` and port 80 have none. An address without a host serves the hosts of the matchers, with TLS at port
 * 443, or if there is a `tls` directive.
 */
function readAddress({ text, line }: Word, hasSettings: boolean): { host: Word; port: number | null }[] {
  const [, scheme, host = '', port] =
    /^(?:([a-z]+):\/\/)?([^/:]*(?::[^/:}]*\})?)(?::(\d{1,5}))?(?:\/.*)?$/i.exec(text) ?? [];
  if (/^http$/i.test(scheme ?? '') || (port === '80' && scheme === undefined)) return [];
  if (host === '' && scheme === undefined && port !== '443' && !hasSettings) return [];
  return [{ host: { text: host, line }, port: port === undefined || port === '443' ? null : Number(port) }];
}

/** Lists the names in `@name host a.example.com` and in `host` of a matcher block, which a wildcard site serves. */
function listMatchedHosts(body: readonly Line[]): Word[] {
  return body.flatMap(({ words, block }) => {
    const [first, second] = words;
    if (!first?.text.startsWith('@')) return listMatchedHosts(block ?? []);
    if (second?.text === 'host') return words.slice(2);
    return (block ?? []).flatMap((one) => (one.words[0]?.text === 'host' ? one.words.slice(1) : []));
  });
}
