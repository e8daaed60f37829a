/** From what the command line of `inspect` names to what is looked at. */

import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { InspectTarget } from '../../app/inspect.ts';
import type { EndpointSource, StartTls } from '../../domain/index.ts';
import { createEndpointSource, parseEndpoint } from '../../domain/sources/endpoint.ts';
import { findUrlProblem } from '../../domain/sources/http-url.ts';
import { createUrlTarget } from '../../domain/sources/url.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { escapeGlob } from '../../lib/files/glob.ts';
import { isHostName, isServiceName, normalizeServiceName, parseHostPort, toAsciiHost } from '../../lib/host-port.ts';
import { isReservedVariable } from '../../lib/secret-references.ts';
import { isBlock, isDnsServer, isProxy } from '../../manifest/checks/network.ts';
import { escapeUnprintable } from '../../report/format/terminal-text.ts';
import { STARTTLS_PROTOCOLS } from '../../scan/starttls/protocols.ts';
import { type Options, parseChoice } from '../parse-options.ts';

/** Everything but standard input, which is read first. Throws AppErrors `usage`. */
export function parseTarget(operand: string, options: Options, cwd: string): InspectTarget {
  const { trust, ca_file } = options;
  const target = operand;
  if (isFile(operand, cwd)) {
    const pattern = operand.split(path.sep).join('/');
    // What is there is that file, and no glob, as a shell may have put it there.
    const patterns = [isThere(operand, cwd) ? escapeGlob(pattern) : pattern];
    const judged = { trust: trust ?? 'none', ca_file, aia: false, revocation: true } as const;
    return { target, kind: 'file', source: { kind: 'file', patterns, exclude: [], ...judged } };
  }
  if (/^https?:\/\//i.test(operand)) {
    if (findUrlProblem(operand) !== null)
      throw createUsageError(
        `${escapeUnprintable(shownUrl(operand))} is no URL that is well formed`,
        'Write it in quotes.',
      );
    const targets = [createUrlTarget(operand)];
    return {
      target,
      kind: 'url',
      source: { kind: 'url', targets, headers: {}, ca_file, ssl_verification: true },
    };
  }
  if (isServiceName(operand)) {
    return {
      target,
      kind: 'endpoint',
      source: createEndpointSource([], { ...asked(options), services: [normalizeServiceName(operand)] }),
    };
  }
  const endpoint = parseEndpoint(operand);
  if ('problem' in endpoint) {
    throw createUsageError(
      `${escapeUnprintable(operand)} is neither a file nor an endpoint`,
      endpoint.better === null ? 'Write a path, host:port or a URL.' : `Did you mean ${endpoint.better}?`,
    );
  }
  return { target, kind: 'endpoint', source: createEndpointSource([endpoint], asked(options)) };
}

/** How endpoints are asked. */
function asked(options: Options): Partial<EndpointSource> {
  const { server_name, starttls, trust, ca_file, addresses, both_algorithms, proxy } = options;
  const connect_to = options.connect_to === null ? null : parseHostPort(options.connect_to);
  return {
    server_name: server_name && toAsciiHost(server_name),
    starttls: starttls as StartTls | null,
    connect_to: connect_to !== null && 'host' in connect_to ? connect_to : null,
    every_address: addresses === 'all',
    both_algorithms,
    proxy,
    trust: trust ?? 'mozilla',
    ca_file,
    // For the sake of what is stapled: whether others are asked is another question.
    revocation: true,
  };
}

/** Throws an AppError `usage` for the first option that cannot be. */
export function checkOptions(options: Options): void {
  const { server_name, starttls, connect_to, proxy, operands, allow, dns_servers } = options;
  checkPasswordVariable(options.password_env);
  if (server_name !== null && !isHostName(toAsciiHost(server_name))) {
    throw createUsageError(`--server-name ${server_name} is no host name`, 'Write the bare name that is asked for.');
  }
  if (starttls !== null) parseChoice('--starttls', starttls, Object.keys(STARTTLS_PROTOCOLS));
  if (connect_to !== null && 'problem' in parseHostPort(connect_to)) {
    throw createUsageError(
      `--connect-to ${escapeUnprintable(connect_to)} is no host`,
      'Write host, host:port, or [address]:port for IPv6.',
    );
  }
  // It may hold a password.
  if (proxy !== null && !isProxy(proxy)) {
    throw createUsageError(
      '--proxy is no URL of a proxy',
      'Write it as http://proxy.example:3128 or socks5://proxy.example, or env.',
    );
  }
  const noServer = dns_servers.find((server) => !isDnsServer(server));
  if (noServer !== undefined) {
    throw createUsageError(
      `--dns-server ${escapeUnprintable(noServer)} is no address`,
      'Write an address such as 192.0.2.53 or [2001:db8::53]:5353.',
    );
  }
  const wrong = allow.find((network) => !isBlock(network));
  if (wrong !== undefined) {
    throw createUsageError(`--allow ${wrong} is no network`, 'Write an address, or a network such as 10.0.0.0/8.');
  }
  // Nearly always an unset variable of a script.
  if (operands.includes('')) throw createUsageError('a target is empty', 'Write a file, host:port, a URL, or -.');
  if (operands.filter((operand) => operand === '-').length > 1) {
    throw createUsageError('standard input can be read once', 'Write - once.');
  }
}

function checkPasswordVariable(variable: string | null): void {
  if (variable === null) return;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw createUsageError(
      '--password-env takes the name of a variable',
      'Put the password into one, and name it: a command line is seen by others.',
    );
  }
  if (isReservedVariable(variable)) {
    throw createUsageError(`--password-env ${variable} is the runner's own`, 'Set a variable of your own.');
  }
}

/** What is written before an `@` may be a password. */
function shownUrl(text: string): string {
  return text.replace(/\/\/.*@/, '//');
}

const EXTENSIONS =
  /\.(?:pem|crt|cer|cert|der|p7[bcs]|p12|pfx|jks|jceks|keystore|truststore|key|crl|csr|ya?ml|json|xml|txt|conf|mobileprovision|provisionprofile)$/i;

/** What is there is a file, and so is what has a path, a glob or an ending of files, that it may be missed as one. */
function isFile(operand: string, cwd: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(operand)) return false;
  if (isThere(operand, cwd)) return true;
  return /[/\\*?{]/.test(operand) || EXTENSIONS.test(operand);
}

/** A link counts too, wherever it leads. */
function isThere(operand: string, cwd: string): boolean {
  try {
    return lstatSync(path.resolve(cwd, operand), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
