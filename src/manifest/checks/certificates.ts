import type { Diagnostic } from '../../domain/index.ts';
import { findRepeated } from '../../lib/collections.ts';
import { parseDateOrTime } from '../../lib/iso-time.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
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
import type { EntrySection, ManifestSections } from '../sections.ts';
import { getChild, getField, getText, isText, listOneOrMore, type TextNode } from '../yaml/node.ts';
import { checkHeaders } from './webhooks.ts';

export function checkCertificates({ entries }: ManifestSections): Diagnostic[] {
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

function checkEndpoints(entry: EntrySection['own']): Diagnostic[] {
  const places = new Set<string>();
  return listOneOrMore(getChild(entry, 'endpoint'))
    .filter(isText)
    .filter(({ value }) => value !== '')
    .flatMap((node) => {
      const parsed = parseEndpoint(node.value);
      if ('problem' in parsed) {
        return [createDiagnostic('bad-endpoint', toLocation(node), node.value, parsed.problem, parsed.better)];
      }
      if (places.has(parsed.place)) return [createDiagnostic('duplicate-place', toLocation(node), node.value)];
      places.add(parsed.place);
      const meant = withBrackets(node.value);
      return meant === null ? [] : [createDiagnostic('ambiguous-ipv6-port', toLocation(node), node.value, meant)];
    });
}

/** What is written of how servers are asked. */
function checkServers(entry: EntrySection['own']): Diagnostic[] {
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
      return [createDiagnostic('bad-endpoint', toLocation(node), node.value, parsed.problem, parsed.better)];
    }),
  ];
}

function badServerName(node: TextNode): Diagnostic {
  const better = `server_name: ${withoutPort(node.value)}`;
  return hasPort(node, better) ?? createDiagnostic('bad-server-name', toLocation(node), node.value);
}

function badService(node: TextNode): Diagnostic {
  const name = node.value.replace(/:\d+$/, '');
  if (name === node.value || !isService(name)) return createDiagnostic('bad-srv', toLocation(node), node.value);
  return createDiagnostic('port-in-address', toLocation(node), node.value, `${name}: its record names the port`);
}

/** Told where a text is a name or an address but for its port. */
export function hasPort(node: TextNode, better: string): Diagnostic | null {
  return withoutPort(node.value) === null
    ? null
    : createDiagnostic('port-in-address', toLocation(node), node.value, better);
}

function checkUrls(entry: EntrySection['own']): Diagnostic[] {
  const urls = texts(entry, 'url');
  const bad = urls.flatMap((node) => {
    const problem = urlProblem(node.value);
    return problem === null ? [] : [createDiagnostic('bad-url', toLocation(node), problem)];
  });
  return [...bad, ...duplicatePlaces(urls, (url) => urlTarget(url).place)];
}

function checkNames(entry: EntrySection['own']): Diagnostic[] {
  return duplicatePlaces(texts(entry, 'env'), (name) => name);
}

function texts(entry: EntrySection['own'], key: string): TextNode[] {
  return listOneOrMore(getChild(entry, key))
    .filter(isText)
    .filter(({ value }) => value !== '');
}

function duplicatePlaces(nodes: readonly TextNode[], placeOf: (text: string) => string): Diagnostic[] {
  return findRepeated(nodes, ({ value }) => placeOf(value)).map((node) =>
    createDiagnostic('duplicate-place', toLocation(node), placeOf(node.value)),
  );
}

const PEM_BLOCK = /^[ \t]*-----BEGIN [^\n-]+-----[ \t]*$/m;

/** The line of a text that may hold a private key is not shown. */
function checkPem(entry: EntrySection['own']): Diagnostic[] {
  const node = getChild(entry, 'pem');
  if (!isText(node) || node.value === '') return [];
  const { source: _, ...where } = toLocation(node);
  if (/PRIVATE KEY-----/.test(node.value)) return [createDiagnostic('private-key-in-manifest', where)];
  return PEM_BLOCK.test(node.value) ? [] : [createDiagnostic('bad-pem', where)];
}

function checkDate(entry: EntrySection['own']): Diagnostic[] {
  const date = getChild(entry, 'expires');
  if (!isText(date) || (date.value.length === 10 && parseDateOrTime(date.value) !== null)) return [];
  return [createDiagnostic('bad-date', toLocation(date), date.value)];
}

/** Of an entry itself: a `ca_file` of its own goes before `trust` of `defaults`. */
function checkTrust(entry: EntrySection['own'], whole: EntrySection['node']): Diagnostic[] {
  const trust = getField(entry, 'trust');
  if (getField(entry, 'ca_file') !== undefined) {
    return trust === undefined ? [] : [createDiagnostic('trust-and-ca-file', toLocation(trust.key))];
  }
  if (!isUntrusting(whole)) return [];
  return ['aia', 'revocation'].flatMap((key) => {
    const field = getField(entry, key);
    const isAsked = field?.node.kind === 'scalar' && field.node.value === true;
    return isAsked ? [createDiagnostic('trust-not-checked', toLocation(field.key), key)] : [];
  });
}

/** Whether it is said, or goes without saying, that nobody's trust is judged in what the entry finds. */
function isUntrusting(whole: EntrySection['node']): boolean {
  const trust = getText(getChild(whole, 'trust'));
  return trust === 'none' || (trust === undefined && getChild(whole, 'file') !== undefined);
}
