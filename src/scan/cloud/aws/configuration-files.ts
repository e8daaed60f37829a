/** Reads the shared configuration files of AWS: `~/.aws/config` and `~/.aws/credentials`, or those of variables. */

import { devNull, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readRegularFile } from '../../../lib/files/regular-file.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { mergeProfiles, type Profiles, parseConfig, parseCredentials } from './profiles.ts';

export interface ConfigurationFile {
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

/** Reads both files. `problem`: a file exists and cannot be read, so it is unknown which profiles it has. */
export async function readConfiguration({ io }: ReadContext): Promise<Configuration | { problem: string }> {
  const { HOME, USERPROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = io.env;
  const home = HOME || USERPROFILE || homedir();
  const locate = (variable: string | undefined, file: string) => ({
    path: resolve(io.cwd, variable?.replace(/^~\//, `${home}/`) || join(home, '.aws', file)),
    name: variable || `~/.aws/${file}`,
  });
  const config = await readProfiles(locate(AWS_CONFIG_FILE, 'config'), parseConfig);
  if ('problem' in config) return config;
  const credentials = await readProfiles(locate(AWS_SHARED_CREDENTIALS_FILE, 'credentials'), parseCredentials);
  if ('problem' in credentials) return credentials;
  return { config, credentials, profiles: mergeProfiles([config.profiles, credentials.profiles]) };
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
