/** Finds out how a module of blackbox_exporter or ssl_exporter reads a target. */

import type { StartTls } from '../../domain/sources/endpoint.ts';
import { getOwn } from '../../lib/collections.ts';
import { isSet, type Located, listItems, listPairs, readText, select } from '../located.ts';

/** Describes how a module reads its targets. */
export interface Module {
  /**
   * `url`: an URL, without a scheme plain HTTP. `tls`: TLS from the start, also without a scheme. `starttls`: after plain text. `tcp`: a
   * connection, perhaps without TLS. `none`: nothing with a certificate of a server.
   */
  kind: 'url' | 'tls' | 'starttls' | 'tcp' | 'none';
  /** The reason for `none`. */
  reason?: string;
  /** The protocol of `starttls`; null: that of the port. */
  protocol?: StartTls | null;
  server_name?: string;
  isInsecure?: boolean;
}

/** Reads the modules of configurations of the exporters, by name. */
export function readModules(roots: readonly Located[]): ReadonlyMap<string, Module> {
  return new Map(
    roots.flatMap((root) =>
      listPairs(select(root, 'modules')).flatMap(([name, module]) =>
        readText(module, 'prober') === null ? [] : [[name, readModule(name, module)] as const],
      ),
    ),
  );
}

function readModule(name: string, module: Located): Module {
  const prober = readText(module, 'prober') ?? '';
  const part = select(module, prober);
  const tls = select(part, 'tls_config') ?? select(module, 'tls_config');
  const server_name = readText(tls, 'server_name') ?? readHostHeader(part);
  const settings = {
    ...(server_name !== null && { server_name }),
    ...(isSet(tls, 'insecure_skip_verify') && { isInsecure: true }),
  };
  if (prober === 'http' || prober === 'websocket') return { kind: 'url', ...settings };
  if (prober === 'https') return { kind: 'tls', ...settings };
  if (prober === 'grpc')
    return isSet(part, 'tls')
      ? { kind: 'tls', ...settings }
      : { kind: 'none', reason: 'gRPC without TLS has no certificate' };
  if (prober === 'tcp') return { ...readTcpModule(name, part, module), ...settings };
  return createUnreadable(prober);
}

/** The name in the header Host, which blackbox_exporter also uses for TLS. */
function readHostHeader(part: Located | null): string | null {
  const [, host] = listPairs(select(part, 'headers')).find(([name]) => /^host$/i.test(name)) ?? [];
  return readText(host);
}

function readTcpModule(name: string, part: Located | null, module: Located): Module {
  const protocol = readText(part, 'starttls');
  if (protocol !== null) return { kind: 'starttls', protocol: toProtocol(protocol) };
  const steps = listItems(select(part, 'query_response'));
  if (steps.some((step) => isSet(step, 'starttls'))) return { kind: 'starttls', protocol: toProtocol(name) };
  // In ssl_exporter, which has no key `tls`, every connection is one of TLS.
  const isTls = isSet(part, 'tls') || (part === null && select(module, 'tls_config') !== null);
  return { kind: isTls ? 'tls' : 'tcp' };
}

const PROTOCOLS: readonly StartTls[] = [
  'smtp',
  'imap',
  'pop3',
  'ldap',
  'ftp',
  'xmpp-client',
  'postgres',
  'mysql',
  'sieve',
  'lmtp',
  'nntp',
  'irc',
];

/** Finds the protocol that a name mentions, such as `imap_starttls` or `postgresql`. */
function toProtocol(name: string): StartTls | null {
  return PROTOCOLS.find((one) => name.toLowerCase().includes(one)) ?? null;
}

const createUnreadable = (prober: string): Module => ({
  kind: 'none',
  reason: getOwn(REASONS, prober) ?? `a probe of the type ${prober} reads no certificate of a server`,
});

const REASONS: Readonly<Record<string, string>> = {
  icmp: 'a ping has no certificate',
  dns: 'a DNS query has no certificate',
  file: 'it reads files on the machine of the exporter: add an entry with file there',
  http_file: 'it downloads a certificate: add an entry with url',
  kubernetes: 'it reads Secrets of a cluster: add an entry with kubernetes',
  kubeconfig: 'it reads a kubeconfig: add an entry with file',
};

/** Guesses how a module reads, by its name, if its configuration is not imported. */
export function guessModule(name: string, isSslExporter: boolean): Module {
  const lower = name.toLowerCase();
  if (/starttls/.test(lower)) return { kind: 'starttls', protocol: toProtocol(lower) };
  if (isSslExporter) return Object.hasOwn(REASONS, lower) ? createUnreadable(lower) : { kind: 'tls' };
  if (/^icmp|ping/.test(lower)) return createUnreadable('icmp');
  if (/^dns/.test(lower)) return createUnreadable('dns');
  if (/^ssh/.test(lower)) return { kind: 'none', reason: 'SSH has no certificate of TLS' };
  if (/http/.test(lower))
    return { kind: 'url', ...(/insecure|skip_verify|skip_tls|no_verify/.test(lower) && { isInsecure: true }) };
  if (/tls|ssl|pop3s|imaps|smtps|ldaps/.test(lower)) return { kind: 'tls' };
  return { kind: 'tcp' };
}
