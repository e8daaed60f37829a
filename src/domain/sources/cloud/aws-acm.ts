/** Source `aws_acm`: certificates in AWS Certificate Manager. */

import { toArray } from '../../../lib/collections.ts';
import { reportDuplicates, type SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';
import { type AwsLogin, type AwsRole, checkAwsLogin, createAwsLogin, formatAccount } from './aws.ts';

export interface AwsAcmSource {
  kind: 'aws_acm';
  /** The regions; `all`: those that the account has enabled. */
  regions: string[] | 'all';
  exclude_regions: string[];
  login: AwsLogin;
  accounts: AwsRole[];
  /** Whether to omit certificates that no AWS service uses. */
  in_use: boolean;
  allow_empty: boolean;
}

/** Whether a text is a region, such as eu-west-1, us-gov-west-1 or eusc-de-east-1. It becomes part of the name of a server. */
export function isAwsRegion(text: unknown): text is string {
  return typeof text === 'string' && /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(text);
}

/** The value that stands for all regions. */
export const ALL = 'all';

export const AWS_ACM: SourceDefinition<AwsAcmSource> = {
  kind: 'aws_acm',
  keys: [['aws_acm', 'regions of AWS Certificate Manager']],
  locator: 'regions',
  variableKeys: { maps: ['aws_acm'] },
  inventory: 'remote',
  create: ({ aws_acm, allow_empty }) => {
    const regions = new Set(toArray(aws_acm?.regions ?? []));
    return {
      kind: 'aws_acm',
      regions: regions.has(ALL) ? ALL : [...regions],
      exclude_regions: toArray(aws_acm?.exclude_regions ?? []),
      ...createAwsLogin(aws_acm),
      in_use: aws_acm?.in_use ?? false,
      allow_empty: allow_empty ?? false,
    };
  },
  check: (fields) => {
    const regions = fields.listTexts('aws_acm', 'regions');
    const isAll = ({ value }: { value: string }) => value === ALL && regions.length === 1;
    for (const text of [...regions, ...fields.listTexts('aws_acm', 'exclude_regions')])
      if (!isAwsRegion(text.value) && !isAll(text))
        fields.report('bad-identifier', text, text.value, 'AWS region', 'eu-west-1');
    checkAwsLogin(fields, 'aws_acm');
    reportDuplicates(fields, 'aws_acm', (region) => region, 'regions');
  },
  listLocations: (source) => listAcmListings(source).map(({ listing }) => listing),
  matchesLocation: (location) => isItemLocation(location, 'aws_acm'),
  locationType: 'aws_acm',
};

export interface AcmListing {
  /** The name of the listing. */
  listing: string;
  /** The account; null: the account of the login. */
  account: AwsRole | null;
  /** The region, or `all`. */
  region: string;
}

/** Lists the listings of an entry: one for each account and region, or, with all regions, one for each account. */
export function listAcmListings({ accounts, regions }: Pick<AwsAcmSource, 'accounts' | 'regions'>): AcmListing[] {
  return (accounts.length === 0 ? [null] : accounts).flatMap((account) =>
    toArray(regions).map((region) => {
      const prefix = account === null ? '' : `${formatAccount(account)}/`;
      return { listing: `aws_acm:${prefix}${region}`, account, region };
    }),
  );
}
