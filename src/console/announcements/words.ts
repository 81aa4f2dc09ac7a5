import type {
  AnnouncementCategory,
  AnnouncementLaneName,
  AnnouncementState,
  RecipientState,
} from '../../storage/announcement-ports.ts';

type TagKind = 'good' | 'warn' | 'bad' | 'busy' | 'plain';

/** States as officers read them, with the colour of their tag. */
export const STATE_WORDS: Readonly<Record<AnnouncementState, { readonly label: string; readonly kind: TagKind }>> = {
  draft: { label: 'Bản nháp', kind: 'plain' },
  approved: { label: 'Đã duyệt', kind: 'good' },
  scheduled: { label: 'Đã hẹn giờ', kind: 'busy' },
  sending: { label: 'Đang gửi', kind: 'busy' },
  paused: { label: 'Tạm dừng', kind: 'warn' },
  sent: { label: 'Đã gửi xong', kind: 'good' },
  cancelled: { label: 'Đã hủy', kind: 'plain' },
  failed: { label: 'Không gửi được', kind: 'bad' },
};

/** A submitted draft is a draft that waits for somebody. */
export const WAITING_WORDS = { label: 'Chờ duyệt', kind: 'warn' } as const;

export const CATEGORY_WORDS: Readonly<Record<AnnouncementCategory, { readonly label: string; readonly hint: string }>> =
  {
    safety: { label: 'An toàn, cảnh báo lừa đảo', hint: 'Cảnh báo đợt lừa đảo, thiên tai, mất an toàn.' },
    services: { label: 'Dịch vụ công', hint: 'Thủ tục mới, đổi giờ làm việc, nộp hồ sơ qua mạng.' },
    training: { label: 'Lớp học, hoạt động của tổ', hint: 'Lịch học, ngày hội, tổ đến tận nhà.' },
    news: { label: 'Tin khác', hint: 'Những tin không thuộc ba loại trên.' },
  };

export const LANE_WORDS: Readonly<Record<AnnouncementLaneName, { readonly label: string; readonly hint: string }>> = {
  direct: {
    label: 'Nhắn trực tiếp',
    hint: 'Người đã tương tác với OA trong 7 ngày. Miễn phí trong 48 giờ, sau đó Zalo tính phí mỗi tin.',
  },
  article: {
    label: 'Bài viết gửi người quan tâm OA',
    hint: 'Zalo duyệt bài rồi gửi từ 6:00 đến 21:59, mỗi người một bài một ngày. Không chọn được theo xã.',
  },
  cascade: {
    label: 'Nhờ tổ công nghệ số chuyển tiếp',
    hint: 'Thành viên tổ nhận lời nhắn soạn sẵn để chuyển vào nhóm Zalo của thôn.',
  },
  zbs: {
    label: 'Tin mẫu ZBS (trả phí)',
    hint: 'Chỉ dùng được khi tỉnh đã đăng ký mẫu tin với Zalo.',
  },
};

export const RECIPIENT_WORDS: Readonly<Record<RecipientState, { readonly label: string; readonly kind: TagKind }>> = {
  pending: { label: 'Đang chờ gửi', kind: 'plain' },
  sending: { label: 'Đang gửi', kind: 'busy' },
  sent: { label: 'Đã nhận', kind: 'good' },
  failed: { label: 'Gửi lỗi', kind: 'bad' },
  unknown: { label: 'Chưa rõ đã nhận hay chưa', kind: 'warn' },
  skipped: { label: 'Không gửi', kind: 'plain' },
};

/** Why somebody did not get it, by code; Zalo's numbers as in its documents of 2026. */
const CODE_WORDS: Readonly<Record<string, string>> = {
  OPTED_OUT: 'đã từ chối nhận tin',
  REFUSED_CATEGORY: 'đã từ chối loại tin này',
  UNFOLLOWED: 'đã bỏ quan tâm OA',
  NEVER_WROTE: 'chưa từng nhắn cho OA',
  OUTSIDE_WINDOW: 'quá 7 ngày không nhắn, Zalo không cho gửi',
  WAITS_FOR_PERSON: 'đang chờ cán bộ trả lời việc riêng',
  OVER_BUDGET: 'vượt ngân sách đã đặt',
  CANCELLED: 'thông báo đã hủy trước khi đến lượt',
  ERASED: 'đã xóa dữ liệu',
  NO_LANE: 'không có cách gửi nào đã chọn tới được',
  SEND_EXPIRED: 'thử nhiều lần không được',
  '-200': 'Zalo báo gửi không thành công',
  '-213': 'chưa quan tâm OA',
  '-217': 'đã chặn OA',
  '-218': 'đã nhận đủ số tin trong ngày',
  '-227': 'tài khoản Zalo bị khóa hoặc lâu không dùng',
  '-230': 'quá 7 ngày không nhắn cho OA',
  '-232': 'chưa nhắn cho OA hoặc đã quá hạn',
  '-244': 'đã hạn chế loại tin này',
  '-248': 'nội dung bị Zalo từ chối',
};

/** The reason behind a code. */
export const reasonOf = (code: string): string => CODE_WORDS[code] ?? (code === '' ? '' : `mã ${code}`);

/** Why an announcement cannot be started or changed, by code. */
export const REFUSAL_WORDS: Readonly<Record<string, string>> = {
  ANNOUNCEMENT_NOBODY: 'Không có ai để gửi. Bạn chọn lại nơi nhận hoặc cách gửi.',
  ANNOUNCEMENT_PICTURE_EXPIRED: 'Ảnh đã hết hạn dùng. Bạn tải ảnh khác rồi trình duyệt lại.',
  ANNOUNCEMENT_TEXT_TOO_LONG: 'Lời nhắn dài hơn 2.000 ký tự khi điền tên xã, tên tổ dài nhất. Bạn viết ngắn lại.',
  ANNOUNCEMENT_NOT_APPROVED: 'Thông báo này chưa đủ người duyệt nên chưa gửi được.',
  ANNOUNCEMENT_ARTICLE_LATE: 'Đã quá giờ gửi bài viết trong ngày. Bạn hẹn sang ngày khác.',
  ANNOUNCEMENT_STATE: 'Thông báo đang ở trạng thái khác nên không làm việc này được nữa. Bạn xem lại trang.',
  ANNOUNCEMENT_CHANGED: 'Người khác vừa sửa thông báo này. Bạn xem lại bản mới rồi làm tiếp.',
  ANNOUNCEMENT_CANCELLED: 'Thông báo đã hủy. Muốn gửi lại, bạn tạo bản sao.',
};

export const number = (value: number): string => value.toLocaleString('vi-VN');
