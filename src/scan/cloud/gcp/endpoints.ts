/** Finds the URLs of Google's services, and recognizes URLs of Google. */

import type { Io } from '../../../lib/io.ts';
import { createUrlFailure } from '../../http/failures.ts';
import { InventoryError } from '../../inventory/failures.ts';
import { parseServerUrl } from '../credentials.ts';

type Environment = Io['env'];

export type GoogleService = 'certificatemanager' | 'compute' | 'sts' | 'iamcredentials' | 'oauth2';

/** The path of the API below the host. */
const PATHS: Readonly<Record<GoogleService, string>> = {
  certificatemanager: '/v1/',
  compute: '/compute/v1/',
  sts: '/v1/',
  iamcredentials: '/v1/',
  oauth2: '/',
};

const PUBLIC = 'googleapis.com';

const DOMAIN_VARIABLE = 'GOOGLE_CLOUD_UNIVERSE_DOMAIN';

/**
 * Resolves the base URL of a service, with a slash at the end. Variables such as CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE replace it, as for
 * gcloud, and GOOGLE_CLOUD_UNIVERSE_DOMAIN the domain, as for all clients of Google. Throws InventoryError.
 */
export function resolveService(service: GoogleService, env: Environment): URL {
  const custom = readOverride(service, env);
  if (custom === null) return parseServerUrl(`https://${service}.${readDomain(env)}${PATHS[service]}`, DOMAIN_VARIABLE);
  // The endpoints of gcloud have a path for Compute Engine, but not for other services.
  return custom.pathname === '/' ? new URL(PATHS[service], custom) : new URL(custom.href.replace(/\/?$/, '/'));
}

/** Whether a URL in a file with credentials is that of Google, so that they may be sent there. Throws InventoryError. */
export function isGoogleUrl(text: string, env: Environment): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const overrides = (Object.keys(PATHS) as GoogleService[]).map((service) => readOverride(service, env)?.origin);
  if (overrides.includes(url.origin)) return true;
  return url.protocol === 'https:' && [PUBLIC, readDomain(env)].some((domain) => url.hostname.endsWith(`.${domain}`));
}

function readOverride(service: GoogleService, env: Environment): URL | null {
  const variable = `CLOUDSDK_API_ENDPOINT_OVERRIDES_${service.toUpperCase()}`;
  const text = env[variable] ?? '';
  return text === '' ? null : parseServerUrl(text, variable);
}

function readDomain(env: Environment): string {
  const domain = env[DOMAIN_VARIABLE] || PUBLIC;
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(domain))
    throw new InventoryError(createUrlFailure('url-invalid', DOMAIN_VARIABLE));
  return domain;
}
