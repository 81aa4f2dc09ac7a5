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

/** Stays inside a guide for ever: a press of the guide's own button begins it again. Nothing here is understood freely. */
export const IN_FLOW_SCRIPT: ConversationScript = {
  opening: ['xin chào', 'làm tài khoản vneid mức 2'],
  round: ['Xong', 'xong rồi', 'Xem lại', '1', 'Chưa làm được', 'Xong', 'Xong', '#card:vneid-register-level-2'],
};

/** Only questions in residents' own words; each leaves the guide that the one before began. */
export const FREE_TEXT_SCRIPT: ConversationScript = {
  opening: ['xin chào'],
  round: [
    'làm tài khoản vneid mức 2',
    'toi muon chuyen tien cho con qua ngan hang',
    'đăng ký khám bệnh trên mạng như thế nào',
    'mat sim dien thoai thi lam the nao',
    'quét mã QR trả tiền ở chợ làm sao',
    'doi bang lai xe o dau',
  ],
};

/** Opening and `rounds` rounds as one list of messages. */
export function messagesOf(script: ConversationScript, rounds: number): readonly string[] {
  return [...script.opening, ...Array.from({ length: rounds }, () => script.round).flat()];
}
