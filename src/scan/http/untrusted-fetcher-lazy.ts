/** Creates a fetcher that loads its HTTP client at the first request: most scans make none. */

import type { Io } from '../../lib/io.ts';
import type { UntrustedFetcher, UntrustedFetcherOptions } from './untrusted-fetcher.ts';

export function createLazyUntrustedFetcher(io: Io, options: UntrustedFetcherOptions): UntrustedFetcher {
  const opened: Promise<UntrustedFetcher>[] = [];
  const open = async () => (await import('./untrusted-fetcher.ts')).createUntrustedFetcher(io, options);
  return {
    fetch: async (url, request) => {
      opened[0] ??= open();
      return (await opened[0]).fetch(url, request);
    },
    close: () => void opened[0]?.then(({ close }) => close()),
  };
}
