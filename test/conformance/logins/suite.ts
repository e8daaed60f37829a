/** Logins: which credentials of an environment reach the server, and what happens if they do not work. */

import fc from 'fast-check';
import type { Difference, Oracle, Session, Suite } from '../suite.ts';
import { AWS } from './aws/vendor.ts';
import { AZURE } from './azure/vendor.ts';
import type { Environment } from './environment.ts';
import { GOOGLE } from './google/vendor.ts';
import { KUBERNETES } from './kubernetes/vendor.ts';
import { VAULT } from './vault/vendor.ts';
import type { Vendor } from './vendor.ts';

const VENDORS = [AWS, GOOGLE, AZURE, VAULT, KUBERNETES] as const;

type VendorName = (typeof VENDORS)[number]['vendor'];
export type LoginCase = Environment & { vendor: VendorName };

export const LOGINS: Suite<LoginCase> = {
  room: 'logins',
  drawn:
    'environments with logins to AWS, Google Cloud, Azure, Vault and Kubernetes: variables, files, programs and services, which work, are refused, have expired, are malformed, empty or missing',
  programs: VENDORS.flatMap(({ programs }) => programs),
  batch: 50,
  // With a bias, most environments would lack most things.
  cases: fc.noBias(fc.oneof(...VENDORS.map(({ vendor, cases }) => cases.map((one) => ({ vendor, ...one }))))),
  answer: (one) => findVendor(one.vendor).answer(one),
  open: async (programs) => {
    let at = 0;
    const sessions: Session<LoginCase>[] = [];
    for (const vendor of VENDORS) {
      const own = programs.slice(at, at + vendor.programs.length);
      at += own.length;
      const { oracles, close } = await vendor.open(own);
      sessions.push({ oracles: oracles.map((oracle) => limitOracle(vendor, oracle)), close });
    }
    const close = async () => void (await Promise.all(sessions.map((session) => session.close())));
    return { oracles: sessions.flatMap(({ oracles }) => oracles), close };
  },
  differences: VENDORS.flatMap((vendor) => vendor.differences.map((one) => limitDifference(vendor, one))),
};

function findVendor(name: VendorName): Vendor<VendorName> {
  const found = VENDORS.find(({ vendor }) => vendor === name);
  if (found === undefined) throw new Error(`unknown vendor ${name}`);
  return found;
}

/** The client of a vendor knows nothing about the cases of another. */
function limitOracle({ vendor }: Vendor<VendorName>, { name, ask }: Oracle<Environment>): Oracle<LoginCase> {
  return {
    name,
    ask: async (cases) => {
      const own = cases.filter((one) => one.vendor === vendor);
      const answers = new Map((await ask(own)).map((answer, index) => [own[index], answer]));
      return cases.map((one) => answers.get(one) ?? null);
    },
  };
}

function limitDifference(
  { vendor }: Vendor<VendorName>,
  { name, covers, ...one }: Difference<Environment>,
): Difference<LoginCase> {
  return { ...one, name: `${vendor}: ${name}`, covers: (found) => found.one.vendor === vendor && covers(found) };
}
