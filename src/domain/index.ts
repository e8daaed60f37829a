/**
 * The types of the domain, shared by all layers above.
 *
 * Times that are stored or shown are `IsoTime` strings; times in computations are milliseconds since the epoch.
 */

export * from './basic-types.ts';
export * from './certificate.ts';
export * from './comparison.ts';
export * from './event-definitions.ts';
export * from './events.ts';
export * from './findings.ts';
export * from './manifest.ts';
export * from './policies.ts';
export * from './receivers.ts';
export * from './revocation.ts';
export * from './rules.ts';
export type * from './sources/index.ts';
export * from './sources/inventory.ts';
export * from './transparency.ts';
export * from './trust.ts';
