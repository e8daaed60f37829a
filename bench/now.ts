/** The time that every scan here goes by, so that the figures are of the same work whenever they are taken. */
export const NOW = '2027-01-01T00:00:00Z';
