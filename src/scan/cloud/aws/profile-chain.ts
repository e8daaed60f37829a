/** Finds the profiles that a login uses, and what is wrong with their settings before anything is run or requested. */

import type { Profile, Profiles } from './profiles.ts';

export interface NamedProfile {
  name: string;
  profile: Profile;
}

/**
 * Lists the selected profile, which must exist, and those that it gets its credentials from (`source_profile`). `problem`: why the last of
 * them cannot be used; null if all can be. The rules are those of botocore, which fails instead of using other credentials.
 */
export function listChain(profiles: Profiles, selected: string): { chain: NamedProfile[]; problem: string | null } {
  const chain: NamedProfile[] = [];
  let name = selected;
  for (;;) {
    const user = chain.at(-1)?.name;
    const profile = profiles.get(name);
    if (profile === undefined)
      return { chain, problem: `\`source_profile\` of the profile ${user} does not exist (${name})` };
    if (chain.some((one) => one.name === name) && !(user === name && hasKeys(profile)))
      return { chain, problem: `\`source_profile\` of the profile ${user} leads back to the profile ${name}` };
    chain.push({ name, profile });
    // The keys of a profile that assumes a role take precedence over its own role.
    if (user !== undefined && hasKeys(profile)) return { chain, problem: null };
    const problem = findProfileProblem(profile);
    if (problem !== null) return { chain, problem: `${problem} (profile ${name})` };
    if (user !== undefined && !hasLogin(profile) && !profile.has('credential_source'))
      return { chain, problem: `\`source_profile\` of the profile ${user} has no credentials (${name})` };
    const source = profile.get('source_profile');
    if (source === undefined || !(profile.has('role_arn') || profile.has('credential_source')))
      return { chain, problem: null };
    name = source;
  }
}

/** The settings that are a login of their own. The others, such as `region`, do not make a profile one that logs in. */
const LOGIN_SETTINGS = [
  ...['aws_access_key_id', 'aws_secret_access_key', 'role_arn', 'web_identity_token_file', 'credential_process'],
  ...['sso_start_url', 'sso_session', 'sso_account_id', 'sso_region', 'sso_role_name', 'login_session'],
];

/** Whether a profile is one that logs in. */
export function hasLogin(profile: Profile): boolean {
  return LOGIN_SETTINGS.some((setting) => profile.has(setting));
}

function hasKeys(profile: Profile): boolean {
  return profile.has('aws_access_key_id') && profile.has('aws_secret_access_key');
}

/** Finds a login that is incomplete; null: there is none. */
function findProfileProblem(profile: Profile): string | null {
  const empty = LOGIN_SETTINGS.find((setting) => profile.get(setting) === '');
  if (empty !== undefined) return `\`${empty}\` is empty`;
  const has = (setting: string) => profile.has(setting);
  if (has('source_profile') && has('credential_source') && has('role_arn'))
    return '`source_profile` and `credential_source` exclude each other';
  if (has('role_arn') && !['source_profile', 'credential_source', 'web_identity_token_file'].some(has))
    return '`role_arn` needs `source_profile`, `credential_source` or `web_identity_token_file`';
  if (has('role_arn')) return null;
  if (has('web_identity_token_file')) return '`web_identity_token_file` needs `role_arn`';
  if (has('aws_access_key_id') !== has('aws_secret_access_key'))
    return has('aws_access_key_id') ? '`aws_secret_access_key` is missing' : '`aws_access_key_id` is missing';
  return null;
}
