/** Name of the assistant on paper and pages. An OA of another name is found by its address, `zalo.me/<id>`. */
export const ASSISTANT_NAME = 'Trợ lý số';

/** What stands on the hand-outs around the words of the cards. Vietnamese, because residents read it. */
export const words = {
  warning: 'Cảnh báo:',
  underReview: 'Thông tin này đang được kiểm tra lại. Bác hỏi kênh chính thức trước:',
  underReviewShort: 'Thông tin này đang được kiểm tra lại.',
  official: 'Trang chính thức:',
  steps: 'Các bước',
  stuck: 'Nếu không làm được:',
  help: 'Ai giúp được',
  illustration: 'Hình minh họa, màn hình thật có thể hơi khác.',
  source: 'Nguồn:',
  printedOn: 'In ngày',
  page: 'Trang',
  scan: 'Mở máy ảnh hoặc Zalo, quét mã này để xem trên điện thoại.',
  openZalo: 'Mở Zalo, tìm:',
  orAddress: 'hoặc gõ địa chỉ',
  thenWrite: 'rồi nhắn:',
} as const;

/** What brings a resident to the team, or at least to the assistant. */
export function askSentence(oaName: string, teamCode?: string): string {
  return teamCode === undefined
    ? `Cần giúp thêm, bác nhắn cho Zalo ${oaName}.`
    : `Nhắn "TO\u00a0${teamCode}" cho Zalo ${oaName} để tổ giúp bác.`;
}
