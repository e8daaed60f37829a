/** HAProxy: the hosts that the rules of a frontend compare exactly with the name of a request or of a TLS handshake. */

import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention, Repository } from '../format.ts';
import { createConditions } from '../haproxy/conditions.ts';
import { findIncludedFiles } from '../included-files.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const HAPROXY: Format = {
  name: 'haproxy',
  files: /haproxy|\.cfg(?:\.[a-z0-9]+)?$/i,
  sniff: (text) => /^[ \t]*bind\s/m.test(text),
  *read({ path, text }, repository) {
    if (DOCUMENT.test(path)) return;
    const files = { path, repository, budget: { left: MAX_LISTED } };
    yield* readTemplated(text, (hidden) => listSections(hidden).flatMap((section) => [...readSection(section, files)]));
  },
};

const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt|html?|ya?ml|json|py|rb|go|js|ts|sh)$/i;
const SECTION =
  /^(?:global|defaults|frontend|listen|backend|peers|resolvers|userlist|program|cache|ring|crt-store|http-errors|mailers)$/;

/** HAProxy reads 64 words per line by default. */
const MAX_WORDS = 1_000;
const MAX_PORTS = 20;

interface Line {
  words: string[];
  line: number;
}

/** A word can have several quoted parts. A `#` outside quotation marks begins a comment. */
const WORD = /(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|\\.|[^\s"'\\#])+|#.*|\\/g;
const PART = /"((?:[^"\\]|\\.)*)"?|'([^']*)'?|\\([ \t\\#"'])|\\|[^"'\\]+/g;

function listSections(text: string): Line[][] {
  const sections: Line[][] = [];
  const environment = new Map<string, string>();
  const isSkipped = createConditions(environment);
  for (const [index, written] of text.split('\n').entries()) {
    const found: string[] = written.match(WORD) ?? [];
    const words = found.filter((word) => !word.startsWith('#')).map((word) => readWord(word, environment));
    const [first, name, value] = words;
    if (first === undefined || words.length > MAX_WORDS || isSkipped(words)) continue;
    if (/^(?:setenv|presetenv)$/.test(first) && value !== undefined) environment.set(name ?? '', value);
    if (SECTION.test(first)) sections.push([]);
    sections.at(-1)?.push({ words, line: index + 1 });
  }
  return sections;
}

/**
 * Removes the quotation marks of a word, and the backslashes before special characters; others are kept. In double quotes, variables of the
 * environment are replaced.
 */
const readWord = (word: string, environment: ReadonlyMap<string, string>): string =>
  word.replace(PART, (written, double?: string, single?: string, escaped?: string) =>
    double === undefined ? (single ?? escaped ?? written) : replaceVariables(double, environment),
  );

/** Replaces `${NAME}`, `$NAME` and `${NAME-default}` if the file sets the variable, or has a default. */
const replaceVariables = (text: string, environment: ReadonlyMap<string, string>): string =>
  text
    .replace(/\$(?:(\w+)|\{(\w+)(?:-([^{}]*))?\})/g, (written, bare, name, fallback) => {
      return environment.get(bare ?? name) ?? fallback ?? written;
    })
    .replace(/\\([\\"'# $])/g, '$1');

/** A test of the host, followed by the names. `hdr_end`, `hdr_reg` and similar tests compare parts, so their values are not names. */
const HOST_TEST =
  /^(?:req\.|req_)?(?:hdr|fhdr)\((?:host|:authority)(?:,-?\d+)?\)(?:,(?:lower|field\(1,:\)|host_only|word\(1,:\)))*$/i;
const NAME_TEST = /^(?:ssl_fc_sni|req[._]ssl_sni|req\.ssl_sni)(?:,lower)?$/i;

/** A map that is looked up by the host, with its file: `hdr(host),lower,map(/etc/haproxy/hosts.map,default)`. */
const MAP =
  /((?:req\.|req_)?hdr\((?:host|:authority)(?:,-?\d+)?\)|ssl_fc_sni|req[._]ssl_sni)(?:,(?:lower|field\(1,:\)|host_only|word\(1,:\)))*,map(?:_str)?\(([^,()\s]+)/i;

/** The maximum number of lines of patterns and maps that one file may use. */
const MAX_LISTED = 50_000;

interface Files {
  path: string;
  repository: Repository;
  budget: { left: number };
}

function* readSection(lines: readonly Line[], files: Files): Generator<Mention> {
  const binds = lines.filter(({ words }) => words[0] === 'bind');
  const secure = binds.filter(({ words }) => words.includes('ssl'));
  const ports = [
    ...new Set((secure.length > 0 ? secure : binds).flatMap(({ words }) => listPorts(words[1] ?? ''))),
  ].slice(0, MAX_PORTS);
  for (const bind of secure) yield* readCertificateLists(bind, files);
  for (const { words, line } of lines)
    for (const { name, kind } of listNames(words, files)) {
      // HAProxy inspects a handshake that it passes on without `ssl`. `ssl_fc_sni` is that of a frontend, also in a backend.
      if (secure.length === 0 && !(kind === 'passed' || (kind === 'own' && binds.length === 0))) continue;
      if (isTemplatedWord(name)) yield { kind: 'unresolved', expression: name, line };
      else
        for (const port of ports.length > 0 ? ports : [null])
          yield { kind: 'host', host: name.replace(/:\d+$/, ''), port, line, confidence: 'declared' };
    }
}

/** Reads the SNI filters of `crt-list FILE` in a `bind`, which has a port of its own. */
function* readCertificateLists({ words, line }: Line, files: Files): Generator<Mention> {
  const ports = listPorts(words[1] ?? '').slice(0, MAX_PORTS);
  for (const [index, word] of words.entries()) {
    const target = words[index + 1];
    if (word !== 'crt-list' || target === undefined) continue;
    const lines = readLines(target, files);
    if (lines === null) yield { kind: 'unresolved', expression: target, line };
    for (const host of new Set((lines ?? []).flatMap(listFilters)))
      for (const port of ports.length > 0 ? ports : [null])
        yield { kind: 'host', host, port, line, confidence: 'declared' };
  }
}

/** Lists the names in a line such as `shop.pem [alpn h2] shop.example.com !www.example.com`. A name with `!` gets another certificate. */
const listFilters = (line: string): string[] =>
  line
    .replace(/\[[^[\]]*\]/g, ' ')
    .split(/\s+/)
    .slice(1)
    .filter((name) => name !== '' && !name.startsWith('!'));

/** Lists the ports in `*:443,:8443` that other machines reach; null is 443. */
const listPorts = (addresses: string): (number | null)[] =>
  addresses.split(',').flatMap((address) => {
    const port = Number(/:(\d{1,5})$/.exec(address)?.[1] ?? 0);
    return port === 0 || isLocalListener(address.replace(/^ipv[46]@/, '')) ? [] : [port === 443 ? null : port];
  });

/** The request, the handshake with HAProxy, or one that it passes on. */
type TestKind = 'request' | 'own' | 'passed';

interface Tested {
  name: string;
  kind: TestKind;
}

function readKind(test: string): TestKind {
  if (!/ssl_/.test(test)) return 'request';
  return test.startsWith('ssl_fc_sni') ? 'own' : 'passed';
}

/** Lists the names in `acl NAME hdr(host) -i a.example.com …`, in conditions in braces, and in maps. */
function listNames(words: readonly string[], files: Files): Tested[] {
  const found: Tested[] = [];
  for (const [index, word] of words.entries()) {
    const [, test = '', map] = MAP.exec(word) ?? [];
    if (map !== undefined) found.push(...readList(map, readKind(test), files));
    if (!NAME_TEST.test(word) && !HOST_TEST.test(word)) continue;
    const end = words.indexOf('}', index);
    found.push(...readPatterns(words.slice(index + 1, end === -1 ? words.length : end), readKind(word), files));
  }
  return found;
}

/** Reads the flags of a test, and its names. The flag `--` ends the flags. */
function readPatterns(words: readonly string[], kind: TestKind, files: Files): Tested[] {
  const listed: string[] = [];
  let at = 0;
  for (; at < words.length && words[at]?.startsWith('-'); at += 1) {
    const [flag, value = ''] = [words[at], words[at + 1]];
    if (flag === '-M') return [];
    if (flag === '-f') listed.push(value);
    if (flag === '-m' && value !== 'str') return [];
    if (/^-[fmu]$/.test(flag ?? '')) at += 1;
    if (flag !== '--') continue;
    at += 1;
    break;
  }
  const names = words.slice(at).map((name) => ({ name, kind }));
  return [...listed.flatMap((file) => readList(file, kind, files)), ...names];
}

/** Reads the first word of each line of a file of patterns, or of a map. A file that the repository does not have is an unknown name. */
function readList(target: string, kind: TestKind, files: Files): Tested[] {
  const lines = readLines(target, files);
  if (lines === null) return [{ name: `%[${target}]`, kind }];
  return lines.map((line) => ({ name: line.split(/\s/, 1)[0] ?? '', kind }));
}

/** Reads the lines of a file of the repository, without comments. Returns null if there is none, or beyond the limit. */
function readLines(target: string, { path, repository, budget }: Files): string[] | null {
  const [file] = findIncludedFiles(target.replace(/^\/?(?:usr\/local\/)?etc\/haproxy\//, ''), path, repository);
  const text = file === undefined || file === path ? null : repository.readText(file);
  const lines = text?.split('\n') ?? [];
  budget.left -= 1 + lines.length;
  if (text === null || budget.left < 0) return null;
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}
