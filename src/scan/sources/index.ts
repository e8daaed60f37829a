/** How each kind of source is read: adding one adds a line here (docs/internals/adding-a-source.md). */

import type { Source, SourceKind } from '../../domain/index.ts';
import type { MaybePromise } from '../../lib/maybe-promise.ts';
import { listEnvJobs } from './env.ts';
import { listExpiresJobs } from './expires.ts';
import { listFileJobs } from './file.ts';
import { listPemJobs } from './pem.ts';
import type { ReadContext, ReadJob, SourceReader } from './reader.ts';

/** A manifest can have very many entries of one kind. For each, an import would create as much garbage as reading it. */
function loadReader<Kind extends SourceKind>(load: () => Promise<SourceReader<Kind>>): SourceReader<Kind> {
  let reader: SourceReader<Kind> | null = null;
  return (source, context) => {
    if (reader !== null) return reader(source, context);
    return load().then((loaded) => {
      reader = loaded;
      return loaded(source, context);
    });
  };
}

/** TLS and HTTP are loaded only if a source needs them. */
const READERS: { [Kind in SourceKind]: SourceReader<Kind> } = {
  endpoint: loadReader(async () => (await import('./endpoint.ts')).listEndpointJobs),
  file: listFileJobs,
  url: async (source, context) => (await import('./url.ts')).listUrlJobs(source, context),
  env: listEnvJobs,
  pem: listPemJobs,
  expires: listExpiresJobs,
  aws_acm: async (source, context) => (await import('../cloud/aws/index.ts')).listAwsAcmJobs(source, context),
  azure_key_vault: async (source, context) =>
    (await import('../cloud/azure/index.ts')).listAzureKeyVaultJobs(source, context),
  entra_app_credentials: async (source, context) =>
    (await import('../cloud/azure/entra-app-credentials.ts')).listEntraJobs(source, context),
  gcp_certificate_manager: async (source, context) =>
    (await import('../cloud/gcp/certificate-manager.ts')).listGcpCertificateManagerJobs(source, context),
  gcp_ssl_certificates: async (source, context) =>
    (await import('../cloud/gcp/ssl-certificates.ts')).listGcpSslCertificatesJobs(source, context),
  kubernetes: async (source, context) =>
    (await import('../cloud/kubernetes/index.ts')).listKubernetesJobs(source, context),
  vault_pki: async (source, context) => (await import('../cloud/vault/index.ts')).listVaultPkiJobs(source, context),
  csv: async (source, context) => (await import('./csv.ts')).listCsvJobs(source, context),
  github_pages: async (source, context) => (await import('./github-pages.ts')).listGitHubPagesJobs(source, context),
  rest: async (source, context) => (await import('./rest.ts')).listRestJobs(source, context),
};

function getReader<Kind extends SourceKind>(kind: Kind): SourceReader<Kind> {
  return READERS[kind];
}

export function listJobs<Place>(source: Source, context: ReadContext<Place>): MaybePromise<ReadJob<Place>[]> {
  return getReader(source.kind)(source, context);
}
