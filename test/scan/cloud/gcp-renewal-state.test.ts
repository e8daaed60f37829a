import { describe, expect, it } from 'vitest';
import { toManagerRenewalState, toSslRenewalState } from '../../../src/scan/cloud/gcp/renewal-state.ts';

describe('the renewal state in Certificate Manager', () => {
  const attempt = (failureReason: string, changes: object = {}) => ({
    authorizationAttemptInfo: [
      { domain: 'a.example', state: 'AUTHORIZED' },
      { domain: 'b.example', state: 'FAILED', failureReason, ...changes },
    ],
  });
  it.each<[string, object | null, boolean, string, string | null]>([
    ['uploaded', null, false, 'ok', null],
    ['active', { state: 'ACTIVE' }, true, 'ok', null],
    ['renewed right now', { state: 'PROVISIONING' }, true, 'pending', null],
    ['given up', { state: 'FAILED' }, true, 'failing', 'FAILED'],
    [
      'given up, with a reason',
      { state: 'FAILED', provisioningIssue: { reason: 'AUTHORIZATION_ISSUE' } },
      true,
      'failing',
      'AUTHORIZATION_ISSUE',
    ],
    ['active, but a domain fails', { state: 'ACTIVE', ...attempt('CAA') }, true, 'failing', 'CAA'],
    ['renewed, but a domain fails', { state: 'PROVISIONING', ...attempt('CONFIG') }, true, 'failing', 'CONFIG'],
    [
      'a failure without a reason',
      { state: 'ACTIVE', ...attempt('FAILURE_REASON_UNSPECIFIED') },
      true,
      'failing',
      'AUTHORIZATION_ISSUE',
    ],
    [
      'an issue while active',
      { state: 'ACTIVE', provisioningIssue: { reason: 'AUTHORIZATION_ISSUE' } },
      true,
      'failing',
      'AUTHORIZATION_ISSUE',
    ],
    [
      'limited by the CA, tried again',
      { state: 'PROVISIONING', provisioningIssue: { reason: 'RATE_LIMITED' } },
      true,
      'pending',
      'RATE_LIMITED',
    ],
    ['limited for a domain', { state: 'PROVISIONING', ...attempt('RATE_LIMITED') }, true, 'pending', 'RATE_LIMITED'],
    ['text that is not a word', { state: 'ACTIVE', ...attempt('<b>no</b>') }, true, 'failing', 'AUTHORIZATION_ISSUE'],
    ['nothing that is known', { state: 7, provisioningIssue: 'x', authorizationAttemptInfo: {} }, true, 'ok', null],
  ])('%s', (_, managed, isManaged, state, reason) => {
    const certificate = managed === null ? { selfManaged: {} } : { managed };
    expect(toManagerRenewalState(certificate)).toMatchObject({ managed: isManaged, state, reason });
  });

  it('says since when a domain fails', () => {
    const managed = { state: 'ACTIVE', ...attempt('CAA', { attemptTime: '2026-11-01T08:00:00Z' }) };
    expect(toManagerRenewalState({ managed })).toMatchObject({ since: '2026-11-01T08:00:00Z' });
  });

  it('knows the identities of managed workloads', () => {
    expect(toManagerRenewalState({ managedIdentity: { state: 'ACTIVE' } })).toMatchObject({
      managed: true,
      state: 'ok',
    });
  });
});

describe('the renewal state of a classic certificate', () => {
  it.each<[string, string, Record<string, string>, string, string | null]>([
    ['active', 'ACTIVE', { a: 'ACTIVE' }, 'ok', null],
    ['not issued yet', 'PROVISIONING', { a: 'PROVISIONING' }, 'pending', null],
    ['failed, to be tried again', 'PROVISIONING_FAILED', { a: 'FAILED_NOT_VISIBLE' }, 'failing', 'FAILED_NOT_VISIBLE'],
    ['given up', 'PROVISIONING_FAILED_PERMANENTLY', {}, 'failing', 'PROVISIONING_FAILED_PERMANENTLY'],
    ['a renewal that failed', 'RENEWAL_FAILED', { a: 'ACTIVE' }, 'failing', 'RENEWAL_FAILED'],
    [
      'a renewal that CAA forbids',
      'RENEWAL_FAILED',
      { a: 'ACTIVE', b: 'FAILED_CAA_FORBIDDEN' },
      'failing',
      'FAILED_CAA_FORBIDDEN',
    ],
    ['active, but CAA cannot be checked', 'ACTIVE', { a: 'FAILED_CAA_CHECKING' }, 'failing', 'FAILED_CAA_CHECKING'],
    ['limited by the CA, tried again', 'ACTIVE', { a: 'FAILED_RATE_LIMITED' }, 'pending', 'RATE_LIMITED'],
    ['unknown', 'MANAGED_CERTIFICATE_STATUS_UNSPECIFIED', {}, 'ok', null],
  ])('%s', (_, status, domainStatus, state, reason) => {
    const certificate = { type: 'MANAGED', managed: { status, domainStatus } };
    expect(toSslRenewalState(certificate)).toMatchObject({ managed: true, state, reason });
  });

  it('has none if it was uploaded', () => {
    expect(toSslRenewalState({ type: 'SELF_MANAGED' })).toMatchObject({ managed: false, state: 'ok' });
  });
});
