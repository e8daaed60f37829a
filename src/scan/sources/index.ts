/** The reader of each kind of source: a new kind adds a line here (docs/internals/adding-a-source.md). */

import type { Source, SourceKind } from '../../domain/index.ts';
import { listAwsAcmJobs } from '../cloud/aws/index.ts';
import { listAwsIamJobs } from '../cloud/aws/server-certificates.ts';
import { listEntraJobs } from '../cloud/azure/entra-app-credentials.ts';
import { listAzureKeyVaultJobs } from '../cloud/azure/index.ts';
import { listGcpCertificateManagerJobs } from '../cloud/gcp/certificate-manager.ts';
import { listGcpSslCertificatesJobs } from '../cloud/gcp/ssl-certificates.ts';
import { listKubernetesJobs } from '../cloud/kubernetes/index.ts';
import { listVaultPkiJobs } from '../cloud/vault/index.ts';
import { listCsvJobs } from './csv.ts';
import { listDomainJobs } from './domain.ts';
import { listEndpointJobs } from './endpoint.ts';
import { listEnvJobs } from './env.ts';
import { listUrlJobs } from './fetch-url.ts';
import { listFileJobs } from './file.ts';
import { listGitHubPagesJobs } from './github-pages.ts';
import { createSingleLocationJob, type ReadContext, type ReadJob, type SourceReader } from './reader.ts';
import { listRestJobs } from './rest.ts';

const READERS: { [Kind in SourceKind]: SourceReader<Kind> } = {
  endpoint: listEndpointJobs,
  file: listFileJobs,
  url: listUrlJobs,
  env: listEnvJobs,
  pem: ({ text }, context) => [
    createSingleLocationJob('pem', context, () => ({ location: 'pem', observed: {}, content: Buffer.from(text) })),
  ],
  expires: ({ date }, context) => [
    createSingleLocationJob('declared', context, () => ({ location: 'declared', observed: {}, declared: date })),
  ],
  domain: listDomainJobs,
  aws_acm: listAwsAcmJobs,
  aws_iam: listAwsIamJobs,
  azure_key_vault: listAzureKeyVaultJobs,
  entra_app_credentials: listEntraJobs,
  gcp_certificate_manager: listGcpCertificateManagerJobs,
  gcp_ssl_certificates: listGcpSslCertificatesJobs,
  kubernetes: listKubernetesJobs,
  vault_pki: listVaultPkiJobs,
  csv: listCsvJobs,
  github_pages: listGitHubPagesJobs,
  // Providers limit the requests of all entries together: scan/ct/.
  ct: () => [],
  rest: listRestJobs,
};

function getReader<Kind extends SourceKind>(kind: Kind): SourceReader<Kind> {
  return READERS[kind];
}

/** Lists the jobs of a source. Rejects only because of a bug. */
export async function listJobs(source: Source, context: ReadContext): Promise<ReadJob[]> {
  return getReader(source.kind)(source, context);
}
