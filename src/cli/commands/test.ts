import { deliverPlan } from '../../app/scan.ts';
import {
  addCatchAllRules,
  createSimulation,
  findReceiver,
  formatUnreached,
  type Simulation,
} from '../../app/simulate/select-targets.ts';
import type { Manifest, Plan, PlannedDelivery, Receipt } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import type { Options } from '../parse-options.ts';
import { formatRendered, formatRenderedText, ISSUE, isRendered, renderAll, toRecord } from './format-requests.ts';
import { loadManifestFor } from './load-manifest.ts';

/** Sends, as a test, what would be sent were the case what the options say. Records nothing. */
export async function runTestCommand(options: Options, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const trial = await createSimulation(options, manifest, io);
  const { plan, unreached } = trial;
  const isIssue = ({ destination }: PlannedDelivery) => destination === ISSUE;
  const sent = { ...plan, deliveries: plan.deliveries.filter((one) => !isIssue(one)) };
  const tried = await deliverListening(sent, trial, io);
  const issues = await renderAll(plan.deliveries.filter(isIssue), plan, trial.manifest, io);
  if (options.format === 'json') {
    const printed = issues.length > 0 && { printed: issues.map(toRecord) };
    const shown = { version: 1, deliveries: tried, ...printed, ...(unreached.length > 0 && { unreached }) };
    io.stdout(`${JSON.stringify(shown, null, 2)}\n`);
  } else if (!options.quiet) {
    io.stdout(tried.map(triedText).join(''));
    io.stdout(issues.map(formatRenderedText).join('\n'));
  }
  warnOfUnreached(trial, io);
  return unreached.length === 0 && tried.every(({ status }) => status === 'sent') ? 0 : 3;
}

/** Prints the requests that `test` would send, with `***` for every secret. Sends nothing and needs no secret. */
export async function runRenderCommand(options: Options, io: Io): Promise<number> {
  if (options.preset !== null) return (await import('./render-preset.ts')).renderPreset(options, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const aimed = aimedAtReceiver(options, manifest);
  const trial = await createSimulation(aimed.options, aimed.manifest, io);
  const rendered = await renderAll(trial.plan.deliveries, trial.plan, trial.manifest, io);
  io.stdout(formatRendered(options.format, rendered));
  warnOfUnreached(trial, io);
  return rendered.every(isRendered) ? 0 : 3;
}

/** A receiver is shown with the first certificate and a rule that sends it everything: it can be looked at before any does. */
function aimedAtReceiver(options: Options, manifest: Manifest): { options: Options; manifest: Manifest } {
  const [name] = options.operands;
  const receiver = name === undefined ? null : findReceiver(name, manifest);
  const [first] = manifest.entries;
  if (receiver === null || first === undefined || manifest.entries.some((entry) => entry.name === name))
    return { options, manifest };
  const aimed = addCatchAllRules([receiver], { ...manifest, rules: [] });
  const asked = { webhook: null, email: null, [receiver.kind]: receiver.name };
  return { options: { ...options, operands: [first.name], ...asked }, manifest: aimed };
}

interface Answer {
  status: number;
  /** What it means, where it is known. */
  advice: string | null;
}

/** Makes the deliveries, and takes down what was answered to each. */
async function deliverListening(plan: Plan, { manifest }: Simulation, io: Io): Promise<Tried[]> {
  const { findResponseAdvice: adviceOn } = await import('../../notify/webhook/response-advice.ts');
  const answers = new Map<string, Answer>();
  const { receipts, problems } = await deliverPlan(
    plan,
    manifest,
    io,
    null,
    ({ destination, event_id, rule }, { outcome }) => {
      const webhook = manifest.webhooks.find(({ name }) => destination === `webhook:${name}`);
      if (!outcome?.answered) return;
      const advice = adviceOn(webhook?.preset ?? null, outcome);
      answers.set(JSON.stringify([event_id, rule, destination]), { status: outcome.status, advice });
    },
  );
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${detail}\n`);
  return receipts.map((receipt) => {
    const { event_id, rule, destination } = receipt;
    return { ...receipt, answer: answers.get(JSON.stringify([event_id, rule, destination])) ?? null };
  });
}

interface Tried extends Receipt {
  answer: Answer | null;
}

function triedText({ rule, destination, status, attempts, error, answer }: Tried): string {
  const answered = answer === null ? '' : `, answered ${answer.status}`;
  const tries = attempts === 1 ? '1 request' : `${attempts} requests`;
  const line =
    status === 'sent'
      ? `sent    ${destination} (rule ${rule})${answered}\n`
      : `FAILED  ${destination} (rule ${rule}) after ${tries}: ${error?.detail ?? ''} [${error?.code ?? ''}]\n`;
  return answer?.advice ? `${line}        ${answer.advice}\n` : line;
}

function warnOfUnreached({ unreached }: Simulation, io: Io): void {
  for (const target of unreached) io.stderr(`certvigil: warning[nothing-to-send]: ${formatUnreached(target)}\n`);
}
