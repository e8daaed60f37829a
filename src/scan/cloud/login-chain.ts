/** Tries the ways to log in to a cloud in their order, and says what was tried if none of them works. */

import { isIP } from 'node:net';
import { traceWork } from '../../lib/trace/trace.ts';
import { throwInventoryError } from '../inventory/failures.ts';

/** What one way to log in has. `problem`: why it has no credentials, in our own words and without values of variables. */
type LoginOutcome<Credentials> =
  | { credentials: Credentials }
  | {
      problem: string;
      /** It is configured but does not work, so that no other one is tried. */
      isFinal?: boolean;
    };

export interface LoginMethod<Credentials> {
  /** How failures name it, such as `the profile default`. */
  name: string;
  /** Throws InventoryError if a service refuses the login: that failure says more than a list of what was tried. */
  login: () => Promise<LoginOutcome<Credentials>>;
}

/** The credentials of the first method that has some. Throws InventoryError with what was tried. */
export async function tryLogins<Credentials>(
  methods: readonly LoginMethod<Credentials>[],
  { name, advice, code }: { name: string; advice: string; code?: AttemptsCode },
): Promise<Credentials> {
  const tried: string[] = [];
  for (const method of methods) {
    const outcome = await traceLogin(name, method);
    if ('credentials' in outcome) return outcome.credentials;
    tried.push(`${method.name}: ${outcome.problem}`);
    if (outcome.isFinal) break;
  }
  return failWithAttempts(name, tried, advice, code);
}

function traceLogin<Credentials>(name: string, method: LoginMethod<Credentials>): Promise<LoginOutcome<Credentials>> {
  const subject = () => `to ${name} with ${method.name}`;
  const describe = (outcome: LoginOutcome<Credentials>) => ('problem' in outcome ? outcome.problem : 'has credentials');
  return traceWork('login', { subject, describe }, method.login);
}

/** What missing credentials are reported as: in general, or if a job that should have an ID token has none. */
type AttemptsCode = 'inventory-credentials-missing' | 'inventory-id-token-permission';

/** `tried`: what was tried, in this order, with the reason. Throws InventoryError. */
export function failWithAttempts(
  name: string,
  tried: readonly string[],
  advice: string,
  code: AttemptsCode = 'inventory-credentials-missing',
): never {
  return throwInventoryError(code, name, `Tried, in this order: ${tried.join('; ')}. ${advice}`);
}

/** Amazon's addresses for machines and pods with IPv6 alone, which are not link-local. */
const OTHER_METADATA_HOSTS: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd00:ec2::23']);

/**
 * The URL of a metadata service in a variable. Its host must be a loopback or link-local address, so that credentials of this machine
 * are requested from nobody else: login libraries connect to it directly, without proxies and address rules.
 */
export function parseMetadataUrl(text: string): { url: URL } | { problem: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  const problem = 'not the URL of a metadata service (only loopback and link-local addresses are asked)';
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password !== '') return { problem };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isMetadataHost(host) ? { url } : { problem };
}

function isMetadataHost(host: string): boolean {
  if (isIP(host) === 4) return /^(?:127|169\.254)\./.test(host);
  if (isIP(host) === 6) return host === '::1' || /^fe[89ab]/.test(host) || OTHER_METADATA_HOSTS.has(host);
  return host === 'localhost';
}
