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
  refusals: 'Loại tin đã từ chối',
  announcements: 'Thông báo của tỉnh đã gửi hoặc sắp gửi',
  messages: 'Tin đang chờ gửi',
  received: 'Tin vừa nhận, sẽ tự xóa',
  help: 'Các lần nhờ người giúp',
  helped: 'Các lần được nhờ giúp người khác',
  team: 'Vai trò trong tổ công nghệ số',
  'team-history': 'Các lần vào tổ, đổi vai trò',
  'join-tries': 'Mã vào tổ nhập sai gần đây',
  'field-log': 'Sổ ghi nhận hoạt động',
  lessons: 'Bài học đã xem',
  certificates: 'Giấy chứng nhận',
  'member-questions': 'Câu đã hỏi tuyến trên',
  tips: 'Mẹo tháng đã nhận',
  'tip-refusal': 'Đã từ chối mẹo tháng',
  cascade: 'Tin nhờ chuyển tiếp',
  requests: 'Yêu cầu về dữ liệu',
  staff: 'Tài khoản cán bộ đã nối',
  engagement: 'Lượt dùng đã đếm (theo mã ẩn danh)',
  questions: 'Câu hỏi đã bấm ghi lại (theo mã ẩn danh)',
  returns: 'Quay lại từ thông báo (theo mã ẩn danh)',
};

/** Whole days from now to a moment; negative when it is over. */
export const daysUntil = (dueAt: number, now: number): number => Math.floor((dueAt - now) / 86_400_000);
