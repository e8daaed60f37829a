/** Source `aws_iam`: server certificates in AWS Identity and Access Management. */

import type { SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';
import { type AwsLogin, type AwsRole, checkAwsLogin, createAwsLogin, formatAccount } from './aws.ts';

export interface AwsIamSource {
  kind: 'aws_iam';
  login: AwsLogin;
  accounts: AwsRole[];
  allow_empty: boolean;
}

export const AWS_IAM: SourceDefinition<AwsIamSource> = {
  kind: 'aws_iam',
  keys: [['aws_iam', 'how to log in to AWS']],
  locator: 'login',
  variableKeys: { maps: ['aws_iam'] },
  inventory: 'remote',
  create: ({ aws_iam, allow_empty }) => ({
    kind: 'aws_iam',
    ...createAwsLogin(aws_iam),
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => checkAwsLogin(fields, 'aws_iam'),
  listLocations: (source) => listIamListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, 'aws_iam'),
  locationType: 'aws_iam',
};

/** Lists the listings of an entry: one for each account. `account` is null for the account of the login. */
export function listIamListings({ accounts }: Pick<AwsIamSource, 'accounts'>): {
  listing: string;
  account: AwsRole | null;
}[] {
  if (accounts.length === 0) return [{ listing: 'aws_iam', account: null }];
  return accounts.map((account) => ({ listing: `aws_iam:${formatAccount(account)}`, account }));
}
