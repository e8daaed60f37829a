import type { Diagnostic } from '../../domain/index.ts';
import { repeats } from '../../lib/collections.ts';
import { parseTime } from '../../lib/iso-time.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import {
  asciiHost,
  isHostName,
  isService,
  parseEndpoint,
  parseHostPort,
  withBrackets,
  withoutPort,
} from '../normalize/endpoint.ts';
import { urlProblem, urlTarget } from '../normalize/url.ts';
import type { EntryPart, Parts } from '../sections.ts';
import { childOf, fieldOf, isText, oneOrMore, type TextNode, textOf } from '../yaml/node.ts';
import { checkHeaders } from './webhooks.ts';

export function checkCertificates({ entries }: Parts): Diagnostic[] {
  return entries.flatMap(({ own, node }) => [
    ...checkEndpoints(own),
    ...checkServers(own),
    ...checkUrls(own),
    ...checkHeaders(own),
    ...checkNames(own),
    ...checkPem(own),
    ...checkDate(own),
    ...checkTrust(own, node),
  ]);
}

function checkEndpoints(entry: EntryPart['own']): Diagnostic[] {
  const places = new Set<string>();
  return oneOrMore(childOf(entry, 'endpoint'))
    .filter(isText)
    .filter(({ value }) => value !== '')
    .flatMap((node) => {
      const parsed = parseEndpoint(node.value);
      if ('problem' in parsed) {
        return [diagnostic('bad-endpoint', whereIs(node), node.value, parsed.problem, parsed.better)];
      }
      if (places.has(parsed.place)) return [diagnostic('duplicate-place', whereIs(node), node.value)];
      places.add(parsed.place);
      const meant = withBrackets(node.value);
      return meant === null ? [] : [diagnostic('port-like-group', whereIs(node), node.value, meant)];
    });
}

/** What is written of how servers are asked. */
function checkServers(entry: EntryPart['own']): Diagnostic[] {
  const services = texts(entry, 'srv');
  return [
    ...texts(entry, 'server_name')
      .filter(({ value }) => !isHostName(asciiHost(value)))
      .map(badServerName),
    ...services.filter(({ value }) => !isService(value)).map(badService),
    ...duplicatePlaces(services, (name) => name.toLowerCase()),
    ...texts(entry, 'connect_to').flatMap((node) => {
      const parsed = parseHostPort(node.value);
      if (!('problem' in parsed)) return [];
      return [diagnostic('bad-endpoint', whereIs(node), node.value, parsed.problem, parsed.better)];
    }),
  ];
}

function badServerName(node: TextNode): Diagnostic {
  const better = `server_name: ${withoutPort(node.value)}`;
  return hasPort(node, better) ?? diagnostic('bad-server-name', whereIs(node), node.value);
}

function badService(node: TextNode): Diagnostic {
  const name = node.value.replace(/:\d+$/, '');
  if (name === node.value || !isService(name)) return diagnostic('bad-srv', whereIs(node), node.value);
  return diagnostic('port-in-address', whereIs(node), node.value, `${name}: its record names the port`);
}

/** Told where a text is a name or an address but for its port. */
export function hasPort(node: TextNode, better: string): Diagnostic | null {
  return withoutPort(node.value) === null ? null : diagnostic('port-in-address', whereIs(node), node.value, better);
}

function checkUrls(entry: EntryPart['own']): Diagnostic[] {
  const urls = texts(entry, 'url');
  const bad = urls.flatMap((node) => {
    const problem = urlProblem(node.value);
    return problem === null ? [] : [diagnostic('bad-url', whereIs(node), problem)];
  });
  return [...bad, ...duplicatePlaces(urls, (url) => urlTarget(url).place)];
}

function checkNames(entry: EntryPart['own']): Diagnostic[] {
  return duplicatePlaces(texts(entry, 'env'), (name) => name);
}

function texts(entry: EntryPart['own'], key: string): TextNode[] {
  return oneOrMore(childOf(entry, key))
    .filter(isText)
    .filter(({ value }) => value !== '');
}

function duplicatePlaces(nodes: readonly TextNode[], placeOf: (text: string) => string): Diagnostic[] {
  return repeats(nodes, ({ value }) => placeOf(value)).map((node) =>
    diagnostic('duplicate-place', whereIs(node), placeOf(node.value)),
  );
}

const PEM_BLOCK = /^[ \t]*-----BEGIN [^\n-]+-----[ \t]*$/m;

/** The line of a text that may hold a private key is not shown. */
function checkPem(entry: EntryPart['own']): Diagnostic[] {
  const node = childOf(entry, 'pem');
  if (!isText(node) || node.value === '') return [];
  const { source: _, ...where } = whereIs(node);
  if (/PRIVATE KEY-----/.test(node.value)) return [diagnostic('private-key-in-manifest', where)];
  return PEM_BLOCK.test(node.value) ? [] : [diagnostic('bad-pem', where)];
}

function checkDate(entry: EntryPart['own']): Diagnostic[] {
  const date = childOf(entry, 'expires');
  if (!isText(date) || (date.value.length === 10 && parseTime(date.value) !== null)) return [];
  return [diagnostic('bad-date', whereIs(date), date.value)];
}

/** Of an entry itself: a `ca_file` of its own goes before `trust` of `defaults`. */
function checkTrust(entry: EntryPart['own'], whole: EntryPart['node']): Diagnostic[] {
  const trust = fieldOf(entry, 'trust');
  if (fieldOf(entry, 'ca_file') !== undefined) {
    return trust === undefined ? [] : [diagnostic('trust-and-ca-file', whereIs(trust.key))];
  }
  if (!isUntrusting(whole)) return [];
  return ['aia', 'revocation'].flatMap((key) => {
    const field = fieldOf(entry, key);
    const isAsked = field?.node.kind === 'scalar' && field.node.value === true;
    return isAsked ? [diagnostic('trust-not-judged', whereIs(field.key), key)] : [];
  });
}

/** Whether it is said, or goes without saying, that nobody's trust is judged in what the entry finds. */
function isUntrusting(whole: EntryPart['node']): boolean {
  const trust = textOf(childOf(whole, 'trust'));
  return trust === 'none' || (trust === undefined && childOf(whole, 'file') !== undefined);
}
