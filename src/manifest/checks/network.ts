/** What is written of the way to endpoints: proxies, and which addresses are connected to. */
import { isIP } from 'node:net';
import type { Diagnostic } from '../../domain/index.ts';
import { diagnostic, whereIs } from '../diagnostics/diagnostic.ts';
import { parseHostPort, withoutPort } from '../normalize/endpoint.ts';
import type { Parts } from '../sections.ts';
import { childOf, isText, itemsOf, type Node } from '../yaml/node.ts';
import { hasPort } from './certificates.ts';

export function checkNetwork({ root, settings, entries }: Parts): Diagnostic[] {
  const network = childOf(root, 'network');
  return [
    ...[settings, ...entries.map(({ own }) => own)].flatMap((owner) => checkProxy(childOf(owner, 'proxy'))),
    ...['deny', 'allow'].flatMap((key) => itemsOf(childOf(network, key))).flatMap(checkBlock),
    ...itemsOf(childOf(network, 'dns_servers')).flatMap(checkServer),
  ];
}

/** What a variable brings is seen when it is there. */
function checkProxy(node: Node | undefined): Diagnostic[] {
  if (!isText(node) || node.value === '' || node.value === 'none' || isProxy(node.value)) return [];
  // A line that may hold a password is not shown.
  const { source: _, ...where } = whereIs(node);
  return [diagnostic('bad-proxy', node.value.includes('@') ? where : whereIs(node))];
}

/** `env`, or a URL, as far as it does not come from a variable. */
export function isProxy(text: string): boolean {
  if (/^(?:env|\$\{.*)$/.test(text)) return true;
  const [, rest] = /^(?:http|socks5h?):\/\/(.+)$/i.exec(text) ?? [];
  const plain = rest?.replace(/\$\{\w*\}/g, '1');
  return plain !== undefined && URL.canParse(`http://${plain}`) && /^\/?$/.test(new URL(`http://${plain}`).pathname);
}

function checkServer(node: Node): Diagnostic[] {
  if (!isText(node) || node.value === '' || isDnsServer(node.value)) return [];
  return [diagnostic('bad-dns-server', whereIs(node), node.value)];
}

/** A name would have to be looked up itself. */
export function isDnsServer(text: string): boolean {
  const parsed = parseHostPort(text);
  return 'host' in parsed && isIP(parsed.host) !== 0;
}

function checkBlock(node: Node): Diagnostic[] {
  if (!isText(node) || node.value === '' || isBlock(node.value)) return [];
  return [hasPort(node, `${withoutPort(node.value)}`) ?? diagnostic('bad-network', whereIs(node), node.value)];
}

/** An address, or a network in CIDR notation. */
export function isBlock(text: string): boolean {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(prefix ?? 0) <= (family === 6 ? 128 : 32);
}
