/** Bundles the script and the style of the html report, with their hashes for the content security policy. */
import { createHash } from 'node:crypto';
import { build } from 'esbuild';

/** Renders the text of src/generated/dashboard.ts. */
export async function renderDashboardAssets(): Promise<string> {
  const [script, style] = await Promise.all([bundle('src/dashboard/main.ts'), bundle('src/dashboard/style.css')]);
  return `${formatAsset('DASHBOARD_SCRIPT', script)}${formatAsset('DASHBOARD_STYLE', style)}`;
}

/** Bundles a file for browsers since May 2024, which support light-dark() in CSS. */
async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
  });
  const text = outputFiles[0]?.text.trim() ?? '';
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${file} would end the element that contains it`);
  return text;
}

function formatAsset(name: string, text: string): string {
  const hash = `sha256-${createHash('sha256').update(text).digest('base64')}`;
  return `export const ${name} = {\n  hash: ${JSON.stringify(hash)},\n  text: ${JSON.stringify(text)},\n} as const;\n`;
}
