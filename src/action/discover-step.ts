/** The step `command: discover`. */

import { randomUUID } from 'node:crypto';
import { runDiscovery } from '../app/discover/index.ts';
import { readStoredLog } from '../app/discover/read-log.ts';
import { writeEntries } from '../app/discover/write-entries.ts';
import { resolveLogRequest } from '../app/log-request.ts';
import { writeReport } from '../app/reports/files.ts';
import type { Io } from '../lib/io.ts';
import { buildDiagnosticAnnotations } from '../report/annotations.ts';
import { buildDiscoveryDocument } from '../report/discover/document.ts';
import { renderDiscoveryMarkdown } from '../report/discover/markdown.ts';
import { listUnwatched } from '../report/discover/select.ts';
import { renderTerminal } from '../report/document/terminal.ts';
import type { DiscoverInputs } from './inputs.ts';
import { maskSecrets } from './load-for-run.ts';
import { annotate, resolveJobFile, setOutputs, writeSummary } from './runner-io.ts';
import { refuseUntrusted, type TriggerEvent } from './trigger-event.ts';
import { loadForScan } from './validate-step.ts';

/** No step asks for candidates or unresolved expressions: they need a person. */
const VIEW = { candidates: false, unresolved: false };

/** Returns 0 even if something is not watched: a later step decides about it by the outputs. */
export async function runDiscoverStep(inputs: DiscoverInputs, event: TriggerEvent, io: Io): Promise<number> {
  refuseUntrusted(event, inputs.command);
  const loaded = await loadForScan(inputs.manifest, io);
  if (loaded?.manifest == null) return 2;
  const { manifest } = loaded;
  maskSecrets(['INPUT_TOKEN', ...loaded.variables], io);
  const log = await readStoredLog(manifest, resolveLogRequest(inputs, io), io);
  const { discovery, warnings } = await runDiscovery({ manifest, log, now: io.now() }, io);
  io.stdout(renderTerminal(buildDiscoveryDocument(discovery, VIEW), { color: false, columns: 160 }));
  annotate(buildDiagnosticAnnotations(warnings), io);
  const findings = listUnwatched(discovery);
  if (inputs.write) io.stdout(await writeEntries(findings, manifest.file, io));
  const text = renderDiscoveryMarkdown(discovery, VIEW);
  const markdown = resolveJobFile(`certvigil-discover-${randomUUID()}.md`, io);
  await writeReport('markdown', text, markdown, io);
  const unwatched = findings.length;
  await setOutputs({ unwatched, markdown });
  await writeSummary(() => text, io);
  return 0;
}
