import type { Io } from '../../lib/io.ts';
import type { UntrustedFetcher, UntrustedFetcherOptions } from './untrusted-fetcher.ts';

/** As `openStrangers`, whose HTTP client is loaded where the first is asked: most scans ask none. */
export function createLazyUntrustedFetcher(io: Io, options: UntrustedFetcherOptions): UntrustedFetcher {
  const opened: Promise<UntrustedFetcher>[] = [];
  const open = async () => (await import('./untrusted-fetcher.ts')).createUntrustedFetcher(io, options);
  return {
    fetch: async (url, asked) => {
      opened[0] ??= open();
      return (await opened[0]).fetch(url, asked);
    },
    close: () => void opened[0]?.then(({ close }) => close()),
  };
}
