/** Reads the shared configuration files of AWS: `~/.aws/config` and `~/.aws/credentials`, or those of variables. */

import { devNull, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isSpecialFile, readRegularFile, SPECIAL_FILE } from '../../../lib/files/regular-file.ts';
import type { Io } from '../../../lib/io.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { failLogin } from '../login-chain.ts';
import { mergeProfiles, type Profiles, parseConfig, parseCredentials } from './profiles.ts';

interface ConfigurationFile {
  path: string;
  /** The name in messages. */
  name: string;
  /** The profiles; empty if there is no such file. */
  profiles: Profiles;
}

export interface Configuration {
  config: ConfigurationFile;
  credentials: ConfigurationFile;
  /** The profiles of both files. */
  profiles: Profiles;
}

/**
 * Finds the profile that a variable selects; null: none does. The AWS CLI and AWS's SDK for Go read both, and the SDK for JavaScript only the
 * first.
 */
export function findSelectedProfile({ AWS_PROFILE, AWS_DEFAULT_PROFILE }: Io['env']): string | null {
  return AWS_PROFILE || AWS_DEFAULT_PROFILE || null;
}

/**
 * Checks that both files can be opened without waiting: every client of AWS's SDK reads them for its settings, however it logs in. Throws
 * InventoryError.
 */
export async function checkConfigurationFiles({ io }: ReadContext): Promise<void> {
  const { config, credentials } = locateFiles(io);
  for (const { path, name } of [config, credentials])
    if (path !== devNull && (await isSpecialFile(path))) failLogin('AWS', `${name} ${SPECIAL_FILE}`);
}

/** Reads both files. `problem`: a file exists and cannot be read, so it is unknown which profiles it has. */
export async function readConfiguration({ io }: ReadContext): Promise<Configuration | { problem: string }> {
  const located = locateFiles(io);
  const config = await readProfiles(located.config, parseConfig);
  if ('problem' in config) return config;
  const credentials = await readProfiles(located.credentials, parseCredentials);
  if ('problem' in credentials) return credentials;
  return { config, credentials, profiles: mergeProfiles([config.profiles, credentials.profiles]) };
}

function locateFiles({ env, cwd }: Io): Record<'config' | 'credentials', { path: string; name: string }> {
  const { HOME, USERPROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = env;
  const home = HOME || USERPROFILE || homedir();
  const locate = (variable: string | undefined, file: string) => ({
    path: resolve(cwd, variable?.replace(/^~\//, `${home}/`) || join(home, '.aws', file)),
    name: variable || `~/.aws/${file}`,
  });
  return { config: locate(AWS_CONFIG_FILE, 'config'), credentials: locate(AWS_SHARED_CREDENTIALS_FILE, 'credentials') };
}

async function readProfiles(
  { path, name }: { path: string; name: string },
  parse: typeof parseConfig,
): Promise<ConfigurationFile | { problem: string }> {
  // The null device is a usual way to have no configuration.
  const read = path === devNull ? { text: '' } : await readRegularFile(path);
  if ('problem' in read)
    return read.isAbsent ? { path, name, profiles: new Map() } : { problem: `${name} ${read.problem}` };
  const parsed = parse(read.text);
  return 'line' in parsed
    ? { problem: `line ${parsed.line} of ${name} is neither a heading nor a setting (\`NAME = VALUE\`)` }
    : { path, name, profiles: parsed.profiles };
}
