/** HAProxy: the hosts that the rules of a frontend compare exactly with the name of a request or of a TLS handshake. */

import { isLocalListener } from '../classify-host.ts';
import type { Format, Mention } from '../format.ts';
import { isTemplatedWord, readTemplated } from '../templated-text.ts';

export const HAPROXY: Format = {
  name: 'haproxy',
  files: /haproxy|\.cfg(?:\.[a-z0-9]+)?$/i,
  sniff: (text) => /^[ \t]*bind\s/m.test(text),
  *read({ path, text }) {
    if (DOCUMENT.test(path)) return;
    yield* readTemplated(text, (hidden) => listSections(hidden).flatMap((section) => [...readSection(section)]));
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

function listSections(text: string): Line[][] {
  const sections: Line[][] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const words = written.match(/"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:\\.|[^\s"'\\])+/g) ?? [];
    const comment = words.findIndex((word) => word.startsWith('#'));
    const kept = comment === -1 ? words : words.slice(0, comment);
    const [first] = kept;
    if (first === undefined || kept.length > MAX_WORDS) continue;
    if (SECTION.test(first)) sections.push([]);
    sections.at(-1)?.push({ words: kept.map((word) => word.replace(/^["']|["']$/g, '')), line: index + 1 });
  }
  return sections;
}

/** A test of the host, followed by the names. `hdr_end`, `hdr_reg` and similar tests compare parts, so their values are not names. */
const HOST_TEST =
  /^(?:req\.|req_)?(?:hdr|fhdr)\((?:host|:authority)(?:,-?\d+)?\)(?:,(?:lower|field\(1,:\)|host_only|word\(1,:\)))*$/i;
const NAME_TEST = /^(?:ssl_fc_sni|req[._]ssl_sni|req\.ssl_sni)(?:,lower)?$/i;

function* readSection(lines: readonly Line[]): Generator<Mention> {
  const binds = lines.filter(({ words }) => words[0] === 'bind');
  const secure = binds.filter(({ words }) => words.includes('ssl'));
  const ports = [
    ...new Set((secure.length > 0 ? secure : binds).flatMap(({ words }) => listPorts(words[1] ?? ''))),
  ].slice(0, MAX_PORTS);
  for (const { words, line } of lines)
    for (const { name, isHandshake } of listNames(words)) {
      // A handshake is also inspected without `ssl`, if HAProxy passes TLS through.
      if (secure.length === 0 && !isHandshake) continue;
      if (isTemplatedWord(name)) yield { kind: 'unresolved', expression: name, line };
      else
        for (const port of ports.length > 0 ? ports : [null])
          yield { kind: 'host', host: name.replace(/:\d+$/, ''), port, line, confidence: 'declared' };
    }
}

/** Lists the ports in `*:443,:8443` that other machines reach; null is 443. */
const listPorts = (addresses: string): (number | null)[] =>
  addresses.split(',').flatMap((address) => {
    const port = Number(/:(\d{1,5})$/.exec(address)?.[1] ?? 0);
    return port === 0 || isLocalListener(address.replace(/^ipv[46]@/, '')) ? [] : [port === 443 ? null : port];
  });

/** Lists the names in `acl NAME hdr(host) -i a.example.com …`, and in conditions in braces. */
function listNames(words: readonly string[]): { name: string; isHandshake: boolean }[] {
  const found: { name: string; isHandshake: boolean }[] = [];
  for (const [index, word] of words.entries()) {
    const isHandshake = NAME_TEST.test(word);
    if (!isHandshake && !HOST_TEST.test(word)) continue;
    const end = words.indexOf('}', index);
    found.push(...readPatterns(words.slice(index + 1, end === -1 ? words.length : end), isHandshake));
  }
  return found;
}

function readPatterns(words: readonly string[], isHandshake: boolean): { name: string; isHandshake: boolean }[] {
  let at = 0;
  for (; at < words.length && words[at]?.startsWith('-'); at += 1) {
    if (words[at] === '-f' || words[at] === '-M') return [];
    if (words[at] !== '-m') continue;
    at += 1;
    if (words[at] !== 'str') return [];
  }
  return words.slice(at).map((name) => ({ name, isHandshake }));
}
