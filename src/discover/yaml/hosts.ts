/** Turns the text of a value into mentions of hosts. */

import type { Confidence, Mention } from '../format.ts';
import type { YamlScalar } from './parse.ts';
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
