import { describe, expect, it } from 'vitest';
import { loadManifestText } from '../report/manifests.ts';

const CERTIFICATES = 'certificates:\n  - { name: shop, endpoint: shop.example.com, labels: { tier: 1 } }\n';

describe('a policy', () => {
  it('has all defaults', async () => {
    const { policies } = await loadManifestText(
      `version: 1\n${CERTIFICATES}policies:\n  - { name: sans, san_required: true }\n`,
    );
    expect(policies).toEqual([
      {
        name: 'sans',
        description: null,
        enabled: true,
        severity: 'warning',
        match: { labels: {}, names: [], status: [], thresholds: [] },
        applies_to: 'leaf',
        checks: { san_required: true },
        position: { file: 'certvigil.yaml', line: 5, column: 5 },
      },
    ]);
  });

  it('is read with all its keys', async () => {
    const { policies } = await loadManifestText(`version: 1
${CERTIFICATES}policies:
  - name: strong
    description: |
      Ours are strong
      and short.
    severity: critical
    match: { names: ["sh*"], labels: { tier: [1, 2] }, status: [ok] }
    min_key_size: { rsa: 3072, ec: 256 }
    max_validity_days: 90
    expiry_warning: 33%
    days_to_renew_before: 10
    issuer_allowed: ["Example *"]
`);
    expect(policies).toMatchObject([
      {
        description: 'Ours are strong and short.',
        severity: 'critical',
        match: { labels: { tier: ['1', '2'] }, names: ['sh*'], status: ['ok'] },
        checks: {
          min_key_size: { rsa: 3072, ec: 256 },
          max_validity_days: 90,
          expiry_warning: { raw: '33%', unit: 'percent', value: 33 },
          days_to_renew_before: { raw: 10, unit: 'days', value: 10 },
          issuer_allowed: ['Example *'],
        },
      },
    ]);
  });
});
