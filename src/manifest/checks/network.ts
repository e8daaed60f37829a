/** Checks proxies, DNS servers, and allowed and denied networks. */
import { isIP } from 'node:net';
import type { Diagnostic } from '../../domain/index.ts';
import { parseHostPort, removePort } from '../../lib/host-port.ts';
import { createDiagnostic, toLocation } from '../diagnostics/diagnostic.ts';
import type { ManifestSections } from '../sections.ts';
import { getChild, isNonEmptyText, listFields, listItems, type Node } from '../yaml/node.ts';
import { checkNoPort } from './certificates.ts';

/** Checks the section `network`, and the proxies of entries and receivers. */
export function checkNetwork(sections: ManifestSections): Diagnostic[] {
  const { network, settings, defaults, entries, webhooks, emails } = sections;
  const owners = [
    settings,
    defaults,
    ...[...webhooks, ...emails].map(({ node }) => node),
    ...entries.map(({ own }) => own),
  ];
  return [
    ...owners.flatMap((owner) => checkProxy(getChild(owner, 'proxy'))),
    ...listProxies(getChild(network, 'proxy')).flatMap(checkProxy),
    ...['deny', 'allow'].flatMap((key) => listItems(getChild(network, key))).flatMap(checkBlock),
    ...listItems(getChild(network, 'dns_servers')).flatMap(checkServer),
    ...checkResolver(getChild(network, 'dns_over_https')),
  ];
}

function listProxies(node: Node | undefined): Node[] {
  const fields = listFields(node).flatMap(([key, field]) => (key === 'ca_file' ? [] : [field.node]));
  return node === undefined ? [] : [node, ...fields];
}

/** Variables are checked when their values are known. */
function checkProxy(node: Node | undefined): Diagnostic[] {
  if (!isNonEmptyText(node) || node.value === 'none' || isProxy(node.value)) return [];
  // The line may contain a password, so it is not shown.
  const { source: _, ...where } = toLocation(node);
  return [createDiagnostic('bad-proxy', node.value.includes('@') ? where : node)];
}

/** Whether a text is `env` or a proxy URL. Variables can stand for any part of the URL. */
export function isProxy(text: string): boolean {
  if (/^(?:env|\$\{.*)$/.test(text)) return true;
  const [, rest] = /^(?:https?|socks5h?):\/\/(.+)$/i.exec(text) ?? [];
  const plain = rest?.replace(/\$\{\w*\}/g, '1');
  return plain !== undefined && URL.canParse(`http://${plain}`) && /^\/?$/.test(new URL(`http://${plain}`).pathname);
}

function checkServer(node: Node): Diagnostic[] {
  if (!isNonEmptyText(node) || isDnsServer(node.value)) return [];
  return [createDiagnostic('bad-dns-server', node, node.value)];
}

function checkResolver(node: Node | undefined): Diagnostic[] {
  const url = node?.kind === 'map' ? getChild(node, 'url') : node;
  if (!isNonEmptyText(url) || isResolverUrl(url.value)) return [];
  // The line may contain a password, so it is not shown.
  const { source: _, ...where } = toLocation(url);
  return [createDiagnostic('bad-resolver', url.value.includes('@') ? where : url)];
}

/** Whether a text is an https URL without a password or fragment. */
export function isResolverUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
}

/** Whether a text is an IP address with an optional port. Looking up a name would require a DNS server. */
export function isDnsServer(text: string): boolean {
  const parsed = parseHostPort(text);
  return 'host' in parsed && isIP(parsed.host) !== 0;
}

function checkBlock(node: Node): Diagnostic[] {
  if (!isNonEmptyText(node) || isBlock(node.value)) return [];
  return [checkNoPort(node, `${removePort(node.value)}`) ?? createDiagnostic('bad-network', node, node.value)];
}

/** Whether a text is an address or a CIDR block. */
export function isBlock(text: string): boolean {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(prefix ?? 0) <= (family === 6 ? 128 : 32);
}
