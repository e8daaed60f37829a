/** Reads MTA-STS of a domain, within the limits of the scan. */

import { resolve } from 'node:path';
import type { DomainSource, Failure, Observed } from '../../domain/index.ts';
import { formatDomainLocation } from '../../domain/sources/domain.ts';
import { limitOr, limitSeconds } from '../../lib/deadline.ts';
import { readCaFile } from '../../lib/files/ca-bundle.ts';
import { createLateFailure } from '../failures.ts';
import { createUrlFailure } from '../http/failures.ts';
import type { ReadContext } from '../sources/reader.ts';
import { fetchPolicy } from './fetch-policy.ts';
import { readMtaSts } from './read-mta-sts.ts';

type MtaStsFacts = Required<Pick<Observed, 'mta_sts'>>;

/** Reads MTA-STS. If there is no time for it, or the CA file is unreadable, everything is unknown. */
export function readMtaStsFacts(domain: string, source: DomainSource, context: ReadContext): Promise<MtaStsFacts> {
  const createLate = () => createUnread(createLateFailure(formatDomainLocation(domain)));
  return limitOr(context.deadline, () => readInTime(domain, source, context), createLate);
}

async function readInTime(domain: string, { ca_file }: DomainSource, context: ReadContext): Promise<MtaStsFacts> {
  const { deadline, root, workspace, openDns, openNetwork, acquire } = context;
  const ca = ca_file === null ? null : await readCaFile(resolve(root, ca_file), workspace.isOutside);
  if (ca !== null && 'problem' in ca)
    return createUnread(createUrlFailure('ca-file-unreadable', '', { detail: ca_file ?? '' }));
  const [{ ask }, network] = await Promise.all([openDns(), openNetwork()]);
  const options = {
    network: network.createApiAccess(null),
    ca: ca?.pem ?? null,
    timeout_seconds: limitSeconds(deadline, context.timeout_seconds),
  };
  const fetch = (name: string) => acquire(() => fetchPolicy(name, options));
  return { mta_sts: await readMtaSts(domain, { ask, fetch }) };
}

/** Creates the facts if nothing was read, for a reason that says nothing about the domain. */
function createUnread(failure: Failure): MtaStsFacts {
  return { mta_sts: { records: null, policy: null, hosts: null, failures: [{ ...failure, cause: 'resolver' }] } };
}
