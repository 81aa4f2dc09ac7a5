import type { Reading } from './reading.ts';

/** One soft sign: when it applies, and how many points towards `suspicious` it gives. */
export interface SoftRule {
  readonly id: string;
  readonly points: number;
  readonly applies: (reading: Reading) => boolean;
}

/** Words between "gửi" and "ảnh căn cước". */
export const PAPERS_REACH = 6;
