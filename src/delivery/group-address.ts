const PREFIX = 'group:';

/**
 * How a group chat stands as a recipient in the outbox, so that what is said there has the same order, retries and states
 * as every other answer. Ids of Zalo are digits: no resident's id looks like this.
 */
export const groupAddress = (groupId: string): string => `${PREFIX}${groupId}`;

/** The group of a recipient; undefined for a resident. */
export const groupOf = (recipient: string): string | undefined =>
  recipient.startsWith(PREFIX) ? recipient.slice(PREFIX.length) : undefined;
