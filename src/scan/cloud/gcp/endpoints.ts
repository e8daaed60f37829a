/** Finds the URLs of Google's services, and tells them from those of others. */

import type { Io } from '../../../lib/io.ts';

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

/**
 * The base URL of a service, with a slash at the end. CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE and its like replace it, as for gcloud,
 * and GOOGLE_CLOUD_UNIVERSE_DOMAIN the domain, as for all clients of Google.
 */
export function resolveService(service: GoogleService, env: Environment): URL {
  const custom = readOverride(service, env);
  if (custom === null)
    return new URL(`https://${service}.${env.GOOGLE_CLOUD_UNIVERSE_DOMAIN || PUBLIC}${PATHS[service]}`);
  // Those of gcloud have the path for Compute Engine, but not for other services.
  return custom.pathname === '/' ? new URL(PATHS[service], custom) : new URL(`${custom.href.replace(/\/?$/, '/')}`);
}

/** Whether a URL in a file with credentials is that of Google, so that they may be sent there. */
export function isGoogleUrl(text: string, env: Environment): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const overrides = (Object.keys(PATHS) as GoogleService[]).map((service) => readOverride(service, env)?.origin);
  if (overrides.includes(url.origin)) return true;
  const domains = [PUBLIC, env.GOOGLE_CLOUD_UNIVERSE_DOMAIN || PUBLIC];
  return url.protocol === 'https:' && domains.some((domain) => url.hostname.endsWith(`.${domain}`));
}

function readOverride(service: GoogleService, env: Environment): URL | null {
  const text = env[`CLOUDSDK_API_ENDPOINT_OVERRIDES_${service.toUpperCase()}`] ?? '';
  return URL.canParse(text) ? new URL(text) : null;
}
