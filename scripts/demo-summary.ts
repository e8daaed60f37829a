/** Renders the job summary of a scan of the demo: the same text each time, so that a test can check it. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDemoEnvironment } from '../src/app/demo/environment.ts';
import { main } from '../src/cli/main.ts';
import type { Report } from '../src/generated/report.ts';
import { createProcessIo } from '../src/lib/process/process-io.ts';
import { renderMarkdown } from '../src/report/document/markdown.ts';
import { buildScanDocument } from '../src/report/scan/document.ts';

const NOW = Date.parse('2026-11-17T05:17:00Z');
const SCAN_ID = '0b5e6f0a-8c1d-4f6e-9a57-3d2c1b0a9f8e';
/** The ports that replace those that the system chose, in the order of the manifest. */
const PORTS = [8443, 9443];

export async function renderDemoSummary(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-picture-'));
  try {
    await using environment = await createDemoEnvironment(directory, NOW);
    let printed = '';
    const io = {
      ...createProcessIo(),
      cwd: directory,
      env: { SLACK_WEBHOOK_URL: environment.receiverUrl },
      now: () => NOW,
      stdout: (text: string) => {
        printed += text;
      },
    };
    const status = await main(['scan', '--format', 'json'], io);
    if (status !== 0) throw new Error(`the demo scan exited with ${status}`);
    const manifest = await readFile(path.join(directory, 'certvigil.yaml'), 'utf8');
    return renderMarkdown(buildScanDocument(normalizeReport(printed, manifest)));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Replaces values that differ between runs. */
function normalizeReport(json: string, manifest: string): Report {
  const endpoints = Array.from(manifest.matchAll(/endpoint: (127\.0\.0\.1:\d+)/g), ([, endpoint = '']) => endpoint);
  const text = endpoints.reduce(
    (before, endpoint, index) => before.replaceAll(endpoint, `127.0.0.1:${PORTS[index]}`),
    json,
  );
  return { ...JSON.parse(text), scan_id: SCAN_ID };
}
