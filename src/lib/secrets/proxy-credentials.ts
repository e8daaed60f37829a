/** Finds the credentials in proxy URLs, which are secrets regardless of the origin of the URL. */

import { decodePercent } from '../http/headers.ts';
import { resolveVariables } from './references.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Lists the `user:password` of a proxy URL, with or without a scheme: as written, and decoded. Variables that are set are replaced. */
export function listProxyCredentials(text: string, env: Environment = {}): string[] {
  const resolved = resolveVariables(text, env);
  const url = 'value' in resolved ? resolved.value : text;
  const [, credentials] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]+)@/i.exec(url.trim()) ?? [];
  return credentials === undefined ? [] : [...new Set([credentials, decodePercent(credentials)])];
}

/** Lists the credentials in the proxy variables of the environment, whose usual names come from curl. */
export function listEnvironmentCredentials(env: Environment): string[] {
  const names = Object.keys(env).filter((name) => /^(?:https?|all)_proxy$/i.test(name));
  return names.flatMap((name) => listProxyCredentials(env[name] ?? ''));
}
