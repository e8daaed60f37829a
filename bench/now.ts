/** The time of every scan, so that each run of the benchmark does the same work. */
export const NOW = '2027-01-01T00:00:00Z';
