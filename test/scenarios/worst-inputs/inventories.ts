/** The worst web servers, for every source that is read over HTTP: each is asked by all of them in one scan. */

import type { World } from '../world.ts';
import { HTTP_SERVERS, type OnConnection } from './servers.ts';
import type { WorstInput } from './worst-input.ts';

const WEB = 'http://127.0.0.1:$PORT_WORST';

const ENTRIES = {
  url: `url: "${WEB}/a.pem"`,
  rest: `rest: "${WEB}/items", map: { id: id, valid_to: to }`,
  vault_pki: `vault_pki: { url: "${WEB}", token: t }`,
  aws_acm: 'aws_acm: { regions: eu-west-1 }',
  aws_iam: 'aws_iam: {}',
  kubernetes: `kubernetes: { server: "${WEB}", token: t }`,
  azure_key_vault: 'azure_key_vault: { vaults: my-vault }',
  entra_app_credentials: 'entra_app_credentials: {}',
  gcp_certificate_manager: 'gcp_certificate_manager: { projects: shop-production }',
  gcp_ssl_certificates: 'gcp_ssl_certificates: { projects: shop-production }',
  github_pages: 'github_pages: octo-org',
  ct: `ct: example.org, api_url: "${WEB}"`,
  domain: `domain: example.org, rdap_url: "${WEB}"`,
};

/** Lets all of them ask this server. */
const start = (onConnection: OnConnection) => async (world: World) => {
  await world.accept('worst', onConnection);
  const origin = `http://127.0.0.1:${world.ports.get('worst')}`;
  const services = ['CERTIFICATEMANAGER', 'COMPUTE', 'STS', 'IAMCREDENTIALS', 'OAUTH2'];
  Object.assign(world.github, { api_url: origin });
  Object.assign(world.env, {
    ...{ AWS_ENDPOINT_URL: origin, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-aws' },
    ...{ AZURE_TENANT_ID: 'contoso', AZURE_CLIENT_ID: '00000000-0000-0000-0000-000000000001' },
    ...{ AZURE_CLIENT_SECRET: 'secret-of-azure', AZURE_AUTHORITY_HOST: origin, MICROSOFT_GRAPH_URL: origin },
    GOOGLE_OAUTH_ACCESS_TOKEN: 'ya29.token',
    ...Object.fromEntries(services.map((service) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${service}`, `${origin}/`])),
  });
};

/** What has no answer in time. The registry is one of several that may know a domain. */
const LATE = ['url-timeout', 'not-read-in-time', 'ct-postponed', 'rdap-unreachable'];

/** What else is said about these servers. The others say nothing. */
const NAMED: Partial<Record<keyof typeof HTTP_SERVERS, string[]>> = {
  'that sends headers without an end': ['url-failed'],
  'that sends a body without an end': ['url-too-large', 'inventory-page-too-large'],
  'that sends 256 MiB in 256 KiB': ['url-too-large', 'inventory-page-too-large'],
  'that sends four million brackets': ['no-certificate', 'inventory-malformed', 'inventory-unexpected-format'],
  'that redirects for ever': ['url-too-many-redirects', 'inventory-redirect-refused'],
  'that asks to wait for a day': ['url-server-error', 'inventory-throttled'],
};

const entries = Object.entries(ENTRIES)
  .map(([kind, source]) => `- { name: ${kind}, ${source} }`)
  .join('\n');

export const INVENTORIES: WorstInput[] = Object.entries(HTTP_SERVERS).map(([worst, onConnection]) => {
  const named = NAMED[worst as keyof typeof HTTP_SERVERS];
  return {
    ...{ kinds: Object.keys(ENTRIES), worst: `a web server ${worst}`, entries },
    prepare: start(onConnection),
    named: [...LATE, ...(named ?? [])],
    ...(named !== undefined && { isBusy: true }),
  };
});
