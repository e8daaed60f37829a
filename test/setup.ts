/** Property tests draw the same values in every run: whether the suite passes must not depend on chance. */

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.CERTVIGIL_TEST_SEED ?? 1) });
