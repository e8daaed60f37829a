/** Source `aws_acm`: certificates in AWS Certificate Manager. */

import { reportDuplicates, type SourceDefinition } from '../definition.ts';
import { isItemLocation } from '../item-location.ts';

export interface AwsAcmSource {
  kind: 'aws_acm';
  regions: string[];
  /** The role to assume with an ID token, with its `${NAME}` references; null: credentials of the environment. */
  role_arn: string | null;
  audience: string;
  /** Whether to leave out certificates that no AWS service uses. */
  in_use: boolean;
  allow_empty: boolean;
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The audience that the official action uses, too. */
const DEFAULT_AUDIENCE = 'sts.amazonaws.com';

export const AWS_ACM: SourceDefinition<AwsAcmSource> = {
  kind: 'aws_acm',
  keys: [['aws_acm', 'regions of AWS Certificate Manager']],
  locator: 'regions',
  variableKeys: { maps: ['aws_acm'] },
  inventory: 'remote',
  create: ({ aws_acm, allow_empty }) => ({
    kind: 'aws_acm',
    regions: [...new Set(aws_acm?.regions)],
    role_arn: aws_acm?.role_arn ?? null,
    audience: aws_acm?.audience ?? DEFAULT_AUDIENCE,
    in_use: aws_acm?.in_use ?? false,
    allow_empty: allow_empty ?? false,
  }),
  check: (fields) => {
    for (const text of fields.listTexts('aws_acm', 'regions'))
      if (!REGION.test(text.value)) fields.report('bad-identifier', text, text.value, 'AWS region', 'eu-west-1');
    for (const text of fields.listTexts('aws_acm', 'role_arn'))
      if (!text.value.includes('${') && !ROLE_ARN.test(text.value))
        fields.report('bad-identifier', text, text.value, 'ARN of a role', 'arn:aws:iam::123456789012:role/certvigil');
    reportDuplicates(fields, 'aws_acm', (region) => region, 'regions');
  },
  listLocations: ({ regions }) => regions.map(formatAcmListing),
  matchesLocation: (location) => isItemLocation(location, 'aws_acm'),
  locationType: 'aws_acm',
};

/** The name of the listing of a region. */
export function formatAcmListing(region: string): string {
  return `aws_acm:${region}`;
}
