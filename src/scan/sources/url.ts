/** Reads certificate files over HTTP. */

import type { UrlSource } from '../../domain/index.ts';
import { fetchUrl } from './fetch-url.ts';
import { createSinglePlaceJob, type ReadContext, type ReadJob } from './reader.ts';

export function listUrlJobs<Place>(source: UrlSource, context: ReadContext<Place>): ReadJob<Place>[] {
  return source.targets.map((target) =>
    createSinglePlaceJob(target.place, context, async () => {
      const { resolver, isPermitted } = await context.openNetwork();
      const options = {
        network: { lookup: resolver.lookup, isPermitted },
        root: context.root,
        timeout_seconds: context.timeout_seconds,
        resolveVariables: context.resolveVariables,
        sleep: context.io.sleep,
        now: context.io.now,
      };
      return context.acquire(() => fetchUrl(target, source, options));
    }),
  );
}
