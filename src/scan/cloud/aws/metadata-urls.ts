/**
 * Reads the URLs of the services for containers and machines of AWS. The SDK sends requests to them directly, so the URLs are checked
 * before.
 */

import type { Io } from '../../../lib/io.ts';
import { parseMetadataUrl } from '../login-chain.ts';

/** A checked URL; null: none is configured. */
type CheckedUrl = { url: URL } | { problem: string } | null;

const ECS_ORIGIN = 'http://169.254.170.2';

/** Reads the URL for containers. A relative URI takes precedence over a full one. */
export function readContainerUrl(env: Io['env']): CheckedUrl {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } = env;
  if (relative) return check('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', `${ECS_ORIGIN}${relative}`);
  return full ? check('AWS_CONTAINER_CREDENTIALS_FULL_URI', full) : null;
}

/** Reads the URL for machines; null: the service has its usual address. */
export function readMachineUrl({ AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint }: Io['env']): CheckedUrl {
  return endpoint ? check('AWS_EC2_METADATA_SERVICE_ENDPOINT', endpoint) : null;
}

function check(variable: string, text: string): CheckedUrl {
  const parsed = parseMetadataUrl(text);
  return 'problem' in parsed ? { problem: `${variable} is ${parsed.problem}` } : parsed;
}
