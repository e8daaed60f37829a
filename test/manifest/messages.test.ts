import { expect, it } from 'vitest';
import { createDiagnostic, type DiagnosticCode } from '../../src/manifest/diagnostics/diagnostic.ts';
import { OTHER_MESSAGES } from './other-messages.ts';

const AT = { file: 'certvigil.yaml', line: 1, column: 1 };

it('every message that no golden manifest shows has its text and its fix', async () => {
  const codes = Object.keys(OTHER_MESSAGES) as DiagnosticCode[];
  const texts = codes.flatMap((code) =>
    (OTHER_MESSAGES[code] ?? []).map((args) => {
      const { severity, message, hint } = createDiagnostic(code, AT, ...(args as never));
      return `${severity}[${code}]: ${message}\n  = help: ${hint}\n`;
    }),
  );
  await expect(texts.join('')).toMatchFileSnapshot('../golden/manifest-messages.txt');
});
