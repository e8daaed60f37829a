/** What the fakes of inventories have in common: faults that tests inject, and certificates. */

import { createCertificate, createKeys, type Keys } from '../../../../src/app/demo/create-certificate.ts';
import type { Source } from '../../../../src/domain/index.ts';
import {
  type ApiCall,
  type ApiReply,
  FAULTS,
  type FakeApi,
  type FakeTls,
  type FaultName,
  startFakeApi,
} from '../fake-api.ts';

/** A fault for the n-th request (counted from 0); null for none. */
export type InjectFault = (call: ApiCall, index: number) => FaultName | null;

/** A fake with items in it, and how to read it. */
export interface InventoryFake extends Pick<FakeApi, 'origin' | 'calls' | 'close'> {
  source: Source;
  env: Record<string, string>;
  /** Replaces the faults, and counts requests from 0 again. */
  inject: (fault: InjectFault) => void;
  /** Called for each request: it may change what is listed before it calls `reply`, or replace the reply. */
  onRequest: (hook: (reply: () => ApiReply) => ApiReply) => void;
}

/** Starts a server whose replies are replaced by faults. */
export async function startFaultyApi(reply: (call: ApiCall) => ApiReply, tls: FakeTls | null = null) {
  let inject: InjectFault = () => null;
  let hook = (reply: () => ApiReply) => reply();
  let index = 0;
  const api = await startFakeApi((call) => {
    const fault = inject(call, index++);
    const good = hook(() => reply(call));
    return fault === null ? good : FAULTS[fault](good);
  }, tls);
  return {
    ...api,
    inject: (next: InjectFault) => {
      inject = next;
      index = 0;
    },
    onRequest: (next: typeof hook) => {
      hook = next;
    },
  };
}

const DAY = 86_400_000;

export interface TestCertificateOptions {
  name: string;
  /** Default: 90. Negative: expired. */
  days?: number;
  /** When it was issued, in days before now. Default: 30. */
  age?: number;
  serial?: string;
  ca?: boolean;
  /** Default: those that all certificates share. */
  keys?: Keys;
}

let shared: Promise<Keys> | null = null;

/** A certificate in PEM and DER. All share one key, because that is what takes time. */
export async function createTestCertificate({
  name,
  days = 90,
  age = 30,
  serial,
  ca = false,
  ...own
}: TestCertificateOptions) {
  shared ??= createKeys();
  const keys = own.keys ?? (await shared);
  const now = Math.floor(Date.now() / 1000) * 1000;
  const [notBefore, notAfter] = [new Date(now - Math.max(age, 1 - days) * DAY), new Date(now + days * DAY)];
  const options = { commonName: name, sans: [name], notBefore, notAfter, keys, ca };
  return createCertificate(serial === undefined ? options : { ...options, serial });
}
