/** Web pages that show a message as its receiver does: GitHub an issue, Slack a message, a mail client a mail. */
import { marked } from 'marked';
import type { DemoMessages, SlackBlock } from './messages.ts';

const FONT = '"Inter", -apple-system, "Segoe UI", Helvetica, Arial, sans-serif';

const MARKDOWN_STYLE = `
  body { margin: 0; background: #fff; color: #1f2328; font: 15px/1.5 ${FONT}; }
  main { padding: 28px 36px; }
  h2 { margin: 0 0 14px; padding-bottom: 8px; border-bottom: 1px solid #d1d9e0; font-size: 24px; font-weight: 600; }
  h3 { margin: 24px 0 12px; font-size: 19px; font-weight: 600; }
  p { margin: 0 0 10px; }
  table { border-collapse: collapse; margin: 14px 0; font-size: 13.5px; }
  th, td { padding: 5px 10px; border: 1px solid #d1d9e0; text-align: left; }
  th { font-weight: 600; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  code { padding: 2px 5px; border-radius: 5px; background: #818b981f; font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; }
  pre { padding: 12px; border-radius: 6px; background: #f6f8fa; } pre code { padding: 0; background: none; }
  summary { margin: 16px 0; }
  .mermaid { margin: 0; padding: 0; background: none; }
  .label { display: inline-block; margin-right: 6px; padding: 0 9px; border-radius: 2em; background: #fbca04; font-size: 12px; font-weight: 500; }
`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Renders a page with Markdown as GitHub shows it. Mermaid diagrams are drawn by the script at this URL. */
export function renderMarkdownPage(markdown: string, mermaidUrl: string, width: number): string {
  const body = marked
    .parse(markdown, { async: false })
    .replace(/<pre><code class="language-mermaid">(.*?)<\/code><\/pre>/gs, '<pre class="mermaid">$1</pre>');
  return `<!doctype html><meta charset="utf-8"><style>${MARKDOWN_STYLE} table { white-space: nowrap; }</style><main>${body}</main>
<script src="${mermaidUrl}"></script>
<script>
  mermaid.initialize({ startOnLoad: false, theme: 'default', gantt: { useWidth: ${width} } });
  mermaid.run().then(() => { document.title = Math.ceil(document.documentElement.getBoundingClientRect().height); });
</script>`;
}

const MEASURE = '<script>document.title = Math.ceil(document.documentElement.getBoundingClientRect().height);</script>';

export function renderIssuePage({ title, body, labels }: DemoMessages['issue']): string {
  const shown = labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join('');
  const content = marked.parse(body.replaceAll(/<!--.*?-->/gs, ''), { async: false });
  return `<!doctype html><meta charset="utf-8"><style>${MARKDOWN_STYLE}</style>
<main><h2>${escapeHtml(title)}</h2><p>${shown}</p>${content}</main>${MEASURE}`;
}

const SLACK_STYLE = `
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.46 ${FONT}; }
  main { display: flex; gap: 10px; padding: 20px 24px; }
  .icon { width: 36px; height: 36px; border-radius: 6px; background: #2eb67d; color: #fff; font: 700 18px/36px ${FONT}; text-align: center; }
  .app { font-weight: 800; } .badge { margin: 0 6px; padding: 1px 4px; border-radius: 3px; background: #e8e8e8; color: #616061; font-size: 10px; font-weight: 700; }
  .bar { padding-left: 12px; border-left: 4px solid; border-radius: 4px; }
  .button { display: inline-block; margin-right: 8px; padding: 3px 12px; border: 1px solid #c4c4c4; border-radius: 4px; font-size: 13px; font-weight: 700; }
  .time { color: #616061; font-size: 12px; } h3 { margin: 6px 0 8px; font-size: 18px; } p { margin: 0 0 8px; }
`;

export function renderSlackPage({ blocks, attachments }: DemoMessages['slack']): string {
  const bars = attachments.map(
    (one) => `<div class="bar" style="border-color:${one.color}">${one.blocks.map(renderBlock).join('\n')}</div>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>${SLACK_STYLE}</style><main><div class="icon">c</div><div>
<span class="app">certvigil</span><span class="badge">APP</span><span class="time">05:17</span>
${blocks.map(renderBlock).join('\n')}${bars.join('\n')}</div></main>${MEASURE}`;
}

function renderBlock({ type, text, elements = [] }: SlackBlock): string {
  if (type === 'header') return `<h3>${escapeHtml(text?.text ?? '')}</h3>`;
  const texts = elements.map((element) =>
    typeof element.text === 'string' ? element.text : (element.text?.text ?? ''),
  );
  return [text?.text ?? '', ...texts]
    .filter((one) => one !== '')
    .map((one) =>
      type === 'actions' ? `<span class="button">${escapeHtml(one)}</span>` : `<p>${renderMrkdwn(one)}</p>`,
    )
    .join('');
}

/** Renders the part of Slack's mrkdwn that the preset uses: bold text, links and line breaks. */
function renderMrkdwn(text: string): string {
  return text
    .replace(/<(https?:[^|>]+)\|([^>]+)>/g, '$2')
    .replaceAll('<', '&lt;')
    .replace(/\*([^*\n]+)\*/g, '<b>$1</b>')
    .replaceAll('\n', '<br>');
}

export function renderMailPage({ html }: DemoMessages['mail']): string {
  return `${html}${MEASURE}`;
}
