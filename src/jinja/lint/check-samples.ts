/** Renders a template with sample contexts, and reports those for which it fails or writes no JSON. */

import type { Budget } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import type { OutputMode } from '../escape-modes.ts';
import type { Template } from '../parser/ast.ts';
import { createModeBudget, renderWith } from '../render.ts';
import type { ContextSchema } from '../schema.ts';
import { type Branch, type Decision, listBranches } from './branches.ts';
import type { LintProblem } from './lint-problem.ts';
import { ALL_SAMPLE_KINDS, SAMPLE_KINDS, SampleBuilder, type SampleKind } from './samples.ts';
import { listExpressions } from './syntax-tree.ts';

/** The maximum of branches that are rendered although no sample leads to them, which limits the time. */
const MAX_FORCED_BRANCHES = 20;
const MAX_COMBINED_CONDITIONS = 3;

interface Failure {
  error: TemplateError;
  /** Completes a sentence: "... when lists are empty". */
  when: string;
}

/** Reports sample contexts for which the template fails, or does not write JSON in the mode `json`. */
export function checkSamples(template: Template, mode: OutputMode, schema: ContextSchema): LintProblem[] {
  const hasCalls = listExpressions(template).some(({ kind }) => kind === 'call');
  if (mode !== 'json' && !hasCalls) return [];
  const run = new SampleRun(template, mode, schema);
  const failures = SAMPLE_KINDS.map((kind, index) => run.render(kind, index));
  const fails = failures.find((failure) => failure?.error.isCallOnNull);
  const problems = fails ? [createFailsProblem(fails)] : [];
  if (mode !== 'json') return problems;
  const notJson = failures.find(isNotJson) ?? run.findMissedBranch();
  if (notJson) problems.push(createNotJsonProblem(notJson, failures.every(isNotJson) && run.isNeverJson()));
  return problems;
}

const isNotJson = (failure: Failure | null): boolean => failure?.error.code === 'template-not-json';

function createFailsProblem({ error: { detail, line, column }, when }: Failure): LintProblem {
  const message = `The template fails ${when}, so nothing is sent: ${detail}.`;
  return { code: 'template-call-on-null', message, line, column };
}

function createNotJsonProblem({ error, when }: Failure, isCertain: boolean): LintProblem {
  const reason = error.detail.replace(/ \(line \d+ of the body\)$/, '');
  const message = isCertain
    ? `The body is never valid JSON, so it is never sent: ${reason}.`
    : `The body is not valid JSON ${when}, so it is not sent: ${reason}.`;
  return { code: 'body-not-json', message, line: error.line, column: error.column, isCertain };
}

/** The renderings of one template, with the branches that they took. */
class SampleRun {
  readonly #template: Template;
  readonly #mode: OutputMode;
  readonly #samples: SampleBuilder;
  readonly #branches: ReturnType<typeof listBranches>;
  readonly #taken = new Set<string>();
  /** The budget of all renderings together, so that linting takes no longer than rendering. */
  readonly #budget: Budget;
  #isStopped = false;

  constructor(template: Template, mode: OutputMode, schema: ContextSchema) {
    this.#template = template;
    this.#mode = mode;
    this.#samples = new SampleBuilder(template, schema);
    this.#branches = listBranches(template);
    this.#budget = createModeBudget(mode);
  }

  /** Returns null if the template renders. Once the budget is spent, no more samples are rendered. */
  render(kind: SampleKind, index: number, forced: readonly Decision[] = [], when = kind.description): Failure | null {
    if (this.#isStopped) return null;
    const decisions = new Map(forced.map(({ condition, isTrue }) => [condition, isTrue]));
    try {
      renderWith(this.#template, this.#samples.createReader(kind, index), this.#mode, {
        budget: this.#budget,
        onBranch: (test, isMet) => {
          const condition = this.#branches.conditions.get(test) ?? '';
          const isTrue = decisions.get(condition) ?? isMet;
          this.#taken.add(`${isTrue} ${condition}`);
          return isTrue;
        },
      });
      return null;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.#isStopped = error.code === 'template-limit';
      return { error, when };
    }
  }

  /** Finds a branch that no sample took and that does not write JSON. The combination of values may never occur. */
  findMissedBranch(): Failure | null {
    const [kind] = SAMPLE_KINDS;
    const isMissed = ({ condition, isTrue }: Branch) => !this.#taken.has(`${isTrue} ${condition}`);
    let count = 0;
    for (const branch of this.#branches.all) {
      if (kind === undefined || count === MAX_FORCED_BRANCHES) return null;
      if (!isMissed(branch)) continue;
      count += 1;
      const failure = this.render(kind, 0, branch.path, describeBranch(branch));
      if (isNotJson(failure)) return failure;
    }
    return null;
  }

  /** True if all combinations of samples and decisions fail to write JSON. Beyond three conditions, some share a decision. */
  isNeverJson(): boolean {
    if (this.#branches.hasSwitch) return false;
    const conditions = [...new Set(this.#branches.conditions.values())];
    const bits = Math.min(conditions.length, MAX_COMBINED_CONDITIONS);
    const combinations = Array.from({ length: 2 ** bits }, (_, seed) =>
      conditions.map((condition, position) => ({ condition, isTrue: ((seed >> (position % bits)) & 1) === 1 })),
    );
    return ALL_SAMPLE_KINDS.every((kind, index) =>
      combinations.every((decisions) => isNotJson(this.render(kind, index, decisions))),
    );
  }
}

const describeBranch = ({ isTrue }: Branch): string => `when a condition before this is ${isTrue}`;
