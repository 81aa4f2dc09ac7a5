/** What each line of the record says was done, as an auditor reads it; by the name that stands in the line. */
const DEEDS: Readonly<Record<string, string>> = {
  'sign-in': 'Đăng nhập',
  'sign-in.recovery': 'Đăng nhập bằng mã dự phòng',
  'sign-in.refused': 'Đăng nhập sai',
  'sign-out': 'Đăng xuất',
  'second-factor.set-up': 'Bật xác thực hai bước',
  'password.change': 'Đổi mật khẩu một lần',
  'accounts.add': 'Thêm tài khoản',
  'accounts.edit': 'Sửa tài khoản',
  'accounts.disable': 'Ngừng tài khoản',
  'accounts.enable': 'Mở lại tài khoản',
  'accounts.unlock': 'Mở khóa tài khoản',
  'accounts.reset-second-factor': 'Bỏ xác thực hai bước của tài khoản',
  'accounts.end-sessions': 'Đăng xuất tài khoản ở mọi máy',
  'accounts.reset-password': 'Cấp lại mật khẩu',
  'self.rename': 'Đổi tên của mình',
  'self.change-password': 'Đổi mật khẩu của mình',
  'self.end-session': 'Đăng xuất một máy của mình',
  'self.end-other-sessions': 'Đăng xuất các máy khác của mình',
  'self.recovery-codes': 'Làm lại mã dự phòng',
  'self.reset-second-factor': 'Đổi máy xác thực hai bước',
  'self.link-code': 'Lấy mã nối Zalo của mình',
  'self.unlink-zalo': 'Bỏ nối Zalo của mình',
  'keys.add': 'Tạo khóa API',
  'keys.revoke': 'Thu hồi khóa API',
  'oas.add': 'Thêm OA',
  'oas.edit': 'Sửa OA',
  'oas.pause': 'Tạm dừng OA',
  'oas.resume': 'Cho OA chạy lại',
  'oas.remove': 'Gỡ OA',
  'oas.switch': 'Chuyển sang OA khác',
  'audit.export': 'Tải nhật ký',
  'dashboard.export': 'Tải bảng số liệu',
  'dashboard.report': 'Tải báo cáo kỳ',
  'demand.dismiss': 'Bỏ câu hỏi khỏi danh sách',
  'announcements.save': 'Lưu thông báo',
  'announcements.copy': 'Tạo bản sao thông báo',
  'announcements.submit': 'Trình duyệt thông báo',
  'announcements.approve': 'Duyệt thông báo',
  'announcements.send-back': 'Trả thông báo để sửa',
  'announcements.start': 'Bấm gửi thông báo',
  'announcements.schedule': 'Hẹn giờ gửi thông báo',
  'announcements.pause': 'Tạm dừng thông báo',
  'announcements.resume': 'Gửi tiếp thông báo',
  'announcements.cancel': 'Hủy thông báo',
  'announcements.retry': 'Gửi lại cho người chưa nhận',
  'announcements.test': 'Gửi thử thông báo cho mình',
  'announcements.preview': 'Xem thử thông báo',
  'announcements.settle-article': 'Ghi kết quả gửi bài viết',
  'announcements.retry-article': 'Thử tạo bài viết lại',
  'announcements.retry-zbs': 'Thử gửi tin mẫu lại',
  'help.claim': 'Nhận trả lời người dân',
  'help.claimWaiting': 'Nhận trả lời người đang chờ',
  'help.release': 'Trả việc cho đồng nghiệp',
  'help.answer': 'Trả lời người dân',
  'help.look': 'Xem tin nhắn gần đây của người dân',
  'help.hand': 'Chuyển yêu cầu cho tổ',
  'help.close': 'Khép lại yêu cầu',
  'help.reopen': 'Mở lại yêu cầu',
  'help.return': 'Trả người dân lại cho trợ lý',
  'questions.claimKept': 'Nhận câu hỏi giữ lại',
  'questions.answerKept': 'Trả lời câu hỏi giữ lại',
  'questions.settleKept': 'Khép câu hỏi giữ lại',
  'questions.claimTeam': 'Nhận câu hỏi của tổ',
  'questions.answerTeam': 'Trả lời câu hỏi của tổ (tỉnh)',
  'questions.answer': 'Trả lời câu hỏi của tổ (xã)',
  'questions.forward': 'Chuyển câu hỏi lên tỉnh',
  'questions.share': 'Chia sẻ câu trả lời cho mọi tổ',
  'privacy.add': 'Ghi yêu cầu về dữ liệu cá nhân',
  'privacy.replied': 'Ghi đã trả lời yêu cầu dữ liệu',
  'privacy.extend': 'Gia hạn yêu cầu dữ liệu',
  'privacy.close': 'Khép yêu cầu dữ liệu',
  'privacy.correct': 'Sửa dữ liệu theo yêu cầu',
  'privacy.erase': 'Xóa dữ liệu theo yêu cầu',
  'privacy.data': 'Xem dữ liệu của một người theo yêu cầu',
  'settings.save': 'Lưu cài đặt',
  'settings.save-contact': 'Lưu số liên hệ của xã',
  'settings.save-zbs': 'Lưu tin mẫu ZBS',
  'settings.begin-consent': 'Mở trang cấp quyền của Zalo',
  'settings.consent-done': 'Nối OA với máy chủ',
  'settings.check-connection': 'Kiểm tra kết nối Zalo',
  'teams.add': 'Thêm tổ',
  'teams.edit': 'Sửa tổ',
  'teams.move': 'Chuyển tổ sang xã khác',
  'teams.dissolve': 'Giải thể tổ',
  'invites.create': 'Làm mã mời',
  'invites.renew': 'Làm lại mã mời',
  'invites.cancel': 'Hủy mã mời',
  'communes.merge': 'Ghi xã sáp nhập, đổi mã',
  'members.approve': 'Duyệt thành viên',
  'members.refuse': 'Không duyệt thành viên',
  'members.remove': 'Đưa thành viên ra khỏi tổ',
  'members.restore': 'Nhận lại thành viên',
  'members.role': 'Đổi vai trò thành viên',
  'imports.upload': 'Tải danh sách lên để xem trước',
  'imports.confirm': 'Nhập danh sách',
  'targets.set': 'Đặt chỉ tiêu',
  'targets.remove': 'Bỏ chỉ tiêu',
  'weights.set': 'Đặt trọng số của điểm',
  'campaigns.create': 'Lập chiến dịch',
  'campaigns.edit': 'Sửa chiến dịch',
  'campaigns.end': 'Kết thúc chiến dịch',
  'tips.save': 'Lưu mẹo tháng',
  'tips.send': 'Gửi mẹo tháng',
  'tips.stop': 'Dừng mẹo tháng',
  'field-log.judge': 'Xem lại mục ghi nhận',
  'field-log.withdraw': 'Rút mục ghi nhận',
  'field-log.export': 'Tải sổ ghi nhận',
  'groups.set': 'Bật, tắt trợ lý trong nhóm chat',
  'groups.link': 'Gắn nhóm chat với tổ',
  'groups.remove': 'Bỏ nhóm chat',
};

/** In words; the name itself where this version does not know it. */
export const deedName = (action: string): string => DEEDS[action] ?? action;

/** Kinds of deeds an auditor looks for, each by the beginning of its names. */
export const DEED_KINDS = [
  { value: 'sign-in', label: 'Đăng nhập' },
  { value: 'accounts', label: 'Tài khoản cán bộ' },
  { value: 'self', label: 'Tài khoản của mình' },
  { value: 'keys', label: 'Khóa API' },
  { value: 'dashboard', label: 'Tải số liệu, báo cáo' },
  { value: 'audit', label: 'Tải nhật ký' },
  { value: 'announcements', label: 'Thông báo' },
  { value: 'help', label: 'Trợ giúp người dân' },
  { value: 'questions', label: 'Câu hỏi' },
  { value: 'privacy', label: 'Dữ liệu cá nhân' },
  { value: 'teams', label: 'Tổ' },
  { value: 'members', label: 'Thành viên' },
  { value: 'invites', label: 'Mã mời' },
  { value: 'imports', label: 'Nhập danh sách' },
  { value: 'targets', label: 'Chỉ tiêu' },
  { value: 'campaigns', label: 'Chiến dịch' },
  { value: 'field-log', label: 'Sổ ghi nhận' },
  { value: 'settings', label: 'Cài đặt' },
] as const;

const SUBJECTS: Readonly<Record<string, string>> = {
  account: 'Tài khoản',
  announcement: 'Thông báo',
  campaign: 'Chiến dịch',
  commune: 'Xã',
  demand: 'Câu hỏi giữ lại',
  'field-log': 'Mục ghi nhận',
  group: 'Nhóm chat',
  help: 'Yêu cầu',
  key: 'Khóa API',
  member: 'Thành viên',
  oa: 'OA',
  privacy: 'Yêu cầu dữ liệu',
  question: 'Câu hỏi',
  report: 'Báo cáo',
  resident: 'Người dân (mã riêng)',
  settings: 'Mục cài đặt',
  table: 'Bảng',
  target: 'Chỉ tiêu',
  team: 'Tổ',
  tip: 'Mẹo',
};

/** "Tổ LN03" for `team:LN03`. */
export function subjectName(subject: string): string {
  const at = subject.indexOf(':');
  const kind = SUBJECTS[at < 0 ? subject : subject.slice(0, at)];
  if (kind === undefined) return subject;
  return at < 0 ? kind : `${kind} ${subject.slice(at + 1)}`;
}

const FIELDS: Readonly<Record<string, string>> = {
  before: 'trước',
  after: 'sau',
  from: 'từ',
  to: 'thành',
  name: 'tên',
  title: 'tên',
  role: 'vai trò',
  login: 'tên đăng nhập',
  communeCode: 'xã',
  commune: 'xã',
  team: 'tổ',
  version: 'bản',
  kind: 'loại',
  rows: 'số dòng',
  period: 'kỳ',
  format: 'dạng tệp',
  value: 'giá trị',
  category: 'loại tin',
  lanes: 'cách gửi',
  characters: 'số ký tự',
  card: 'hướng dẫn kèm',
  why: 'lý do',
  outcome: 'kết quả',
  day: 'ngày',
  month: 'tháng',
  quantity: 'số lượng',
  households: 'số hộ',
  hamlet: 'thôn, ấp',
  successor: 'tổ thay',
  scopes: 'quyền',
  days: 'số ngày',
  entries: 'số mục',
  people: 'số người',
  invited: 'số mã mời',
  failures: 'số lần sai',
  what: 'sai ở',
  secondFactor: 'xác thực hai bước',
};

const said = (value: unknown): string => {
  if (value === true) return 'có';
  if (value === false) return 'không';
  if (value === null) return 'không có';
  if (Array.isArray(value)) return value.map(said).join(', ');
  if (typeof value === 'object') return `(${pairs(value as Readonly<Record<string, unknown>>)})`;
  if (typeof value === 'number') return value.toLocaleString('vi-VN');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const pairs = (detail: Readonly<Record<string, unknown>>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== '' && value !== undefined)
    .map(([name, value]) => `${FIELDS[name] ?? name}: ${said(value)}`)
    .join('; ');

/** The detail of a line, which is JSON, as names and values; as it is where it is not. */
export function detailWords(detail: string): string {
  try {
    const read: unknown = JSON.parse(detail);
    return typeof read === 'object' && read !== null ? pairs(read as Readonly<Record<string, unknown>>) : detail;
  } catch {
    return detail;
  }
}
