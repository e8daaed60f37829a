/** Turns the text of a value into mentions of hosts. */

import type { Confidence, Mention } from '../format.ts';
import type { YamlNode, YamlScalar } from './parse.ts';
import { selectNodes, selectScalars, selectText } from './select-nodes.ts';
import { isTemplated } from './templates.ts';

export interface HostOptions {
  port?: number | null;
  confidence?: Confidence;
}

/** Reads a host, `host:port`, an `https` URL, or several of them separated by commas or spaces. A template is counted as unresolved. */
export function* readHosts(
  { text, line }: Pick<YamlScalar, 'text' | 'line'>,
  options: HostOptions = {},
): Iterable<Mention> {
  if (text.length > MAX_LENGTH) return;
  if (isTemplated(text)) yield { kind: 'unresolved', expression: text.trim(), line };
  else for (const part of text.split(/[\s,]+/)) yield* readHost(part, line, options);
}

/** Longer values are texts, not hosts. */
const MAX_LENGTH = 10_000;

function* readHost(
  text: string,
  line: number,
  { port = null, confidence = 'declared' }: HostOptions,
): Iterable<Mention> {
  const [, scheme, host = '', written] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:@\s]+)(?::(\d{1,5}))?(?:\/.*)?$/i.exec(text) ?? [];
  // Plain HTTP has no certificate.
  if (host === '' || (scheme !== undefined && scheme.toLowerCase() !== 'https')) return;
  const chosen = written === undefined ? port : Number(written);
  if (chosen !== 80) yield { kind: 'host', host, port: chosen === 443 ? null : chosen, line, confidence };
}

/** Whether an annotation gives a resource a name in the DNS. `target` names another resource. */
export function isHostnameAnnotation(key: string): boolean {
  return /^external-dns\.alpha\.kubernetes\.io\/(?:internal-)?hostname$/.test(key);
}

/** Reads the host names of a listener of the Gateway API. `name`: its key, if it has no name of its own. */
export function* readListener(listener: YamlNode, name: string | null = null): Iterable<Mention> {
  const protocol = selectText(listener, 'protocol');
  const hasTls = protocol !== null || selectNodes(listener, 'tls').length > 0;
  if (
    /^(?:HTTP|TCP|UDP)$/.test(protocol ?? '') ||
    (!hasTls && isPlainEntry(selectText(listener, 'name') ?? name ?? ''))
  )
    return;
  const port = readPort(selectText(listener, 'port'));
  for (const path of ['hostname', 'hostnames'])
    for (const scalar of selectScalars(listener, path)) yield* readHosts(scalar, { port });
}

/** Whether an entry point or listener has a usual name for plain HTTP. */
export function isPlainEntry(name: string): boolean {
  return name === 'web' || name === 'http';
}

/** Whether a route of Traefik only has entry points for plain HTTP. */
export function isPlainRoute(route: YamlNode): boolean {
  const points = selectScalars(route, 'entryPoints');
  return points.length > 0 && points.every(({ text }) => isPlainEntry(text)) && selectNodes(route, 'tls').length === 0;
}

export function readPort(text: string | null): number | null {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
}
