import { describe, expect, test } from 'vitest';
import { fold } from '../../../src/shared/vietnamese.ts';
import { isEmergency } from '../../../src/understanding/emergency.ts';

const TRUE_ONES = [
  'Tôi vừa bị lừa mất 50 triệu',
  'em bị lừa chuyển khoản 20tr rồi cứu em với',
  'bác bị lừa mất tiền rồi',
  'mẹ tôi vừa bị lừa',
  'bị lừa rồi làm sao',
  'bị lừa',
  'vừa bị lừa đảo xong',
  'tôi lỡ chuyển tiền cho bọn lừa đảo',
  'vừa chuyển khoản cho công an giả',
  'lỡ đọc mã OTP cho nó rồi',
  'tôi vừa đọc mã xác nhận cho người lạ',
  'em lỡ cho nó mã OTP',
  'tài khoản tự nhiên mất tiền',
  'tài khoản của tôi bị trừ hết tiền',
  'mất tiền trong tài khoản',
  'mất hết tiền trong thẻ',
  'bị rút sạch tiền trong ngân hàng',
  'vừa cài app lạ nó bảo',
  'lỡ bấm vào link lạ',
  'tôi lỡ cài ứng dụng lạ',
  'em lỡ cài vneid giả',
  'nó cài anydesk rồi đang điều khiển điện thoại',
  'đang bị điều khiển máy',
  'tôi đang bị đe dọa',
  'con tôi bị bắt cóc',
  'cháu bị dụ dỗ gửi ảnh',
  'đang bị tống tiền',
  'bố tôi bị lừa 100 triệu',
  'chồng em mới bị lừa',
  'đang bị lừa',
  'nó lừa tôi mất 5 triệu',
  'tiền trong tài khoản mất hết rồi',
  'tôi bị mất tiền trong tài khoản ngân hàng',
  'tôi vừa chuyển tiền cho kẻ gian',
  'họ dọa giết tôi nếu không chuyển tiền',
  'nhập mật khẩu ngân hàng vào link lạ mất rồi',
] as const;

const HARMLESS = [
  'làm sao để không bị lừa',
  'cách tránh bị lừa đảo trên mạng',
  'làm sao nhận biết lừa đảo',
  'có phải lừa đảo không',
  'số này gọi có phải lừa không',
  'tin nhắn này là lừa đảo không',
  'dấu hiệu lừa đảo qua điện thoại',
  'làm thế nào để phân biệt công an giả',
  'các hình thức lừa đảo hiện nay',
  'chuyển khoản nhầm người thì làm sao',
  'tôi muốn mở tài khoản ngân hàng',
  'quên mật khẩu ngân hàng',
  'không nhận được mã OTP',
  'mã OTP là gì',
  'tài khoản bị khóa',
  'làm thẻ căn cước cho con',
  'con tôi muốn học trực tuyến',
  'cài VNeID thế nào',
  'tải ứng dụng VNeID ở đâu',
  'vừa cài xong VNeID',
  'tôi vừa tải app ngân hàng về',
  'bán xoài trên mạng',
  'mở gian hàng',
  'phí chuyển khoản bao nhiêu',
  'đang làm bước 2',
  'đăng ký tạm trú cho con',
  'gửi phản ánh 1022',
  'học kỹ năng số',
  'xin chào',
  'lừa đảo',
  'cảnh báo lừa đảo',
  'phòng chống lừa đảo',
  'xem link thật hay giả',
  'có nên bấm vào link trong tin nhắn',
  'quét mã QR trả tiền',
  'nghe nói có người bị lừa ở xã bên, làm sao để phòng tránh',
  'mất căn cước',
  '',
] as const;

describe('an emergency', () => {
  test.each(TRUE_ONES)('is heard in %j', (text) => expect(isEmergency(text)).toBe(true));
  test.each(TRUE_ONES)('is heard in %j typed without marks', (text) => expect(isEmergency(fold(text))).toBe(true));
  test.each(TRUE_ONES)('is heard in %j in capitals with a call for help', (text) =>
    expect(isEmergency(`${text.toUpperCase()} !!! giúp với`)).toBe(true),
  );
});

describe('no emergency', () => {
  test.each(HARMLESS)('is %j', (text) => expect(isEmergency(text)).toBe(false));
  test.each(HARMLESS)('is %j typed without marks', (text) => expect(isEmergency(fold(text))).toBe(false));
});
