import * as z from 'zod';
import { AppError } from '../shared/errors.ts';
import { Refusal } from './action.ts';

/** Why something could not be done, as officers read it. */
export interface Problems {
  readonly status: number;
  readonly code: string;
  /** By field. */
  readonly fields: Readonly<Record<string, string>>;
  /** '' when the fields say it all. */
  readonly summary: string;
}

/** Codes of other rooms in the words of officers. A code that is missing here gets the general sentence. */
const SENTENCES: Readonly<Record<string, string>> = {
  TEAM_CHANGED: 'Tổ hoặc thành viên này vừa được người khác thay đổi. Bạn xem lại rồi làm lại.',
  TEAM_UNKNOWN: 'Không có tổ mang mã này.',
  TEAM_FILE_INVALID: 'Tệp danh sách tổ chưa dùng được.',
  MEMBER_UNKNOWN: 'Không tìm thấy thành viên này.',
  MEMBER_FILE_INVALID: 'Tệp danh sách thành viên chưa dùng được.',
  HELP_CHANGED: 'Yêu cầu này vừa được người khác xử lý. Bạn tải lại trang để xem.',
  HELP_UNKNOWN: 'Yêu cầu này không còn nữa.',
  HELP_NOBODY: 'Hiện chưa có ai nhận được yêu cầu này.',
  DESK_HELD: 'Đồng nghiệp đang giữ việc này. Bạn tải lại trang để xem ai và từ lúc nào.',
  DESK_CHANGED: 'Việc này vừa được trả lời hoặc vừa thay đổi. Chưa có gì được gửi thêm.',
  QUESTION_UNKNOWN: 'Câu hỏi này không còn nữa. Người hỏi có thể đã xóa dữ liệu.',
  OA_CHANGED: 'OA này vừa được người khác thêm, sửa hoặc gỡ. Bạn tải lại trang để xem.',
  OA_PAUSED: 'OA này đang tạm dừng, nên chưa gửi được tin.',
  STAFF_UNKNOWN: 'Không có tài khoản này.',
  STAFF_CHANGED: 'Không đổi được: tên đăng nhập đã có, hoặc đây là quản trị viên cuối cùng.',
  ANNOUNCEMENT_UNKNOWN: 'Không có thông báo này.',
  ANNOUNCEMENT_CANCELLED: 'Thông báo này đã hủy và không gửi lại được.',
  CAMPAIGN_UNKNOWN: 'Không có chiến dịch này.',
  CAMPAIGN_OVER: 'Chiến dịch này đã kết thúc.',
  STORAGE_FAILED: 'Cơ sở dữ liệu đang bận hoặc lỗi. Chưa có gì thay đổi. Bạn thử lại sau ít phút.',
  STORAGE_CLOSED: 'Máy chủ đang khởi động lại. Bạn thử lại sau một phút.',
  NOT_ALLOWED: 'Tài khoản của bạn không có quyền làm việc này.',
  FORM_TOKEN_INVALID: 'Phiên làm việc đã đổi. Bạn bấm lại lần nữa.',
  ALREADY_DONE: 'Việc này đã được làm rồi.',
};

const vietnamese = z.locales.vi().localeError;

/** Checks an input against its schema. Throws `Refusal` with a Vietnamese sentence for each field. */
export function checkInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { error: sentence });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join('.') || 'form';
    fields[name] ??= issue.message;
  }
  throw new Refusal('Có chỗ chưa đúng. Bạn xem các dòng có dấu đỏ.', fields);
}

const sentence: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'Chưa điền.';
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin === 'string') return 'Chưa điền.';
  if (issue.code === 'unrecognized_keys') return `Không nhận trường này: ${issue.keys.join(', ')}.`;
  return vietnamese(issue);
};

/** What went wrong, for a page, a form or the API. Strangers are INTERNAL. */
export function problemsOf(error: unknown): Problems {
  if (error instanceof Refusal) {
    return { status: error.httpStatus, code: error.code, fields: error.fields, summary: error.message };
  }
  if (error instanceof AppError) {
    const known = SENTENCES[error.code];
    return {
      status: error.httpStatus,
      code: error.code,
      fields: {},
      summary: known ?? `Không làm được (mã ${error.code}). Chưa có gì thay đổi.`,
    };
  }
  return {
    status: 500,
    code: 'INTERNAL',
    fields: {},
    summary: 'Có lỗi ở máy chủ. Bạn thử lại; nếu vẫn vậy, báo người quản trị.',
  };
}
