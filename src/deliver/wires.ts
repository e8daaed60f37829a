/** The connections of a run: those of webhooks with the same TLS settings are shared. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openWire, type Wire } from '../http.ts';
import type { Failure, Webhook } from '../types.ts';
import { failure } from './wording.ts';

type TlsSettings = Pick<Webhook, 'ssl_verification' | 'ca_file' | 'timeout_seconds'>;

export interface Wires {
  /** The way out for a webhook, or why there is none. */
  open: (settings: TlsSettings) => Promise<{ wire: Wire } | { failure: Failure }>;
  close: () => Promise<void>;
}

/** `root`: the folder that a `ca_file` is relative to. */
export function newWires(root: string): Wires {
  const wires = new Map<string, ReturnType<Wires['open']>>();
  return {
    open: ({ ssl_verification, ca_file, timeout_seconds }) => {
      const key = JSON.stringify([ssl_verification, ca_file, timeout_seconds]);
      const known = wires.get(key) ?? openWith({ ssl_verification, ca_file, timeout_seconds }, root);
      wires.set(key, known);
      return known;
    },
    close: async () => {
      const opened = await Promise.all(wires.values());
      await Promise.all(opened.map((one) => ('wire' in one ? one.wire.close() : undefined)));
    },
  };
}

async function openWith({ ssl_verification, ca_file, timeout_seconds }: TlsSettings, root: string) {
  const options = { timeout_ms: timeout_seconds * 1000, verify: ssl_verification };
  if (ca_file === null) return { wire: openWire({ ...options, ca: null }) };
  try {
    return { wire: openWire({ ...options, ca: await readFile(resolve(root, ca_file), 'utf8') }) };
  } catch {
    return { failure: failure('ca-file-unreadable', ca_file) };
  }
}
