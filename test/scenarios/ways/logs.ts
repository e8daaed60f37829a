/** Event logs that are lost, broken or shared, and scans that do not run. */

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { alerted, endpoint, type Happening, nothing, quiet, red, stopped, type Way, watch } from '../way.ts';

const LOG = '.certvigil/event-log.json';
const ONE = watch('- { name: shop, expires: 2026-06-11 }');
const WARNING = alerted('certificate.expiry_warning shop');

const lose: Happening = (world) => rm(path.join(world.root, LOG));
const OTHER = ['scan', '--manifest', 'other/certvigil.yaml'];
const writeOther =
  (more: string): Happening =>
  (world) =>
    world.writeFile('other/certvigil.yaml', `version: 1\ncertificates: [{ name: wiki, expires: 2026-06-12 }]\n${more}`);

export const LOGS: Way[] = [
  {
    title: 'a lost event log sends active alerts again',
    manifest: ONE,
    days: { 0: nothing, 1: lose },
    must: { 0: WARNING, 1: WARNING },
  },
  {
    title: 'a server that is down while the event log is lost is red at once',
    manifest: watch(endpoint('shop')),
    days: {
      0: (world) => world.serve(300, 'shop'),
      1: async (world) => {
        await world.stop('shop');
        await lose(world);
      },
      2: nothing,
    },
    must: {
      1: red('never-read', 'endpoint-refused'),
      2: { ...red('never-read', 'endpoint-refused'), ...alerted('certificate.unreachable shop') },
    },
  },
  {
    title: 'a server that is down is red although the event log is lost before each scan',
    manifest: watch(endpoint('shop')),
    days: {
      0: async (world) => {
        await world.serve(300, 'shop');
        await world.stop('shop');
      },
      ...{ 1: lose, 2: lose, 3: lose },
    },
    must: {
      ...{ 0: red('never-read', 'endpoint-refused'), 1: red('never-read', 'endpoint-refused') },
      ...{ 2: red('never-read', 'endpoint-refused'), 3: red('never-read', 'endpoint-refused') },
    },
  },
  {
    title: 'an event log that is cut off stops the scan',
    manifest: ONE,
    days: { 0: nothing, 1: (world) => world.writeFile(LOG, '{"version": 1, "ev') },
    must: { 0: WARNING, 1: stopped('event-log-not-json') },
  },
  {
    title: 'an event log that is emptied stops the scan',
    manifest: ONE,
    days: { 0: nothing, 1: (world) => world.writeFile(LOG, '') },
    must: { 0: WARNING, 1: stopped('event-log-not-json') },
  },
  {
    title: 'the event log of another manifest of the repository stops the scan',
    manifest: ONE,
    days: {
      0: (world) => mkdir(path.join(world.root, '.git')),
      1: writeOther(`event_log: { store: file, path: ../${LOG} }\n`),
    },
    commands: { 1: OTHER },
    must: { 0: WARNING, 1: stopped('event-log-manifest-mismatch') },
  },
  {
    title: 'the event log of another manifest stops the scan outside of a repository, too',
    manifest: ONE,
    days: { 0: nothing, 1: writeOther('') },
    commands: { 1: [...OTHER, '--event-log', LOG] },
    must: { 0: WARNING, 1: stopped('event-log-manifest-mismatch') },
  },
  {
    title: 'a clock that went back stops the scan',
    manifest: ONE,
    days: {
      0: nothing,
      1: nothing,
      2: (world) => {
        world.clock.skew = -30;
      },
    },
    must: { 0: WARNING, 2: stopped('clock-went-back') },
  },
  {
    title: 'a clock that is a month ahead alerts too early, and stops the next scan',
    manifest: watch('- { name: shop, expires: 2026-07-20 }'),
    days: {
      0: nothing,
      1: (world) => {
        world.clock.skew = 30;
      },
      2: (world) => {
        world.clock.skew = 0;
      },
    },
    must: {
      0: alerted('certificate.expiry_warning shop'),
      1: alerted('certificate.expiry_warning shop', 'scan.stale (scan)'),
      2: stopped('clock-went-back'),
    },
  },
  {
    title: 'an event log that cannot be read stops the scan',
    manifest: ONE,
    days: { 0: (world) => mkdir(path.join(world.root, LOG), { recursive: true }) },
    must: { 0: stopped('event-log-unreadable') },
  },
  {
    title: 'an event log that cannot be saved is red, and a gap for the scan after it',
    manifest: watch('- { name: shop, expires: 2026-06-11 }', 'event_log: { store: commit }'),
    days: {
      0: nothing,
      1: (world) =>
        world.github.fail({ path: /graphql|contents/, method: /POST|PUT/, times: 1e9, answer: { status: 503 } }),
      2: (world) => world.github.clearFaults(),
    },
    must: { 0: WARNING, 1: red('log-unsaved'), 2: alerted('certificate.expiry_warning shop', 'scan.stale (scan)') },
  },
];

export const SCHEDULES: Way[] = [
  {
    title: 'a schedule that stops is noticed by the monitor, and the gap is an alert of the next scan',
    manifest: ONE.replace('2026-06-11', '2026-12-01'),
    days: { ...quiet(0, 2), 9: nothing },
    must: { 4: { isOverdue: true }, 8: { isOverdue: true }, 9: alerted('scan.stale (scan)') },
  },
  {
    title: 'a scan that stops does not ping the monitor, which notices it',
    manifest: ONE.replace('2026-06-11', '2026-12-01'),
    days: { 0: nothing, 1: (world) => world.writeFile(LOG, '{'), 2: nothing },
    must: { 1: stopped('event-log-not-json'), 2: stopped('event-log-not-json'), 3: { isOverdue: true } },
  },
];
