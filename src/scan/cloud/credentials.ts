/** Keeps and renews the tokens of an inventory, and registers them as secrets. */

import { resolve } from 'node:path';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { readRegularFile } from '../../lib/files/regular-file.ts';
import type { Io } from '../../lib/io.ts';
import { readVariable } from '../../lib/secrets/references.ts';
import { createUrlFailure } from '../http/failures.ts';
import { InventoryError, throwInventoryError } from '../inventory/failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { failLogin } from './login-chain.ts';
import type { SentToken } from './token-times.ts';

/**
 * Returns a function for the current token. It logs in at the first call, and again if `refresh` says that the token was rejected.
 * Requests that need a token at the same time share one login.
 */
export function createTokenHolder<Token>(login: () => Promise<Token>): (refresh: boolean) => Promise<Token> {
  let current: Promise<Token> | null = null;
  let isPending = false;
  return (refresh) => {
    if (current === null || (refresh && !isPending)) {
      isPending = true;
      current = login().finally(() => {
        isPending = false;
      });
    }
    return current;
  };
}

/** Replaces the `${NAME}` references in a text, and registers the result as a secret. Throws InventoryError. */
export function resolveSecret(text: string, { io, resolveVariables }: ReadContext): string {
  const value = resolveText(text, { resolveVariables });
  if (text.includes('${')) io.addSecrets([value]);
  return value;
}

/** Replaces the `${NAME}` references in a text. Throws InventoryError. */
export function resolveText(text: string, { resolveVariables }: Pick<ReadContext, 'resolveVariables'>): string {
  const resolved = resolveVariables(text);
  if ('failure' in resolved) throw new InventoryError(resolved.failure);
  return resolved.value;
}

/** Reads the value of a variable with a fixed name, such as AWS_SECRET_ACCESS_KEY, as a secret; null if it is not set. */
export function readSecretVariable(name: string, { env, addSecrets }: Pick<Io, 'env' | 'addSecrets'>): string | null {
  const value = readVariable(name, env).trim();
  if (value === '') return null;
  addSecrets([value]);
  return value;
}

/** Parses a URL after its variables were replaced. Throws InventoryError. */
export function parseServerUrl(text: string, name: string): URL {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new InventoryError(createUrlFailure('url-invalid', name));
  return new URL(text);
}

/** Reads the only trusted CAs of a server as PEM; null: those of Node. `path` is relative to `root`. Throws InventoryError. */
export async function readServerCa(path: string | null, root: string, name: string): Promise<string | null> {
  if (path === null) return null;
  const read = await readCaFile(resolve(root, path));
  if ('pem' in read) return read.pem;
  throw new InventoryError(
    createUrlFailure('ca-file-unreadable', name, { detail: path, suffix: ` (It ${read.problem}.)` }),
  );
}

/** Reads a text from the response to a login, as a secret. Throws InventoryError. */
export function takeToken(value: unknown, name: string, { addSecrets }: Pick<Io, 'addSecrets'>): string {
  // A value that is not valid in a header is not a token.
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value))
    throwInventoryError('inventory-unexpected-format', name, 'the token is missing');
  addSecrets([value]);
  return value;
}

/**
 * Reads a file with a token or a key. Returns the text without surrounding spaces; for an unusable or empty file, the problem, which
 * follows the name of the file. `isAbsent`: there is no such file.
 */
export async function readCredentialFile(
  path: string,
): Promise<{ text: string } | { problem: string; isAbsent: boolean }> {
  const read = await readRegularFile(path);
  if ('problem' in read) return read;
  const text = read.text.trim();
  return text === '' ? { problem: 'is empty', isAbsent: false } : { text };
}

/** Reads an ID token from a file, such as in pods of EKS. `name`: the system of the login in failures. Throws InventoryError. */
export async function readTokenFile(file: string, name: string, { io, root }: ReadContext): Promise<SentToken> {
  const read = await readCredentialFile(resolve(root, file));
  if ('text' in read) return { token: takeToken(read.text, file, io), name: `the token of ${file}` };
  return failLogin(name, `the token file ${file} ${read.problem}`);
}
