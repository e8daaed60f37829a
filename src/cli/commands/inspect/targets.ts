/** Parses the targets and options of `certvigil inspect`. */

import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { InspectTarget } from '../../../app/inspect.ts';
import type { EndpointSource, EndpointTarget, StartTls } from '../../../domain/index.ts';
import { createEndpointSource, parseEndpoint } from '../../../domain/sources/endpoint.ts';
import { findUrlProblem } from '../../../domain/sources/http-url.ts';
import { createUrlTarget } from '../../../domain/sources/url.ts';
import { createUsageError } from '../../../lib/app-error.ts';
import { escapeGlob } from '../../../lib/files/glob.ts';
import { isHostName, isServiceName, normalizeServiceName, parseHostPort, toAsciiHost } from '../../../lib/host-port.ts';
import { parseChoice } from '../../../lib/parse-choice.ts';
import { isReservedVariable } from '../../../lib/secrets/references.ts';
import { escapeUnprintable } from '../../../lib/text/unprintable.ts';
import { isBlock, isDnsServer, isProxy, isResolverUrl } from '../../../manifest/checks/network.ts';
import { STARTTLS_PROTOCOLS } from '../../../scan/starttls/protocols.ts';
import type { CommandOptions } from '../../command-specs.ts';

type InspectOptions = CommandOptions<'inspect'>;

/** Parses any target except standard input. Throws AppError `usage`. */
export function parseTarget(operand: string, options: InspectOptions, cwd: string): InspectTarget {
  const { trust, ca_file } = options;
  const target = operand;
  if (isFile(operand, cwd)) {
    const pattern = operand.split(path.sep).join('/');
    // An existing file is not a glob: the shell may have expanded one to it.
    const patterns = [exists(operand, cwd) ? escapeGlob(pattern) : pattern];
    const trustOptions = { trust: trust ?? 'none', ca_file, aia: false, revocation: true, purpose: null } as const;
    return {
      target,
      kind: 'file',
      source: { kind: 'file', patterns, exclude: [], skip_empty: false, ...trustOptions },
    };
  }
  const server = parseServerUrl(operand);
  if (server !== null)
    return { target, kind: 'endpoint', source: createEndpointSource([server], readEndpointOptions(options)) };
  if (/^https?:\/\//i.test(operand)) {
    if (findUrlProblem(operand) !== null)
      throw createUsageError(
        `${escapeUnprintable(removeCredentials(operand))} is not a valid URL`,
        'Put it in quotes, so that the shell does not change it.',
      );
    const targets = [createUrlTarget(operand)];
    return {
      target: operand.replace(/^(https?:\/\/)[^/?#]*@/i, '$1'),
      kind: 'url',
      source: { kind: 'url', targets, headers: {}, ca_file, ssl_verification: true },
    };
  }
  if (isServiceName(operand)) {
    return {
      target,
      kind: 'endpoint',
      source: createEndpointSource([], { ...readEndpointOptions(options), services: [normalizeServiceName(operand)] }),
    };
  }
  const endpoint = parseEndpoint(operand);
  if ('problem' in endpoint) {
    throw createUsageError(
      `${escapeUnprintable(operand)} is neither a file nor an endpoint`,
      endpoint.better === null ? 'Use a path, host:port or a URL.' : `Did you mean ${endpoint.better}?`,
    );
  }
  return { target, kind: 'endpoint', source: createEndpointSource([endpoint], readEndpointOptions(options)) };
}

/** Parses the server of `https://host`. A URL without a path, as copied from a browser, does not name a file. */
function parseServerUrl(operand: string): EndpointTarget | null {
  const [, authority] = /^https:\/\/([^/?#@\\]+)\/?$/i.exec(operand) ?? [];
  const endpoint = authority === undefined ? null : parseEndpoint(authority);
  return endpoint === null || 'problem' in endpoint ? null : endpoint;
}

function readEndpointOptions(options: InspectOptions): Partial<EndpointSource> {
  const { server_name, starttls, trust, ca_file, addresses, both_algorithms, proxy } = options;
  const connect_to = options.connect_to === null ? null : parseHostPort(options.connect_to);
  return {
    server_name: server_name && toAsciiHost(server_name),
    starttls: parseStartTls(starttls),
    connect_to: connect_to !== null && 'host' in connect_to ? connect_to : null,
    every_address: addresses === 'all',
    both_algorithms,
    proxy,
    trust: trust ?? 'mozilla',
    ca_file,
    // This is set for stapled responses. The option --revocation decides whether OCSP and CRL URLs are requested.
    revocation: true,
  };
}

/** Throws AppError `usage` for the first invalid option. */
export function checkOptions(options: InspectOptions): void {
  checkPasswordVariable(options.password_env);
  checkConnection(options);
  checkServices(options);
  checkNetworks(options);
  checkTargets(options);
}

function checkConnection({ server_name, starttls, connect_to, proxy }: InspectOptions): void {
  if (server_name !== null && !isHostName(toAsciiHost(server_name))) {
    throw createUsageError(
      `invalid host name "${server_name}" for --server-name`,
      'Use the name alone, without a scheme or port.',
    );
  }
  parseStartTls(starttls);
  if (connect_to !== null && 'problem' in parseHostPort(connect_to)) {
    throw createUsageError(
      `invalid host "${escapeUnprintable(connect_to)}" for --connect-to`,
      'Use host, host:port, or [address]:port for IPv6.',
    );
  }
  // The message does not show the value: it may contain a password.
  if (proxy !== null && !isProxy(proxy)) {
    throw createUsageError(
      'invalid proxy URL for --proxy',
      'Use http://proxy.example:3128, socks5://proxy.example, or env.',
    );
  }
}

/** Checks the options for DNS, Certificate Transparency and RDAP. */
function checkServices(options: InspectOptions): void {
  const invalidServer = options.dns_servers.find((server) => !isDnsServer(server));
  if (invalidServer !== undefined) {
    throw createUsageError(
      `invalid address "${escapeUnprintable(invalidServer)}" for --dns-server`,
      'Use an IP address, such as 192.0.2.53 or [2001:db8::53]:5353.',
    );
  }
  if (options.dns_over_https !== null && !isResolverUrl(options.dns_over_https)) {
    throw createUsageError(
      'invalid URL for --dns-over-https',
      'Use the https URL of a resolver, without a password, such as https://dns.example/dns-query.',
    );
  }
  if (options.ct_url !== null && findUrlProblem(options.ct_url) !== null)
    throw createUsageError('invalid URL for --ct-url', 'Use an http or https URL.');
  if (options.ct_url !== null && !options.ct)
    throw createUsageError('--ct-url has no effect without --ct', 'Add --ct.');
  if (options.dns_over_https !== null && !options.dns) {
    throw createUsageError('--dns-over-https requires --dns', 'Add --dns.');
  }
  if (options.rdap_url !== null && (findUrlProblem(options.rdap_url) !== null || !options.dns)) {
    throw createUsageError(
      options.dns ? 'invalid URL for --rdap-url' : '--rdap-url requires --dns',
      options.dns ? 'Use the base URL of an RDAP server, such as https://rdap.example/.' : 'Add --dns.',
    );
  }
}

function checkNetworks({ allow }: InspectOptions): void {
  const invalidNetwork = allow.find((network) => !isBlock(network));
  if (invalidNetwork !== undefined) {
    throw createUsageError(
      `invalid network "${invalidNetwork}" for --allow`,
      'Use an IP address, or a network such as 10.0.0.0/8.',
    );
  }
}

function checkTargets({ targets }: InspectOptions): void {
  // The usual cause is an unset variable in a script.
  if (targets.includes('')) throw createUsageError('empty target', 'Use a file, host:port, a URL, or -.');
  if (targets.filter((target) => target === '-').length > 1) {
    throw createUsageError('standard input can only be read once', 'Use - once.');
  }
}

function parseStartTls(text: string | null): StartTls | null {
  return text === null ? null : parseChoice('--starttls', text, Object.keys(STARTTLS_PROTOCOLS) as StartTls[]);
}

function checkPasswordVariable(variable: string | null): void {
  if (variable === null) return;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw createUsageError(
      '--password-env takes the name of an environment variable, not the password',
      'Store the password in a variable, and pass its name: other users can see command lines.',
    );
  }
  if (isReservedVariable(variable)) {
    throw createUsageError(`${variable} is reserved for the runner`, 'Use another variable for --password-env.');
  }
}

/** Removes everything before an `@` of an invalid URL: it may be a password. */
function removeCredentials(text: string): string {
  return text.replace(/\/\/.*@/, '//');
}

const EXTENSIONS =
  /\.(?:pem|crt|cer|cert|der|p7[bcs]|p12|pfx|jks|jceks|keystore|truststore|key|crl|csr|ya?ml|json|xml|txt|conf|mobileprovision|provisionprofile)$/i;

/** Whether a target is an existing file, or looks like a path, a glob or a file name, so that a missing file is reported as such. */
function isFile(operand: string, cwd: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(operand)) return false;
  if (exists(operand, cwd)) return true;
  return /[/\\*?{]/.test(operand) || EXTENSIONS.test(operand);
}

/** Returns true also for a symbolic link without a target. */
function exists(operand: string, cwd: string): boolean {
  try {
    return lstatSync(path.resolve(cwd, operand), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
