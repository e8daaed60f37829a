/** How each kind of source is read: adding one adds a line here (docs/internals/adding-a-source.md). */

import type { Source, SourceKind } from '../../domain/index.ts';
import { listEnvJobs } from './env.ts';
import { listFileJobs } from './file.ts';
import { createSinglePlaceJob, type ReadContext, type ReadJob, type SourceReader } from './reader.ts';

/** TLS, HTTP and the clients of clouds are loaded only if a source needs them. */
const READERS: { [Kind in SourceKind]: SourceReader<Kind> } = {
  endpoint: async (source, context) => (await import('./endpoint.ts')).listEndpointJobs(source, context),
  file: listFileJobs,
  url: async (source, context) => (await import('./fetch-url.ts')).listUrlJobs(source, context),
  env: listEnvJobs,
  pem: ({ text }, context) => [
    createSinglePlaceJob('pem', context, () => ({ place: 'pem', address: null, content: Buffer.from(text) })),
  ],
  expires: ({ date }, context) => [
    createSinglePlaceJob('declared', context, () => ({ place: 'declared', address: null, declared: date })),
  ],
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

export async function listJobs(source: Source, context: ReadContext): Promise<ReadJob[]> {
  return getReader(source.kind)(source, context);
}
