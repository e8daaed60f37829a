/** The kinds of sources: adding one adds a line to `SourceTypes` and one to `SOURCES` (docs/internals/adding-a-source.md). */

import type { EntrySpec, Settings as SettingsSpec } from '../../generated/manifest.ts';
import type { PossibleLabels, SubjectKind } from '../basic-types.ts';
import { AWS_ACM, type AwsAcmSource } from './cloud/aws-acm.ts';
import { AWS_IAM, type AwsIamSource } from './cloud/aws-iam.ts';
import { AZURE_KEY_VAULT, type AzureKeyVaultSource } from './cloud/azure-key-vault.ts';
import { ENTRA_APP_CREDENTIALS, type EntraAppCredentialsSource } from './cloud/entra-app-credentials.ts';
import {
  GCP_CERTIFICATE_MANAGER,
  GCP_SSL_CERTIFICATES,
  type GcpCertificateManagerSource,
  type GcpSslCertificatesSource,
} from './cloud/gcp.ts';
import { KUBERNETES, type KubernetesSource } from './cloud/kubernetes.ts';
import { VAULT_PKI, type VaultPkiSource } from './cloud/vault-pki.ts';
import { CSV, type CsvSource } from './csv.ts';
import { CT, type CtSource } from './ct.ts';
import type { EntryKey, SourceDefinition } from './definition.ts';
import { DOMAIN, type DomainSource } from './domain.ts';
import { ENDPOINT, type EndpointSource } from './endpoint.ts';
import { ENV, type EnvSource } from './env.ts';
import { EXPIRES, type ExpiresSource } from './expires.ts';
import { FILE, type FileSource } from './file.ts';
import { GITHUB_PAGES, type GitHubPagesSource } from './github-pages.ts';
import { PEM, type PemSource } from './pem.ts';
import { REST, type RestSource } from './rest.ts';
import { URL_SOURCE, type UrlSource } from './url.ts';

export type { AwsLogin, AwsRole } from './cloud/aws.ts';
export type { AwsAcmSource } from './cloud/aws-acm.ts';
export type { AwsIamSource } from './cloud/aws-iam.ts';
export type { AzureKeyVaultSource, AzureLogin, MicrosoftCloud } from './cloud/azure-key-vault.ts';
export type { EntraAppCredentialsSource } from './cloud/entra-app-credentials.ts';
export type { GcpCertificateManagerSource, GcpLogin, GcpSslCertificatesSource } from './cloud/gcp.ts';
export type { KubernetesAccess, KubernetesResource, KubernetesSource } from './cloud/kubernetes.ts';
export type { VaultPkiSource } from './cloud/vault-pki.ts';
export type { CsvSource } from './csv.ts';
export type { CtProvider, CtSource } from './ct.ts';
export type { EntryFields, EntryKey, SourceDefinition, SourceProblems } from './definition.ts';
export type { DomainSource } from './domain.ts';
export type { EndpointSource, EndpointTarget, StartTls } from './endpoint.ts';
export type { FileSource } from './file.ts';
export type { GitHubPagesSource } from './github-pages.ts';
export type { RestSource } from './rest.ts';
export type { TrustStore } from './trust.ts';
export type { UrlSource, UrlTarget } from './url.ts';

export type Source =
  | EndpointSource
  | FileSource
  | UrlSource
  | EnvSource
  | PemSource
  | ExpiresSource
  | DomainSource
  | RestSource
  | CsvSource
  | GitHubPagesSource
  | CtSource
  | VaultPkiSource
  | AwsAcmSource
  | AwsIamSource
  | KubernetesSource
  | AzureKeyVaultSource
  | EntraAppCredentialsSource
  | GcpCertificateManagerSource
  | GcpSslCertificatesSource;
export type SourceKind = Source['kind'];
export type SourceByKind<Kind extends SourceKind> = Extract<Source, { kind: Kind }>;

const SOURCES: { [Kind in SourceKind]: SourceDefinition<SourceByKind<Kind>> } = {
  endpoint: ENDPOINT,
  file: FILE,
  url: URL_SOURCE,
  env: ENV,
  pem: PEM,
  expires: EXPIRES,
  domain: DOMAIN,
  vault_pki: VAULT_PKI,
  aws_acm: AWS_ACM,
  aws_iam: AWS_IAM,
  kubernetes: KUBERNETES,
  azure_key_vault: AZURE_KEY_VAULT,
  entra_app_credentials: ENTRA_APP_CREDENTIALS,
  gcp_certificate_manager: GCP_CERTIFICATE_MANAGER,
  gcp_ssl_certificates: GCP_SSL_CERTIFICATES,
  rest: REST,
  csv: CSV,
  github_pages: GITHUB_PAGES,
  ct: CT,
};

export const SOURCE_DEFINITIONS = Object.values(SOURCES);

const DEFINITIONS_BY_KEY = SOURCE_DEFINITIONS.flatMap((definition) =>
  definition.keys.map(([key]) => [key, definition] as const),
);

export function getSourceDefinition<Kind extends SourceKind>(kind: Kind): SourceDefinition<SourceByKind<Kind>> {
  return SOURCES[kind];
}

/** Finds the kind of source of an entry. `hasKey` tells whether the entry has a key, so that entries with errors are supported, too. */
export function findSourceDefinition(hasKey: (key: EntryKey) => boolean) {
  for (const [key, definition] of DEFINITIONS_BY_KEY) if (hasKey(key)) return definition;
  return undefined;
}

/** Builds the source of a valid entry with `defaults` merged in. */
export function createSource(entry: EntrySpec, settings: SettingsSpec): Source {
  const definition = findSourceDefinition((key) => entry[key] !== undefined);
  if (definition === undefined) throw new Error(`The entry ${entry.name} has no source`);
  return definition.create(entry, settings);
}

/** Returns the labels that a location of an entry can have. */
export function getPossibleLabels({
  source,
  labels,
}: {
  source: Source;
  labels: Record<string, string>;
}): PossibleLabels {
  return getSourceDefinition(source.kind).inventory === undefined ? labels : 'any';
}

/**
 * Returns the kind of item at a location, which may come from an earlier source of its entry. `source` is null if the entry has been
 * removed.
 */
export function getSubjectKind(source: Source | null, location: string): SubjectKind {
  const { subject = 'certificate' } = findByLocation(location) ?? {};
  // A file may have the name of any location.
  const isFile = source?.kind === 'file' && getSourceDefinition(source.kind).listLocations(source).includes(location);
  return isFile ? 'certificate' : subject;
}

/** Whether a source lists the certificates of another system. */
export function isInventory(source: Source): boolean {
  return getSourceDefinition(source.kind).inventory !== undefined;
}

/** Finds the kind of source of a location. The last match is used, because an item of an inventory can look like an endpoint: `rest:7`. */
function findByLocation(location: string) {
  return SOURCE_DEFINITIONS.findLast((one) => one.matchesLocation(location));
}

/** Returns the `type` of a location in `assigned_objects`. `source` is null if its entry has been removed. */
export function classifyLocation(source: Source | null, location: string): string {
  if (source === null) return findByLocation(location)?.locationType ?? 'file';
  const { locationType, classifyLocation } = getSourceDefinition(source.kind);
  return classifyLocation?.(source, location) ?? locationType;
}
