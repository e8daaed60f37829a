/** The connections of a run: those of webhooks with the same TLS settings are shared. */

import type { Failure, Webhook } from '../../domain/index.ts';
import { type HttpClient, openHttpClient } from '../../lib/http-client.ts';
import { readCa } from '../read-ca.ts';

type TlsSettings = Pick<Webhook, 'ssl_verification' | 'ca_file' | 'timeout_seconds'>;

export interface ConnectionPool {
  /** The way out for a webhook, or why there is none. */
  open: (settings: TlsSettings) => Promise<{ wire: HttpClient } | { failure: Failure }>;
  close: () => Promise<void>;
}

/** `root`: the folder that a `ca_file` is relative to. */
export function createConnectionPool(root: string): ConnectionPool {
  const wires = new Map<string, ReturnType<ConnectionPool['open']>>();
  return {
    open: ({ ssl_verification, ca_file, timeout_seconds }) => {
      const key = JSON.stringify([ssl_verification, ca_file, timeout_seconds]);
      const known = wires.get(key) ?? openClient({ ssl_verification, ca_file, timeout_seconds }, root);
      wires.set(key, known);
      return known;
    },
    close: async () => {
      const opened = await Promise.all(wires.values());
      await Promise.all(opened.map((one) => ('wire' in one ? one.wire.close() : undefined)));
    },
  };
}

async function openClient({ ssl_verification, ca_file, timeout_seconds }: TlsSettings, root: string) {
  const options = { timeout_ms: timeout_seconds * 1000, verify: ssl_verification };
  const ca = await readCa(ca_file, root);
  return 'failure' in ca ? ca : { wire: openHttpClient({ ...options, ca: ca.pem }) };
}
