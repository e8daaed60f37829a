/**
 * Microseconds that work takes of the processor, which are the same while others use the machine as well. Compare them with
 * those of other work of the same run: then they hold on a slow machine too.
 */
export async function measureProcessorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
