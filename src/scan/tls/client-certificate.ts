/** Reads the client certificate of an entry and its key, for servers that request one. */

import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Failure } from '../../domain/index.ts';
import { readLimited } from '../../lib/files/read-limited.ts';
import { resolveWorkspace, type Workspace } from '../../lib/files/workspace-boundary.ts';
import { createFailure } from '../failures.ts';

export interface ClientCertificate {
  /** PEM. */
  cert: Buffer;
  key: Buffer;
}

/**
 * Reads the certificate and its key. `files`: paths relative to `root`. Returns a failure if they cannot be read, or TLS does not accept
 * them.
 */
export async function readClientCertificate(
  files: { cert: string; key: string },
  { root, env }: { root: string; env: NodeJS.ProcessEnv },
): Promise<ClientCertificate | Failure> {
  const workspace = resolveWorkspace(root, env);
  const cert = await readIdentityFile(files.cert, root, workspace);
  if ('code' in cert) return cert;
  const key = await readIdentityFile(files.key, root, workspace);
  if ('code' in key) return key;
  const identity = { cert: cert.bytes, key: key.bytes };
  try {
    createSecureContext(identity);
    return identity;
  } catch {
    return createFailure('client-certificate-unusable', files.cert, files.key);
  }
}

const MAX_IDENTITY_BYTES = 1024 * 1024;

/** Reads a file. Links outside the workspace are rejected, so that a manifest cannot use another identity of this machine. */
async function readIdentityFile(
  file: string,
  root: string,
  workspace: Workspace,
): Promise<{ bytes: Buffer } | Failure> {
  const absolute = path.resolve(root, file);
  try {
    if (workspace.isOutside(absolute)) return createFailure('link-outside-workspace', file, 'client_certificate');
  } catch {
    return createFailure('client-certificate-unreadable', file);
  }
  const read = await readLimited(absolute, MAX_IDENTITY_BYTES);
  return 'bytes' in read ? read : createFailure('client-certificate-unreadable', file);
}
