/**
 * The words of the domain, data only. Every folder of the row speaks in these and in nothing of its neighbours'.
 *
 * Times that are kept or shown are `IsoTime` strings; times that are computed with are milliseconds since the epoch.
 */

export * from './certificate.ts';
export * from './common.ts';
export * from './events.ts';
export * from './expectations.ts';
export * from './findings.ts';
export * from './manifest.ts';
export * from './policies.ts';
export * from './revocation.ts';
export * from './trust.ts';
