/** Sources `gcp_certificate_manager` and `gcp_ssl_certificates`: certificates in projects of Google Cloud. */

import { toArray } from '../../../lib/collections.ts';
import type { EntryFields, EntryKey, FieldText, SourceDefinition } from '../definition.ts';
import { reportDuplicates } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';

/** The settings of the login. Texts contain their `${NAME}` references. */
export interface GcpLogin {
  /** The provider without the host, as `projects/1/locations/global/…`; null: credentials of the environment. */
  workload_identity_provider: string | null;
  /** The service account to impersonate; null: none. */
  service_account: string | null;
  /** The audience of the ID token; null: that of the provider. */
  audience: string | null;
}

export interface GcpCertificateManagerSource {
  kind: 'gcp_certificate_manager';
  projects: string[];
  /** The locations; null: all. */
  locations: string[] | null;
  login: GcpLogin;
  allow_empty: boolean;
}

export interface GcpSslCertificatesSource {
  kind: 'gcp_ssl_certificates';
  projects: string[];
  /** Whether to omit certificates that no target proxy uses. */
  in_use: boolean;
  login: GcpLogin;
  allow_empty: boolean;
}

export const GCP_CERTIFICATE_MANAGER: SourceDefinition<GcpCertificateManagerSource> = {
  kind: 'gcp_certificate_manager',
  keys: [['gcp_certificate_manager', 'projects with Google Cloud Certificate Manager']],
  locator: 'projects',
  variableKeys: { maps: ['gcp_certificate_manager'] },
  inventory: 'remote',
  create: ({ gcp_certificate_manager: spec, allow_empty }) => ({
    kind: 'gcp_certificate_manager',
    projects: toUnique(spec?.projects),
    locations: toLocations(spec?.locations),
    login: createLogin(spec),
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => {
    checkCommonFields(fields, 'gcp_certificate_manager');
    for (const text of fields.listTexts('gcp_certificate_manager', 'locations'))
      if (text.value !== ALL_LOCATIONS && !LOCATION.test(text.value))
        fields.report('bad-identifier', text, text.value, 'location', 'europe-west1');
    reportDuplicates(fields, 'gcp_certificate_manager', (location) => location, 'locations');
  },
  listLocations: (source) => listCertificateManagerListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, 'gcp_certificate_manager'),
  locationType: 'gcp_certificate_manager',
};

export const GCP_SSL_CERTIFICATES: SourceDefinition<GcpSslCertificatesSource> = {
  kind: 'gcp_ssl_certificates',
  keys: [['gcp_ssl_certificates', 'projects with SSL certificates of Google Cloud load balancers']],
  locator: 'projects',
  variableKeys: { maps: ['gcp_ssl_certificates'] },
  inventory: 'remote',
  create: ({ gcp_ssl_certificates: spec, allow_empty }) => ({
    kind: 'gcp_ssl_certificates',
    projects: toUnique(spec?.projects),
    in_use: spec?.in_use ?? false,
    login: createLogin(spec),
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => checkCommonFields(fields, 'gcp_ssl_certificates'),
  listLocations: ({ projects }) => projects.map(formatSslListing),
  matchesLocation: (location) => isItemLocation(location, 'gcp_ssl_certificates'),
  locationType: 'gcp_ssl_certificates',
};

export interface CertificateManagerListing {
  /** The name of the listing. */
  listing: string;
  project: string;
  /** The location; null: all. */
  location: string | null;
}

/** Lists the listings of an entry: one for each project, or, if the manifest lists locations, for each project and location. */
export function listCertificateManagerListings({
  projects,
  locations,
}: Pick<GcpCertificateManagerSource, 'projects' | 'locations'>): CertificateManagerListing[] {
  return projects.flatMap((project): CertificateManagerListing[] => {
    const name = `gcp_certificate_manager:${project}`;
    if (locations === null) return [{ listing: name, project, location: null }];
    return locations.map((location) => ({ listing: `${name}/${location}`, project, location }));
  });
}

/** Formats the name of the listing of a project. */
export function formatSslListing(project: string): string {
  return `gcp_ssl_certificates:${project}`;
}

/** A project ID, possibly with a domain as in old Google Workspace projects, or a project number. */
const PROJECT = /^(?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$|^\d{1,20}$/;
const LOCATION = /^[a-z][a-z0-9-]{1,62}$/;

/** The notation of the API and gcloud for all locations. */
const ALL_LOCATIONS = '-';
const PROVIDER = /^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/;
const SERVICE_ACCOUNT = /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/;

/** Removes the host from the name of a provider. Other tools include it: as the audience of STS, or as a URL. */
export function removeProviderHost(provider: string): string {
  return provider.replace(/^(?:https:)?\/\/iam\.googleapis\.com\//, '');
}

interface LoginSpec {
  workload_identity_provider?: string;
  service_account?: string;
  audience?: string;
}

function createLogin({ workload_identity_provider, service_account, audience }: LoginSpec = {}): GcpLogin {
  return {
    workload_identity_provider:
      workload_identity_provider === undefined ? null : removeProviderHost(workload_identity_provider),
    service_account: service_account ?? null,
    audience: audience ?? null,
  };
}

function toUnique(texts: string | string[] | undefined): string[] {
  return [...new Set(toArray(texts))];
}

function toLocations(texts: string | string[] | undefined): string[] | null {
  const locations = toUnique(texts);
  return locations.length === 0 || locations.includes(ALL_LOCATIONS) ? null : locations;
}

function checkCommonFields<Text extends FieldText>(fields: EntryFields<Text>, key: EntryKey): void {
  for (const text of fields.listTexts(key, 'projects'))
    if (!PROJECT.test(text.value)) fields.report('bad-identifier', text, text.value, 'project ID', 'shop-production');
  reportDuplicates(fields, key, (project) => project, 'projects');
  for (const text of fields.listTexts(key, 'workload_identity_provider'))
    if (isLiteral(text) && !PROVIDER.test(removeProviderHost(text.value)))
      fields.report('bad-identifier', text, text.value, 'workload identity provider', PROVIDER_EXAMPLE);
  for (const text of fields.listTexts(key, 'service_account'))
    if (isLiteral(text) && !SERVICE_ACCOUNT.test(text.value))
      fields.report('bad-identifier', text, text.value, 'service account', SERVICE_ACCOUNT_EXAMPLE);
}

const PROVIDER_EXAMPLE = 'projects/123456789012/locations/global/workloadIdentityPools/github/providers/certvigil';
const SERVICE_ACCOUNT_EXAMPLE = 'certvigil@shop-production.iam.gserviceaccount.com';

function isLiteral({ value }: FieldText): boolean {
  return !value.includes('${');
}
