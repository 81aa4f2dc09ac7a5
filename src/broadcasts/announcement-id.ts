import { hash } from 'node:crypto';
import type { OutgoingMessage } from 'zalo-oa-sdk';

/** The same message to the same audience is the same announcement: sending it again resumes it and repeats nobody. */
export function announcementId(oaId: string, message: OutgoingMessage, audience: object): string {
  return hash('sha256', JSON.stringify([oaId, message, audience]), 'hex').slice(0, 10);
}
