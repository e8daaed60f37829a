/** The reference to this action that generated workflows contain. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readOrigin } from '../../lib/files/origin.ts';

/** The placeholder: a GitHub login cannot contain angle brackets, so this account cannot be registered. */
export const PLACEHOLDER_OWNER = '<OWNER>';

/** The tag that moves with each release of this major version. */
const MAJOR_TAG = 'v0';

/** The reference if the repository of the action is unknown; `validate` reports it. */
export const PLACEHOLDER_ACTION = `${PLACEHOLDER_OWNER}/certvigil@${MAJOR_TAG}`;

interface PackageMetadata {
  version?: unknown;
  repository?: { url?: unknown };
  gitHead?: unknown;
}

/**
 * Reads `OWNER/NAME@SHA # vX.Y.Z`: the commit of the release of this installation, with the version as a comment, which Dependabot updates,
 * too. Without the commit, returns the tag of the major version. A clone from GitHub names its account, and any other checkout returns the
 * placeholder.
 */
export function readActionReference(directory: string = import.meta.dirname): string {
  const { metadata, root } = readPackage(directory);
  const { version, repository, gitHead } = metadata;
  const published = /^git\+https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\.git$/.exec(String(repository?.url))?.[1];
  const name = published ?? readClonedName(root);
  if (name === null) return PLACEHOLDER_ACTION;
  if (typeof gitHead !== 'string' || !/^[0-9a-f]{40}$/.test(gitHead)) return `${name}@${MAJOR_TAG}`;
  return `${name}@${gitHead} # v${version}`;
}

/** Reads `OWNER/NAME` of a clone from GitHub, by HTTPS or SSH. Returns null for other servers: workflows cannot use their actions. */
function readClonedName(root: string): string | null {
  const origin = readOrigin(root) ?? '';
  return (
    /^(?:(?:https|ssh):\/\/)?(?:[^@/]*@)?github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(origin)?.[1] ?? null
  );
}

/** Reads the package.json above the running code: the published one names the repository and the commit. */
function readPackage(directory: string): { metadata: PackageMetadata; root: string } {
  try {
    return { metadata: JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')), root: directory };
  } catch {
    const parent = path.dirname(directory);
    return parent === directory ? { metadata: {}, root: directory } : readPackage(parent);
  }
}
