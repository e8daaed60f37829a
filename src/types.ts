/**
 * The words of the domain, data only. Every folder of the row speaks in these and in nothing of its neighbours'.
 *
 * Times that are kept or shown are `IsoTime` strings; times that are computed with are milliseconds since the epoch.
 */

export * from './types/certificate.ts';
export * from './types/events.ts';
export * from './types/expect.ts';
export * from './types/findings.ts';
export * from './types/manifest.ts';
export * from './types/policies.ts';
export * from './types/revocation.ts';
export * from './types/trust.ts';
export * from './types/words.ts';
