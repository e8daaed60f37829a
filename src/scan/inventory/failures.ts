/** Creates the failures of an inventory: of its source as a whole, or of one item. `name` is the source as in the manifest. */

import type { Failure } from '../../domain/index.ts';
import { type Has, hasField } from '../../domain/sources/fields.ts';
import { describeNetworkLogin, NETWORK_LOGIN_STATUS } from '../../lib/network/proxy-error.ts';

const UNCHANGED = 'Certificates that were not read keep their state.';
const SPLIT = 'Split it into several entries';
const SERVICE_ERROR = 'This is an error of the service.';

/** The messages, which only contain texts of a server that `quoteForeign` has quoted. */
const MESSAGES = {
  'inventory-unauthorized': (name: string, status: string) =>
    `${name} rejects the credentials (${status || '401'}). Check that the token is set, complete and not expired. ${UNCHANGED}`,
  'inventory-forbidden': (name: string) =>
    `${name} denies access (403). Give the account read access to the listing. ${UNCHANGED}`,
  'inventory-organization-denied': (name: string) =>
    `A service control policy of the organization denies access to ${name}. Leave it out, or allow it in the policy. ${UNCHANGED}`,
  'inventory-not-found': (name: string, status: string) =>
    `${name} does not exist (${status}). Check the URL and the version of the API. Some systems also return this if ` +
    `permission is missing. ${UNCHANGED}`,
  'inventory-throttled': (name: string, _: string, has: Has) =>
    `${name} is rate limiting requests (429), and waiting did not help. Scan less often${has('next') ? ', or use larger pages' : ''}. ${UNCHANGED}`,
  'inventory-server-error': (name: string, status: string) =>
    status === String(NETWORK_LOGIN_STATUS)
      ? `${describeNetworkLogin('A captive portal', name)} ${UNCHANGED}`
      : `${name} returned ${status}, a server error, several times. Check the service and any proxy in front of it. ${UNCHANGED}`,
  'inventory-unexpected-status': (name: string, status: string, has: Has) =>
    `${name} returned ${status}. ${has('method') ? 'Check the URL, method and parameters.' : 'Check the service and any proxy in front of it.'} ${UNCHANGED}`,
  'inventory-redirect-refused': (name: string) =>
    `${name} redirects to another origin, or redirects a POST request. Such redirects are not followed, because credentials ` +
    `are only sent to the origin in the manifest. Use the final URL. ${UNCHANGED}`,
  'inventory-web-page': (name: string) =>
    `${name} returned a web page instead of data, such as a login page. Check the URL, the credentials, and any proxy on the way. ${UNCHANGED}`,
  'inventory-malformed': (name: string) =>
    `${name} returned invalid or truncated JSON. Check the URL, and any proxy in front of the service. ${UNCHANGED}`,
  'inventory-unexpected-format': (name: string, what: string) =>
    `The response of ${name} does not have the expected format: ${what}. \`certvigil inspect --entry NAME\` shows what was ` +
    `returned. ${UNCHANGED}`,
  'inventory-page-too-large': (name: string, limit: string, has: Has) =>
    `A page of ${name} has more than ${limit} MiB. ${has('limits') ? 'Request smaller pages, or increase `limits.mebibytes`' : SPLIT}. ${UNCHANGED}`,
  'inventory-too-many-pages': (name: string, limit: string, has: Has) =>
    `${name} has more than ${limit} pages. ${has('limits') ? 'Request larger pages, or increase `limits.pages`' : SPLIT}. ${UNCHANGED}`,
  'inventory-too-many-items': (name: string, limit: string, has: Has) =>
    `${name} has more than ${limit} items. ${SPLIT}${has('limits') ? ', or increase `limits.items`' : ''}. ${UNCHANGED}`,
  'inventory-too-slow': (name: string, minutes: string, has: Has) =>
    `Reading all pages of ${name} took more than ${minutes} minutes. ${has('next') ? 'Request larger pages, or split it' : SPLIT}. ${UNCHANGED}`,
  'inventory-next-loop': (name: string, _: string, has: Has) =>
    `The pages of ${name} never end: a page leads to one that was read before. ${has('next') ? 'Check `next`.' : SERVICE_ERROR} ${UNCHANGED}`,
  'inventory-next-refused': (name: string) =>
    `A page of ${name} leads to another origin (scheme, host and port). It was not requested, because credentials are only sent ` +
    `to the origin in the manifest. Set the public URL in the service, or use the origin that it links to. ${UNCHANGED}`,
  'inventory-next-downgrade': (name: string) =>
    `A page of ${name} leads from https to http. It was not requested, because others could read the credentials. Fix the ` +
    `service, which probably does not know that the proxy in front of it uses https. ${UNCHANGED}`,
  'inventory-item-without-id': (name: string, position: string, has: Has) =>
    `${name} has an item without an ID (${position}), so it cannot be recognized in the next scan. ${has('map') ? 'Check `map.id`.' : SERVICE_ERROR} ${UNCHANGED}`,
  'inventory-duplicate-id': (name: string, position: string, has: Has) =>
    `${name} has several items with the same ID (the second at ${position}). ${has('map') ? 'Set `map.id` to a field that is unique.' : SERVICE_ERROR} ${UNCHANGED}`,
  'inventory-changed': (name: string, detail: string) =>
    `${name} changed several times while its pages were read (${detail}), so some items may be missing. The ` +
    `next scan tries again. ${UNCHANGED}`,
  'inventory-next-missing': (name: string, found: string) =>
    `${name} has more items than this response, which has ${found}. ${UNCHANGED}`,
  'inventory-empty': (name: string, known: string) =>
    `${name} returned no items, but had ${known} before. Usually the account has lost its permission, or a filter is wrong. If the ` +
    `inventory is really empty, set \`allow_empty: true\`. ${UNCHANGED}`,
  'csv-malformed': (name: string, line: string) =>
    `${name} is not valid CSV (line ${line}): a quote is not closed, or text follows it. Export it again. ${UNCHANGED}`,
  'csv-column-missing': (name: string, what: string) =>
    `A column of ${name} is missing: ${what}. Check \`map\` and the first row. ${UNCHANGED}`,
  'inventory-item-too-large': (name: string, limit: string) =>
    `An item of ${name} has a certificate of more than ${limit} KiB, so it was not read. Check it in the inventory.`,
  'inventory-item-unreadable': (name: string, status: string) =>
    status === '404'
      ? `${name} returned 404 for a certificate: it does not exist, or the account is not allowed to read it. Check its name and the permission.`
      : `${name} lists certificates that it does not return (${status}). Give the account permission to read them as well.`,
  'inventory-private-key': (_name: string, field: string) =>
    `The inventory returned a private key${field}. It was dropped and not stored. Do not give this account access to private ` +
    'keys, and do not store them in fields for certificates.',
  'inventory-id-token-permission': (_: string, others: string) =>
    `This job cannot request an ID token from GitHub. Add \`permissions: id-token: write\` to the job, next to \`contents: read\`. ` +
    `Pull requests from forks do not get this permission. ${others === '' ? '' : `${others} `}${UNCHANGED}`,
  'inventory-id-token-unavailable': () =>
    `There is no ID token: GitHub issues them only to jobs of GitHub Actions. Elsewhere, set credentials in the environment. ` +
    `The guide for the system lists the variables. ${UNCHANGED}`,
  'inventory-id-token-refused': (name: string, status: string) =>
    `${name} returned ${status}. Check that the job has \`permissions: id-token: write\`, and run it again. ${UNCHANGED}`,
  'inventory-credentials-missing': (name: string, variables: string) =>
    `No credentials for ${name}. ${variables} ${UNCHANGED}`,
  'inventory-login-failed': (name: string, problem: string) =>
    `The login to ${name} that is set up does not work: ${problem}. Fix it, or remove its settings. No other login is tried, because it ` +
    `could read another account. ${UNCHANGED}`,
  'inventory-node-version': (name: string, needed: string) =>
    `${name} needs Node ${needed} or newer, and this is Node ${process.versions.node}. Run certvigil with a newer Node, or with the GitHub ` +
    `Action, which includes one. Other entries are read. ${UNCHANGED}`,
  'inventory-no-vaults': (name: string) =>
    `There are no vaults in ${name}. Check its ID. If there are really none, set \`allow_empty: true\`. ${UNCHANGED}`,
  'inventory-host-refused': (name: string, host: string) =>
    `${name} is not in a Microsoft cloud (${host}), so no token is sent to it. Check its URL. For a private cloud, set ` +
    `AZURE_AUTHORITY_HOST. ${UNCHANGED}`,
  'inventory-kubeconfig-unsupported': (name: string, advice: string) =>
    `The kubeconfig for ${name} has a setting that is not supported. ${advice} ${UNCHANGED}`,
  'inventory-login-refused': (name: string, refusal: string) => `${name} rejects the login ${refusal} ${UNCHANGED}`,
  'inventory-wrong-audience': (name: string, audience: string) =>
    `${name} does not accept the audience of the ID token: ${audience}. Set the same audience there and in the manifest. ${UNCHANGED}`,
  'inventory-id-token-expired': (name: string, expiry: string) =>
    `${name} rejects the ID token because it has expired or is too old${expiry && `: ${expiry}`}. Request a new one for each run, or check ` +
    `what renews its file. ${UNCHANGED}`,
  'inventory-provider-unknown': (name: string, provider: string) =>
    `${name} does not know the workload identity provider ${provider}. Compare it with ` +
    '`gcloud iam workload-identity-pools providers list`: it has the project number, not the ID, and must not be disabled or ' +
    `deleted. ${UNCHANGED}`,
  'inventory-credentials-invalid': (file: string, problem: string) =>
    `The credentials in ${file} cannot be used: ${problem}. Correct it, or create it again. ${UNCHANGED}`,
  'inventory-api-disabled': (name: string, api: string) =>
    `${name} cannot be read, because the API is disabled in the project. Enable it: \`gcloud services enable ${api}\`. ` +
    `If it has no certificates, remove it from the entry. ${UNCHANGED}`,
  'inventory-token-scope': (name: string) =>
    `${name} rejects the access token: it does not have the OAuth scope that the API needs. On a virtual machine, allow the scope ` +
    `cloud-platform. Otherwise request the token with it. ${UNCHANGED}`,
  'inventory-clock-skew': (name: string, validity: string) =>
    validity === ''
      ? `${name} rejects the time of the request: the clock of this machine is wrong by minutes. Synchronize it (NTP). ${UNCHANGED}`
      : `${name} rejects the times of the ID token: ${validity}. The clock of its issuer or of this machine is wrong by minutes. Synchronize ` +
        `them (NTP). ${UNCHANGED}`,
  'inventory-secrets-omitted': (name: string, types: string) =>
    `Some Secrets of ${name} were not read, because Secrets of their type need not contain certificates: ${types}. If some do, ` +
    'add their type to `secret_types`.',
  'inventory-assignments-denied': (name: string, plurals: string) =>
    `${name} does not let this account list ${plurals} (403), so it is unknown which of them use a certificate. Give the account ` +
    '`list` for them, or set `resources` without `assignments`.',
  'inventory-unissued-omitted': (name: string, count: string) =>
    `${name} has ${count} ${count === '1' ? 'item' : 'items'} without a certificate, such as requests that were not issued. They are not monitored.`,
  'inventory-not-issued': (where: string, reason: string) =>
    `The certificate was requested, but not issued yet (${reason}). ${where} why.`,
  'inventory-location-unreachable': (name: string, locations: string) =>
    `${name} could not reach these locations: ${locations}. The listing is not complete. The next scan tries again. ${UNCHANGED}`,
} satisfies Record<string, (name: string, detail: string, has: Has) => string>;

/** Capitalizes a message, which can begin with a name such as `the vault shop`. */
export function capitalize(message: string): string {
  return message.replace(/^the /, 'The ');
}

export type InventoryFailureCode = keyof typeof MESSAGES;

/** Creates a failure. `kind`: the source of the entry. Without it, the message does not suggest fields that only some sources have. */
export function createInventoryFailure(code: InventoryFailureCode, name: string, detail = '', kind = ''): Failure {
  return { code, detail: capitalize(MESSAGES[code](name, detail, (field) => hasField(kind, field))) };
}

/** The error for an unreadable inventory, or one unreadable item. `readInventory` catches it. */
export class InventoryError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Throws InventoryError. The arguments are those of `createInventoryFailure`. */
export function throwInventoryError(code: InventoryFailureCode, name: string, detail = '', kind = ''): never {
  throw new InventoryError(createInventoryFailure(code, name, detail, kind));
}
