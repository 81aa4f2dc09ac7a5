import type { PrivacyKind, PrivacyRequest, PrivacyWay } from '../../storage/privacy-ports.ts';

export const KIND_WORDS: Readonly<Record<PrivacyKind, { readonly label: string; readonly hint: string }>> = {
  see: { label: 'Xem dữ liệu', hint: 'Muốn biết mình bị lưu những gì.' },
  correct: { label: 'Sửa dữ liệu', hint: 'Nơi ở, tổ, cách xưng hô ghi chưa đúng.' },
  erase: { label: 'Xóa dữ liệu', hint: 'Người dân tự xóa ngay được bằng lệnh XÓA DỮ LIỆU.' },
  withdraw: { label: 'Rút đồng ý', hint: 'Thôi cho đếm lượt dùng.' },
  restrict: { label: 'Hạn chế xử lý', hint: 'Tạm ngừng dùng dữ liệu vào một việc.' },
  object: { label: 'Phản đối', hint: 'Không đồng ý với một cách dùng dữ liệu.' },
};

export const WAY_WORDS: Readonly<Record<PrivacyWay, string>> = {
  chat: 'Nhắn trong Zalo',
  counter: 'Đến trực tiếp',
  phone: 'Gọi điện',
  paper: 'Đơn giấy',
};

export const OUTCOME_WORDS: Readonly<Record<NonNullable<PrivacyRequest['outcome']>, string>> = {
  done: 'Đã làm xong',
  refused: 'Từ chối, đã nêu lý do',
  withdrawn: 'Người dân rút yêu cầu',
};

/** Headings of what is kept, as residents would name them. */
export const SECTION_WORDS: Readonly<Record<string, string>> = {
  resident: 'Tài khoản',
  session: 'Bước đang xem',
  consent: 'Các lần đồng ý, từ chối',
  team: 'Vai trò trong tổ công nghệ số',
  help: 'Các lần nhờ người giúp',
  messages: 'Tin đang chờ gửi',
  requests: 'Yêu cầu về dữ liệu',
  engagement: 'Lượt dùng đã đếm (theo mã ẩn danh)',
  questions: 'Câu hỏi đã bấm ghi lại',
};

/** Whole days from now to a moment; negative when it is over. */
export const daysUntil = (dueAt: number, now: number): number => Math.floor((dueAt - now) / 86_400_000);
