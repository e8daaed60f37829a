/** Reads certificate files over HTTP. */

import type { UrlSource } from '../../domain/index.ts';
import { fetchUrl } from './fetch-url.ts';
import { type ReadContext, type ReadJob, readSinglePlace } from './reader.ts';

export function listUrlJobs<Place>(source: UrlSource, context: ReadContext<Place>): ReadJob<Place>[] {
  return source.targets.map((target) => async () => {
    const { resolver, isPermitted } = await context.openNetwork();
    const options = {
      network: { lookup: resolver.lookup, isPermitted },
      root: context.root,
      timeout_seconds: context.timeout_seconds,
      resolveVariables: context.resolveVariables,
      sleep: context.io.sleep,
      now: context.io.now,
    };
    return readSinglePlace(context, await context.acquire(() => fetchUrl(target, source, options)));
  });
}
