import { describe, expect, it } from 'vitest';
import { renderFailures } from '../../src/report/scan/failures-only.ts';
import { certificate, report } from './samples.ts';

const location = (location: string, code: string) => ({
  location,
  observed: {},
  error: { code, detail: 'Detail\u001b[2J.' },
});

describe('renderFailures', () => {
  it('prints nothing if nothing failed', () => {
    expect(renderFailures(report([certificate('shop', 'ok', 300)]))).toBe('');
  });

  it('prints a line for each location that could not be read', () => {
    const certificates = [
      certificate('shop', 'ok', 300, { locations: [location('shop.example.com:443', 'endpoint-refused')] }),
      certificate('box', 'unknown', null, { locations: [location('env:BOX', 'variable-unset')] }),
    ];
    expect(renderFailures(report(certificates))).toBe(
      [
        'certvigil: warning[endpoint-refused]: shop could not be read at shop.example.com:443: Detail\\u{1b}[2J.',
        'certvigil: error[variable-unset]: box could not be read at env:BOX: Detail\\u{1b}[2J.',
        '',
      ].join('\n'),
    );
    expect(renderFailures(report(certificates, [], [], { dry_run: true }))).not.toContain('error');
  });

  it('limits the lines if everything is unreachable', () => {
    const locations = Array.from({ length: 1021 }, (_, at) => location(`shop-${at}.example.com:443`, 'dns-failed'));
    const lines = renderFailures(report([certificate('shop', 'unknown', null, { locations })])).split('\n');
    expect(lines).toHaveLength(22);
    expect(lines[20]).toBe('certvigil: warning: 1,001 more locations could not be read (--format json shows all)');
  });
});
