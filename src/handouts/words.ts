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
  certificateTitle: 'Giấy ghi nhận đã học',
  certificateLearnt: 'đã học xong phần',
  certificateDay: 'Ngày',
  certificateCode: 'Mã kiểm tra:',
  certificateAsk: 'Muốn kiểm tra, nhắn KIỂM TRA GIẤY và mã này cho Zalo',
  certificateNot: 'Giấy để động viên người trong tổ, không thay giấy tờ của cơ quan nào.',
  inviteTitle: 'Có việc cần hỏi, tìm',
  inviteSafe: 'Tổ không hỏi mật khẩu, mã OTP.',
  state: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  motto: 'Độc lập - Tự do - Hạnh phúc',
  reportTo: 'Kính gửi:',
  signHere: '(ký, ghi rõ họ tên)',
} as const;

/** What brings a resident to the team, or at least to the assistant. */
export function askSentence(oaName: string, teamCode?: string): string {
  return teamCode === undefined
    ? `Cần giúp thêm, bác nhắn cho Zalo ${oaName}.`
    : `Nhắn "TO\u00a0${teamCode}" cho Zalo ${oaName} để tổ giúp bác.`;
}

/** The three steps of a team's invitation; the code they end with is printed below them. */
export function inviteSteps(oaName: string, oaId: string | undefined, hasQr: boolean): readonly string[] {
  const last = 'Nhắn đúng mấy chữ này:';
  if (hasQr) return ['Mở Zalo hoặc máy ảnh, quét mã trên.', 'Bấm "Mở Zalo hỏi trợ lý".', last];
  const name = oaName.replaceAll(' ', '\u00a0');
  const find = oaId === undefined ? `Mở Zalo, tìm ${name}.` : `Mở Zalo, tìm ${name}, hoặc gõ zalo.me/${oaId}`;
  return [find, 'Bấm nút Nhắn tin.', last];
}
