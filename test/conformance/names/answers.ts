/** The answers of this suite. */

export const ACCEPTED = 'accepted';
export const REJECTED = 'rejected';
