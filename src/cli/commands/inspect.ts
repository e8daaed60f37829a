/** `certvigil inspect` */

import { isFailing } from '../../app/exit-code.ts';
import { type InspectTarget, inspect } from '../../app/inspect.ts';
import { inspectInventory } from '../../app/inspect-inventory.ts';
import type { Failure, RawLocation } from '../../domain/index.ts';
import type { InspectedLocation, Inspection } from '../../generated/inspect.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { UNRESTRICTED } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { listProxyCredentials } from '../../lib/secrets/proxy-credentials.ts';
import { listReferencedVariables } from '../../lib/secrets/references.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { buildInspectionDocument } from '../../report/inspect/document.ts';
import { buildInventoryDocument } from '../../report/inspect/inventory.ts';
import { renderJson } from '../../report/json.ts';
import { createTrustOptionsReader } from '../../scan/sources/trust-anchors.ts';
import type { CommandOptions } from '../command-specs.ts';
import { checkOptions, parseTarget } from './inspect/targets.ts';
import { loadManifestFor } from './load-manifest.ts';
import { getTableLayout, printRevocationTime, printWarnings } from './terminal.ts';

/** Returns 3 if a target, or a part of one, cannot be read; otherwise 1 if a certificate has the status of `--fail-on`. */
export async function runInspectCommand(options: CommandOptions<'inspect'>, io: Io): Promise<number> {
  const { password_env: password_variable, pem, format, quiet, revocation } = options;
  checkOptions(options);
  if (options.entry !== null) return inspectEntry(options.entry, options, io);
  if (password_variable !== null) io.registerSecrets([password_variable]);
  io.registerSecrets(listReferencedVariables(options.proxy ?? ''));
  io.addSecrets(listProxyCredentials(options.proxy ?? '', io.env));
  const targets: InspectTarget[] = [];
  for (const target of options.targets) {
    if (target === '-') targets.push({ target, kind: 'stdin', location: await readStandardInput(options, io) });
    else targets.push(parseTarget(target, options, io.cwd));
  }
  const now = options.now ?? io.now();
  const onNote = (note: Failure) => printWarnings([note], io);
  const inspection = await inspect(targets, { ...options, now, password_variable, onNote }, io);
  const failed = inspection.targets.flatMap(({ locations }) => locations).filter(({ error }) => error !== null);
  if (format === 'json') io.stdout(renderJson(inspection));
  else if (pem || quiet) {
    if (pem) io.stdout(collectPem(inspection));
    for (const location of failed) io.stderr(formatFailure(location));
  } else io.stdout(renderTerminal(buildInspectionDocument(inspection), getTableLayout(io)));
  if (!quiet) printRevocationTime(options.now, revocation, io);
  if (failed.length > 0) return 3;
  return isFailing(inspection.targets.flatMap(({ locations }) => locations).flatMap(toFailing), options.fail_on)
    ? 1
    : 0;
}

/** A location without a status has an error. */
function toFailing({ status }: InspectedLocation): Parameters<typeof isFailing>[0][number][] {
  return status ? [{ status, findings: [] }] : [];
}

const MAX_INPUT_MEBIBYTES = 10;

async function readStandardInput({ trust, ca_file }: CommandOptions<'inspect'>, io: Io): Promise<RawLocation> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > MAX_INPUT_MEBIBYTES * 1024 * 1024) {
      throw createUsageError(
        `standard input exceeds ${MAX_INPUT_MEBIBYTES} MiB`,
        'Certificate files are much smaller. Check what is piped in.',
      );
    }
    chunks.push(chunk);
  }
  const readTrustOptions = createTrustOptionsReader(io.cwd, UNRESTRICTED, io.env);
  const anchoring = await readTrustOptions({
    trust: trust ?? 'none',
    ca_file,
    aia: false,
    revocation: true,
    purpose: null,
  });
  return {
    location: 'standard input',
    observed: {},
    content: Buffer.concat(chunks),
    ...(anchoring && { trust: { host: null, ...anchoring } }),
  };
}

/** Collects each certificate once, in the order of the targets. */
function collectPem({ targets }: Inspection): string {
  const certificates = targets.flatMap(({ locations }) => locations).flatMap((location) => location.certificates);
  return [...new Set(certificates.flatMap(({ pem }) => pem ?? []))].join('');
}

function formatFailure({ location, error }: InspectedLocation): string {
  if (error === null) return '';
  return `certvigil: error[${error.code}]: ${escapeUnprintable(location)}: ${escapeUnprintable(error.detail)}\n`;
}

/** Runs `certvigil inspect --entry NAME`. Returns 3 if the inventory cannot be read. */
async function inspectEntry(name: string, options: CommandOptions<'inspect'>, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const inspected = await inspectInventory(manifest, name, io);
  if (options.format === 'json') io.stdout(renderJson(inspected));
  else if (!options.quiet) {
    io.stdout(renderTerminal(buildInventoryDocument(inspected), getTableLayout(io)));
  }
  return inspected.error === null ? 0 : 3;
}
