/** Tries the login methods of a cloud in their order, and reports all attempts if none of them works. */

import { isIP } from 'node:net';
import { traceWork } from '../../lib/trace/trace.ts';
import { throwInventoryError } from '../inventory/failures.ts';

/** The outcome of one login method. `problem` is the reason why it has no credentials, as a fixed text without values of variables. */
type LoginOutcome<Credentials> =
  | { credentials: Credentials }
  | {
      problem: string;
      /**
       * Whether the method is configured and does not work. Then no other one is tried: it could log in to another account, whose
       * listing lacks the known certificates.
       */
      isFinal?: boolean;
    };

export interface LoginMethod<Credentials> {
  /** The name in failures, such as `the profile default`. */
  name: string;
  /** Logs in. Throws InventoryError if a service refuses the login, whose reason is more useful than a list of attempts. */
  login: () => Promise<LoginOutcome<Credentials>>;
}

/**
 * Returns the credentials of the first method that has some. Throws InventoryError: with the reason of a method that is configured and does
 * not work, or with all attempts.
 */
export async function tryLogins<Credentials>(
  methods: readonly LoginMethod<Credentials>[],
  { name, advice, code }: { name: string; advice: string; code?: AttemptsCode },
): Promise<Credentials> {
  const tried: string[] = [];
  for (const method of methods) {
    const outcome = await traceLogin(name, method);
    if ('credentials' in outcome) return outcome.credentials;
    const attempt = `${method.name}: ${outcome.problem}`;
    if (outcome.isFinal) return failLogin(name, attempt);
    tried.push(attempt);
  }
  return failWithAttempts(name, tried, advice, code);
}

function traceLogin<Credentials>(name: string, method: LoginMethod<Credentials>): Promise<LoginOutcome<Credentials>> {
  const subject = () => `to ${name} with ${method.name}`;
  const describe = (outcome: LoginOutcome<Credentials>) => ('problem' in outcome ? outcome.problem : 'has credentials');
  return traceWork('login', { subject, describe }, method.login);
}

/** Throws InventoryError for a configured login that does not work. `problem`: its name, and the reason. */
export function failLogin(name: string, problem: string): never {
  return throwInventoryError('inventory-login-failed', name, problem);
}

/** The codes of missing credentials: in general, or for a job without an ID token. */
type AttemptsCode = 'inventory-credentials-missing' | 'inventory-id-token-permission';

/** Throws InventoryError with the attempts. `tried`: the methods in their order, with the reasons. */
export function failWithAttempts(
  name: string,
  tried: readonly string[],
  advice: string,
  code: AttemptsCode = 'inventory-credentials-missing',
): never {
  return throwInventoryError(code, name, `Tried, in this order: ${tried.join('; ')}. ${advice}`);
}

/** Amazon's addresses for machines and pods with only IPv6, which are not link-local. */
const OTHER_METADATA_HOSTS: ReadonlySet<string> = new Set(['fd00:ec2::254', 'fd00:ec2::23']);

/**
 * Parses the URL of a metadata service in a variable. Its host must be a loopback or link-local address, so that credentials are only
 * requested from this machine: login libraries connect to it directly, without proxies and address rules.
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
