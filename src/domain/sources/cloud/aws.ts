/** The shared settings of AWS sources: the login and the accounts. */

import type { EntryFields, EntryKey, FieldText } from '../definition.ts';

/** The settings of the login. Texts contain their `${NAME}` references. */
export interface AwsLogin {
  /** The role to assume first; null: credentials of the environment. */
  role_arn: string | null;
  /** The audience of the ID token. */
  audience: string;
}

/** An account, which is read with one of its roles. */
export interface AwsRole {
  role_arn: string;
  /** The external ID that the trust policy of the role requires; null: none. */
  external_id: string | null;
}

/** The default audience, which the official action uses, too. */
export const DEFAULT_AUDIENCE = 'sts.amazonaws.com';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

interface LoginSpec {
  role_arn?: string;
  audience?: string;
  accounts?: { role_arn: string; external_id?: string }[];
}

/** Creates the login. `accounts` is empty for the account of the login, and has at most one role for each account. */
export function createAwsLogin({ role_arn, audience, accounts = [] }: LoginSpec = {}): {
  login: AwsLogin;
  accounts: AwsRole[];
} {
  const roles = accounts.map((account): [string, AwsRole] => {
    const role = { role_arn: account.role_arn, external_id: account.external_id ?? null };
    return [formatAccount(role), role];
  });
  return {
    login: { role_arn: role_arn ?? null, audience: audience ?? DEFAULT_AUDIENCE },
    accounts: [...new Map(roles.toReversed()).values()].toReversed(),
  };
}

/** Formats the name of an account's listings: its number, unless it is in a variable. */
export function formatAccount({ role_arn }: AwsRole): string {
  return ROLE_ARN.exec(role_arn)?.[1] ?? role_arn;
}

/** Checks the role of the entry, and the roles of its accounts. */
export function checkAwsLogin<Text extends FieldText>(fields: EntryFields<Text>, key: EntryKey): void {
  const accounts = fields.listTexts(key, 'accounts', 'role_arn');
  for (const text of [...fields.listTexts(key, 'role_arn'), ...accounts])
    if (!text.value.includes('${') && !ROLE_ARN.test(text.value))
      fields.report('bad-identifier', text, text.value, 'role ARN', 'arn:aws:iam::123456789012:role/certvigil');
  const names = new Set<string>();
  for (const text of accounts) {
    const name = formatAccount({ role_arn: text.value, external_id: null });
    if (names.has(name)) fields.report('duplicate-location', text, name);
    names.add(name);
  }
}
