/** Decides about the readings of a scan: compares them with the event log, evaluates them, and plans notifications. Pure. */

import type { Observation, Plan, Reachability, ScanContext, Subject, Unobserved, Verdict } from '../../domain/index.ts';
import { countCertificates, indexEntries, indexPlaces, indexSubjects } from '../../domain/place-index.ts';
import { plan } from '../../events/plan/index.ts';
import { observe } from '../../events/state/observe.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { buildReportCertificates } from '../../report/scan/build.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import { evaluateSubjects } from './evaluate.ts';
import {
  type CertificateKeys,
  type EvaluationInput,
  failBrokenReadings,
  omitBroken,
  omitBrokenHistories,
} from './isolate-certificates.ts';

export interface DecisionInput extends EvaluationInput {
  scan: ScanContext;
  policies: PolicyEvaluator | null;
  ignoreCooldown: boolean;
  compileRegex: RegexCompiler | null;
  reachability: Reachability;
  unobserved: Unobserved;
}

export interface Decision {
  observation: Observation;
  getVerdict: (subject: Subject) => Verdict;
  planned: Plan;
  /** Those of the report, which are built before anything is sent. */
  certificates: ReportCertificate[];
}

/** `broken`: the certificates that triggered a bug. Nothing is decided about them, and their places fail. */
export function decide(input: DecisionInput, broken: CertificateKeys): Decision {
  const { manifest, log, covers, scan, policies, ignoreCooldown, compileRegex, reachability, unobserved } = input;
  const { entries } = manifest;
  const byName = indexEntries(entries);
  const readings = failBrokenReadings(input.readings, broken);
  const observed = observe({ log, entries, byName, readings, unobserved, covers, now: scan.now });
  const observation = omitBroken(observed, broken);
  // Created once, because each stage looks up every place.
  const subjects = indexSubjects(observation.subjects);
  const indexes = { index: indexPlaces(observation.places), counts: countCertificates(observation, subjects), byName };
  const getVerdict = evaluateSubjects(manifest, observation, scan.now, policies, indexes);
  const plannable = omitBrokenHistories(observation, broken);
  const conditions = { ignoreCooldown, compileRegex, covers, reachability };
  const shared = plannable === observation ? { ...indexes, subjects } : { byName };
  const planned = plan({ manifest, observation: plannable, getVerdict, scan, ...conditions, ...shared });
  return {
    observation,
    getVerdict,
    planned,
    certificates: buildReportCertificates({ observation, entries, getVerdict, ...indexes }),
  };
}
