/** Limits how much memory V8 takes beyond what is in use. */

const MEBIBYTE = 1024 * 1024;

/** Smaller, it is collected too often. */
const MIN_NEW_SPACE_MEBIBYTES = 4;
const MAX_NEW_SPACE_MEBIBYTES = 32;

/**
 * In a long scan, objects otherwise survive several collections, and then stay until the whole heap is collected. With this many
 * entries or fewer, the memory counts more.
 */
const MAX_ENTRIES_OF_SHORT_SCAN = 10_000;
const ENTRIES_PER_MEBIBYTE = 625;
const READER_MEBIBYTES = 8;

/** Objects, in case that the space for new objects does not grow. */
const MAX_KEPT = 500_000;

/**
 * Halves the peak memory of a thread with much input, for a few percent more processor time. By default, V8 lets the space for new
 * objects grow to 128 MiB, and garbage to several times what is in use. These flags are read whenever the heap may grow, so that
 * they can be set at any time. They apply to the whole process. After that, modules of Node take 10 ms longer to load.
 */
export function limitHeapGrowth(newSpaceMebibytes = MIN_NEW_SPACE_MEBIBYTES): void {
  // The rest of the heap is collected when it has grown by half.
  getV8().setFlagsFromString('--heap-growing-percent=50');
  limitNewSpace(newSpaceMebibytes);
}

/**
 * Limits only the space for new objects, which takes no time: if each of thousands of items leaves much garbage and little that
 * stays, that space is most of the heap. A space that is larger already keeps its size.
 */
export function limitNewSpace(newSpaceMebibytes = MIN_NEW_SPACE_MEBIBYTES): void {
  const { setFlagsFromString } = getV8();
  setFlagsFromString('--semi-space-growth-factor=2');
  growNewSpace(newSpaceMebibytes * MEBIBYTE);
  // Objects that survive leave the space for new objects, which stays as it is.
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Gives a scan with very many entries more space for new objects. Their manifest has limited the heap already. */
export function limitHeapOfScan(entries: number): void {
  if (entries <= MAX_ENTRIES_OF_SHORT_SCAN) return;
  limitHeapGrowth(Math.min(MAX_NEW_SPACE_MEBIBYTES, entries / ENTRIES_PER_MEBIBYTE));
}

/** Limits the heap of a thread that reads some of these servers. */
export function limitHeapOfReader(servers: number): void {
  limitHeapGrowth(servers <= MAX_ENTRIES_OF_SHORT_SCAN ? MIN_NEW_SPACE_MEBIBYTES : READER_MEBIBYTES);
}

/** It grows when objects survive. `bytes`: of both halves. */
function growNewSpace(bytes: number): void {
  const kept: unknown[] = [];
  while (readNewSpaceSize() < bytes && kept.length < MAX_KEPT) {
    for (let count = 0; count < 1000; count += 1) kept.push({});
  }
}

function readNewSpaceSize(): number {
  const spaces = getV8().getHeapSpaceStatistics();
  return spaces.find(({ space_name }) => space_name === 'new_space')?.space_size ?? Number.POSITIVE_INFINITY;
}

/** An import statement would load it, and with it other modules of Node, also where the heap is not limited. */
function getV8() {
  return process.getBuiltinModule('node:v8');
}
