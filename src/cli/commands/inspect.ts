import { type InspectTarget, inspect } from '../../app/inspect.ts';
import type { RawPlace } from '../../domain/index.ts';
import type { InspectedPlace, Inspection } from '../../generated/inspect.ts';
import { createUsageError } from '../../lib/app-error.ts';
import { UNRESTRICTED } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { listReferencedVariables } from '../../lib/secret-references.ts';
import { escapeUnprintable } from '../../report/format/terminal-text.ts';
import { renderInspection } from '../../report/inspect/terminal.ts';
import { renderJson } from '../../report/json.ts';
import { createTrustOptionsReader } from '../../scan/sources/trust-anchors.ts';
import type { Options } from '../parse-options.ts';
import { checkOptions, parseTarget } from './inspect-targets.ts';
import { getTableWidth, isColored } from './load-manifest.ts';

/** Shows what is in each target; 3 where one of them, or a part of one, cannot be read. */
export async function runInspectCommand(options: Options, io: Io): Promise<number> {
  const { password_env: password_variable, pem, format, quiet, revocation, allow, dns_servers } = options;
  checkOptions(options);
  if (password_variable !== null) io.conceal([password_variable]);
  io.conceal(listReferencedVariables(options.proxy ?? ''));
  const targets: InspectTarget[] = [];
  for (const target of options.operands) {
    if (target === '-') targets.push({ target, kind: 'stdin', place: await readInput(options, io) });
    else targets.push(parseTarget(target, options, io.cwd));
  }
  const asked = { now: options.now ?? io.now(), pem, password_variable, revocation, allow, dns_servers };
  const inspection = await inspect(targets, asked, io);
  const failed = inspection.targets.flatMap(({ places }) => places).filter(({ error }) => error !== null);
  if (format === 'json') io.stdout(renderJson(inspection));
  else if (pem || quiet) {
    if (pem) io.stdout(pemOf(inspection));
    for (const place of failed) io.stderr(failureText(place));
  } else io.stdout(renderInspection(inspection, { color: isColored(io, 'stdout'), columns: getTableWidth(io) }));
  return failed.length > 0 ? 3 : 0;
}

const LARGEST_MEBIBYTES = 10;

async function readInput({ trust, ca_file }: Options, io: Io): Promise<RawPlace> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of io.stdin()) {
    size += chunk.length;
    if (size > LARGEST_MEBIBYTES * 1024 * 1024) {
      throw createUsageError(
        `standard input goes on after ${LARGEST_MEBIBYTES} MiB`,
        'No certificate file is so large.',
      );
    }
    chunks.push(chunk);
  }
  const anchoring = await createTrustOptionsReader(
    io.cwd,
    UNRESTRICTED,
    io.env,
  )({ trust: trust ?? 'none', ca_file, aia: false, revocation: true });
  const asked = anchoring && { trust: { host: null, ...anchoring } };
  return { place: 'standard input', address: null, content: Buffer.concat(chunks), ...asked };
}

/** Each certificate once, in the order of the targets. */
function pemOf({ targets }: Inspection): string {
  const certificates = targets.flatMap(({ places }) => places).flatMap((place) => place.certificates);
  return [...new Set(certificates.flatMap(({ pem }) => pem ?? []))].join('');
}

function failureText({ location, error }: InspectedPlace): string {
  return error === null
    ? ''
    : `certvigil: error[${error.code}]: ${escapeUnprintable(location)}: ${escapeUnprintable(error.detail)}\n`;
}
