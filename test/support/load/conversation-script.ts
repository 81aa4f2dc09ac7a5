/**
 * What a simulated resident types, in order. `opening` is said once; `round` can be repeated for ever: it
 * begins with a question that leaves whatever the resident was in, so every round after the first meets the same answers.
 */
export interface ConversationScript {
  readonly opening: readonly string[];
  readonly round: readonly string[];
}

/**
 * First contact, then a card walked step by step in words residents type, then the privacy notice. Each "Xong" gets its own
 * "Bước n", which is what makes a lost, doubled or swapped answer visible; no reply of opening and one round repeats.
 */
export const RESIDENT_SCRIPT: ConversationScript = {
  opening: ['xin chào'],
  round: ['làm tài khoản vneid mức 2', 'Xong', 'Xong', 'Xong', 'Xong', 'Xong', 'quyền riêng tư'],
};

/** Opening and `rounds` rounds as one list of messages. */
export function messagesOf(script: ConversationScript, rounds: number): readonly string[] {
  return [...script.opening, ...Array.from({ length: rounds }, () => script.round).flat()];
}
