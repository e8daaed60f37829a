/** The table of all ways in which a monitor could be silent while a certificate breaks something, by class. */

import type { Way } from '../way.ts';
import { CHANNEL_TESTS, DELIVERIES, HEARTBEATS, ISSUES } from './deliveries.ts';
import { FILES, SECRETS, URLS } from './files.ts';
import { INVENTORIES } from './inventories.ts';
import { LOGS, SCHEDULES } from './logs.ts';
import { RECORDS, REVOCATIONS, TRANSPARENCIES } from './lookups.ts';
import { MANIFESTS } from './manifests.ts';
import { DISCOVERIES, OVERVIEWS, PROBES } from './organizations.ts';
import { SERVERS } from './servers.ts';
import { SILENCES } from './silences.ts';

export const WAYS: Readonly<Record<string, readonly Way[]>> = {
  server: SERVERS,
  file: FILES,
  'keystore and password': SECRETS,
  URL: URLS,
  inventory: INVENTORIES,
  manifest: MANIFESTS,
  'event log': LOGS,
  schedule: SCHEDULES,
  delivery: DELIVERIES,
  'channel test': CHANNEL_TESTS,
  heartbeat: HEARTBEATS,
  'GitHub issue': ISSUES,
  silence: SILENCES,
  revocation: REVOCATIONS,
  'certificate transparency': TRANSPARENCIES,
  DNS: RECORDS,
  probe: PROBES,
  overview: OVERVIEWS,
  'pull request': DISCOVERIES,
};
