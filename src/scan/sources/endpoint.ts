/** Reads TLS servers, and the client certificate for connections to them. */

import type { EndpointSource } from '../../domain/index.ts';
import { createSourceTrust } from '../../domain/sources/trust.ts';
import { memoize } from '../../lib/memoize.ts';
import type { Network } from '../network/index.ts';
import { listFileJobs } from './file.ts';
import {
  type EndpointContext,
  type FoundLocations,
  prepareEndpoints,
  readService,
  readTarget,
} from './read-endpoint.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/** Lists one job for each server or SRV record, and one for the client certificate. */
export function listEndpointJobs(source: EndpointSource, context: ReadContext): ReadJob[] {
  const { entry, openNetwork, listKnownCertificates } = context;
  const { targets, services } = source;
  const prepare = memoize((network: Network) => prepareEndpoints(entry, source, network, listKnownCertificates));
  const createJob = (
    name: string,
    read: (settings: EndpointContext, network: Network) => Promise<FoundLocations>,
  ): ReadJob => {
    const readAll = async () => {
      const network = await openNetwork();
      const settings = await prepare(network);
      const found = 'code' in settings ? { failure: settings, locations: [] } : await read(settings, network);
      return [{ entry: entry.name, source: name, ...found }];
    };
    return { sources: [name], read: readAll };
  };
  return [
    ...targets.map((target) =>
      createJob(target.location, (settings, network) => readTarget(target, settings, network)),
    ),
    ...services.map((service) => createJob(service, (settings, network) => readService(service, settings, network))),
    ...listClientCertificateJobs(source, context),
  ];
}

function listClientCertificateJobs({ client_certificate }: EndpointSource, context: ReadContext): ReadJob[] {
  if (client_certificate === null) return [];
  const patterns = [client_certificate.cert];
  const jobs = listFileJobs(
    { kind: 'file', patterns, exclude: [], skip_empty: null, ...createSourceTrust({}, 'none', null) },
    context,
  );
  return jobs.map(({ sources, read }) => ({
    sources,
    read: async () => (await read()).map((one) => ({ ...one, isClientCertificate: true })),
  }));
}
