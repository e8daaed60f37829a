/** Limits how much memory V8 takes beyond what is in use. */
import { setFlagsFromString } from 'node:v8';

/**
 * By default, V8 lets the space for new objects grow to 128 MiB, and garbage to several times what is in use. These flags are read
 * whenever the heap may grow, so that they can be set at any time. After that, modules of Node take a little longer to load, so
 * only processes with large input set them.
 *
 * - Objects that survive are moved out of the space for new objects, which stays as it is.
 * - The rest of the heap is collected when it has grown by half.
 */
const FLAGS = ['--semi-space-growth-factor=1', '--heap-growing-percent=50'];

/** Halves the peak memory of this process and its threads, for a few percent more processor time. */
export function limitHeapGrowth(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
