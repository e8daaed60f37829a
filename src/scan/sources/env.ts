/** Reads certificates in environment variables, such as signing certificates in secrets. */

import type { Entry, RawLocation } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { createFailure } from '../failures.ts';
import { createSingleLocationJob, type SourceReader } from './reader.ts';
import { readVariable } from './resolve-variables.ts';

export const listEnvJobs: SourceReader<'env'> = ({ names }, context) =>
  names.map((name) =>
    createSingleLocationJob(formatLocation(name), context, () =>
      readEnvironmentVariable(name, context.entry, context.io.env),
    ),
  );

function formatLocation(name: string): string {
  return `env:${name}`;
}

/** Reads PEM, or any certificate file in base64. */
export function readEnvironmentVariable(name: string, entry: Pick<Entry, 'variables'>, env: Io['env']): RawLocation {
  const location = formatLocation(name);
  const read = readVariable(name, entry, env);
  if ('failure' in read) return { location, observed: {}, failure: read.failure };
  const content = decodeText(read.value);
  return content === null
    ? { location, observed: {}, failure: createFailure('env-not-base64', name) }
    : { location, observed: {}, content };
}

/** Both alphabets (RFC 4648 sections 4 and 5), with or without padding. */
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

function decodeText(text: string): Buffer | null {
  if (text.includes('-----BEGIN ')) return Buffer.from(text);
  const bare = text.replace(/\s+/g, '');
  return BASE64.test(bare) ? Buffer.from(bare, 'base64') : null;
}
