/** Reads TLS servers, and the client certificate that they are connected to with. */

import type { EndpointSource, RawSource } from '../../domain/index.ts';
import { createSourceTrust } from '../../domain/sources/trust.ts';
import { memoize } from '../../lib/memoize.ts';
import type { Network } from '../network/index.ts';
import { listFileJobs } from './file.ts';
import { type EndpointContext, prepareEndpoints, readService, readTarget } from './read-endpoint.ts';
import type { ReadContext, ReadJob } from './reader.ts';

/**
 * Places are decoded at once, which frees their bytes. If that may fetch something, they are decoded after all endpoints have been
 * read, because the time for fetching is limited. Expectations apply to the servers, not to the client certificate.
 */
export function listEndpointJobs<Place>(source: EndpointSource, context: ReadContext<Place>): ReadJob<Place>[] {
  const { entry, openNetwork, decode, listKnownCertificates } = context;
  const { targets, services, client_certificate } = source;
  const prepare = memoize((network: Network) => prepareEndpoints(entry, source, network, listKnownCertificates));
  const createJob = (
    name: string,
    read: (settings: EndpointContext, network: Network) => Promise<Pick<RawSource, 'failure' | 'places' | 'unlisted'>>,
  ): ReadJob<Place> => {
    const readAll = async () => {
      const network = await openNetwork();
      const settings = await prepare(network);
      const found = 'code' in settings ? { failure: settings, places: [] } : await read(settings, network);
      const { failure, places, unlisted } = { unlisted: undefined, ...found };
      const decodeAll = async () => (await Promise.all(places.map((place) => decode(place)))).flat();
      const mayFetch = source.aia || source.revocation;
      const decoded = mayFetch ? decodeAll : await decodeAll();
      return [{ entry: entry.name, source: name, failure, places: decoded, ...(unlisted && { unlisted }) }];
    };
    return { sources: [name], read: readAll };
  };
  return [
    ...targets.map((target) => createJob(target.place, (settings, network) => readTarget(target, settings, network))),
    ...services.map((service) => createJob(service, (settings, network) => readService(service, settings, network))),
    ...(client_certificate === null
      ? []
      : listFileJobs(
          {
            kind: 'file',
            patterns: [client_certificate.cert],
            exclude: [],
            skip_empty: null,
            ...createSourceTrust({}, 'none', null),
          },
          { ...context, decode: (raw) => decode(raw, null) },
        )),
  ];
}
