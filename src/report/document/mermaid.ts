/** Renders a timeline as a Mermaid Gantt chart, which GitHub draws. */

import { STATUS_LABELS, type Status } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { SYMBOLS } from './markdown-text.ts';
import type { Timeline } from './model.ts';

/**
 * The bars have the colors that Mermaid gives to the states of a task. The past is solid red; the future is light, with a colored border:
 * orange, amber, green. A milestone, which looks like green bars, marks the scan. Labels on orange and amber share one color
 * (`taskTextDarkColor`) that is readable on both, and on a light and a dark page. The gray behind the bars is translucent for the same
 * reason. Other colors are left to the theme.
 */
const INIT = {
  gantt: { leftPadding: 90, barHeight: 22, fontSize: 12, sectionFontSize: 12 },
  themeVariables: {
    critBkgColor: '#cf222e',
    critBorderColor: '#a40e26',
    doneTaskBkgColor: '#ffc69b',
    doneTaskBorderColor: '#e16f24',
    activeTaskBkgColor: '#ffe9a8',
    activeTaskBorderColor: '#d4a72c',
    taskBkgColor: '#aceebb',
    taskBorderColor: '#1f883d',
    taskTextColor: '#116329',
    taskTextDarkColor: '#9a6700',
    sectionBkgColor: '#80808033',
    altSectionBkgColor: '#80808000',
    sectionBkgColor2: '#80808033',
  },
};

const TAGS: Record<Status, string> = {
  expired: 'crit, ',
  critical: 'done, ',
  warning: 'active, ',
  ok: '',
  not_yet_valid: '',
  unknown: '',
};

/** Renders a fenced block, with a section for each status in the order of the bars. */
export function renderMermaid({ now, bars }: Timeline): string {
  const lines = [...groupBy(bars, ({ status }) => status)].flatMap(([status, members]) => [
    `  section ${STATUS_LABELS[status]}`,
    ...members.map(renderBar),
  ]);
  return `\`\`\`mermaid
%%{init: ${JSON.stringify(INIT)}}%%
gantt
  dateFormat YYYY-MM-DD
  axisFormat %d %b
  tickInterval 2week
  todayMarker off
  section ${escapeLabel(now.label)}
  on ${now.day} :milestone, ${now.day}, 0d
${lines.join('\n')}
\`\`\``;
}

/** Renders a bar of at least a day, so that it is visible. */
function renderBar({ status, label, from, to }: Timeline['bars'][number]): string {
  // The symbol also keeps Mermaid from reading a name such as "section" as a keyword.
  return `  ${SYMBOLS[status]} ${escapeLabel(label)} :${TAGS[status]}${from}, ${from === to ? '1d' : to}`;
}

/** Escapes a label. Names are untrusted: only letters, digits, spaces, and the punctuation of host names and lists are kept. */
function escapeLabel(label: string): string {
  return label.replace(/[^\p{L}\p{N}.*_… (),-]/gu, '?').trim() || '?';
}
